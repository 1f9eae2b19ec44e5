package stripesimulator.page;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.ObjectStore;
import stripesimulator.catalog.Prices;
import stripesimulator.catalog.Products;
import stripesimulator.page.CardForm.Typed;
import stripesimulator.page.Frame.Aside;
import stripesimulator.session.CardSetup;
import stripesimulator.session.CardSetup.Entry;
import stripesimulator.session.CheckoutSessions;
import stripesimulator.session.NewSession;
import stripesimulator.session.Payer;

/** {@code /pay/<session>}: the page on which a person enters a card or pays, in plain HTML and form encoding. */
public final class HostedPage implements HostedPages {

    private final ObjectStore store;
    private final Frame frame;

    public HostedPage(ObjectStore store, String product) {
        this.store = store;
        this.frame = new Frame(product);
    }

    @Override
    public Reply show(String id) {
        return store.change(change -> CheckoutSessions.find(change, id)
                .map(session -> CheckoutSessions.isOpen(session)
                        ? form(
                                200,
                                change,
                                session,
                                CardForm.withGoodCard(change.now()),
                                Payer.of(session.objectNode()))
                        : endedPage(change, session))
                .orElseGet(frame::notFound));
    }

    /** Takes the form; {@code number}, {@code expiry}, {@code cvc} and {@code name} may each be missing. */
    @Override
    public Reply submit(String id, ObjectNode form) {
        var typed = Typed.of(form);
        return store.change(change -> switch (CardSetup.enter(change, id, typed.card(), Payer.of(form))) {
            case Entry.Saved(var session) -> new Reply.Redirect(returnAddress(session));
            case Entry.Faulty(var session, var faults) ->
                form(422, change, session, new CardForm(typed, "", faults), Payer.of(form));
            case Entry.Misplaced(var session, var why) ->
                form(422, change, session, new CardForm(typed, why, Map.of()), Payer.of(form));
            case Entry.Declined(var session, var decline) -> {
                var refused = new CardForm(typed, decline.message() + " Use another card.", Map.of());
                yield form(402, change, session, refused, Payer.of(form));
            }
            case Entry.Ended(var session) -> endedPage(change, session);
            case Entry.Missing() -> frame.notFound();
        });
    }

    private static String returnAddress(JsonNode session) {
        return text(session, "success_url").replace("{CHECKOUT_SESSION_ID}", text(session, "id"));
    }

    private Reply form(int status, Change change, ObjectNode session, CardForm form, Payer payer) {
        boolean sale = NewSession.isSubscription(session);
        var labels = new CardForm.Labels(
                sale ? "Pay with card" : "Card details",
                "/pay/" + text(session, "id"),
                PayerForm.of(payer, Payer.givesAddress(session), Payer.givesTaxId(session)),
                sale ? "Subscribe" : "Save card",
                cancelLink(session, "Cancel and go back"));
        return frame.page(status, sale ? "Subscribe" : "Add a payment card", aside(change, session), form.html(labels));
    }

    private static Aside aside(Change change, JsonNode session) {
        var email = session.path("customer_details").path("email").asText("");
        if (!NewSession.isSubscription(session)) {
            return new Aside(
                    "Pay as you go",
                    "Add a payment card",
                    "$0.00",
                    "Your card is saved for later use. You pay for calls after they are made, once a month.",
                    email);
        }
        var price = change.find(Prices.TYPE, text(session, NewSession.PRICE)).orElseThrow();
        return new Aside(
                "Subscribe to " + Products.nameOf(change, price),
                Frame.perPeriod(price),
                Frame.dollars(number(session, "amount_total")),
                "It renews by itself until you cancel it.",
                email);
    }

    private Reply endedPage(Change change, JsonNode session) {
        boolean complete = is(session, "status", "complete");
        boolean sale = NewSession.isSubscription(session);
        return frame.message(
                complete ? 200 : 410,
                complete ? (sale ? "Paid" : "Card saved") : "Link expired",
                aside(change, session),
                complete ? (sale ? "You are subscribed" : "Your card is saved") : "This link has expired",
                complete
                        ? "There is nothing left to do on this page."
                        : "Nothing was saved. Go back and ask for a new one.",
                complete ? Frame.link(returnAddress(session), "Continue") : cancelLink(session, "Go back"));
    }

    private static String cancelLink(JsonNode session, String words) {
        return Frame.link(session.path("cancel_url").asText(""), words);
    }
}

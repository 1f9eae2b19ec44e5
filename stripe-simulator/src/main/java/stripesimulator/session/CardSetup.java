package stripesimulator.session;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Kinds;
import stripesimulator.api.ObjectLookup;
import stripesimulator.billing.NewSubscription;
import stripesimulator.catalog.Prices;
import stripesimulator.customer.Card;
import stripesimulator.customer.Decline;
import stripesimulator.customer.PaymentMethods;
import stripesimulator.customer.SetupIntents;

/** A card being entered for a checkout session, by whichever way: the one act that completes one, and pays for it. */
public final class CardSetup {

    private CardSetup() {}

    /** What became of a card that was entered. */
    public sealed interface Entry {
        /** It is attached, and the browser goes on. */
        record Saved(ObjectNode session) implements Entry {}

        /** It is mistyped. */
        record Faulty(ObjectNode session, Map<Card.Field, Card.Fault> faults) implements Entry {}

        /** Address or tax id is none. */
        record Misplaced(ObjectNode session, String why) implements Entry {}

        /** The bank said no. */
        record Declined(ObjectNode session, Decline decline) implements Entry {}

        /** The session had ended before. */
        record Ended(ObjectNode session) implements Entry {}

        /** There is no such session. */
        record Missing() implements Entry {}
    }

    /**
     * Saves a card: attaches it, begins the subscription if one is sold, and ends setup intent and session, with Stripe's
     * events for each. A card that the bank declines begins nothing.
     */
    public static Entry enter(Change change, String id, Card card, Payer payer) {
        var found = CheckoutSessions.find(change, id);
        if (found.isEmpty()) {
            return new Entry.Missing();
        }
        var session = found.get();
        if (!CheckoutSessions.isOpen(session)) {
            return new Entry.Ended(session);
        }
        var faults = card.faults(change.now());
        if (!faults.isEmpty()) {
            return new Entry.Faulty(session, faults);
        }
        var misplaced = payer.fault(Payer.givesTaxId(session)).filter(_ -> Payer.givesAddress(session));
        if (misplaced.isPresent()) {
            return new Entry.Misplaced(session, misplaced.get());
        }
        boolean sale = NewSession.isSubscription(session);
        var customer = text(session, "customer");
        Optional<Decline> decline =
                sale ? Decline.ofPayment(change, customer, card.fingerprint(), true) : card.decline();
        if (decline.isPresent()) {
            if (!sale) {
                SetupIntents.fail(change, text(session, "setup_intent"), decline.get());
            }
            return new Entry.Declined(session, decline.get());
        }
        return save(change, session, card, payer);
    }

    private static Entry save(Change change, ObjectNode session, Card card, Payer payer) {
        var billing = session.objectNode().put("name", payer.name().isEmpty() ? null : payer.name());
        if (Payer.givesAddress(session)) {
            billing.set("address", payer.shownAddress());
        }
        billing.set("email", session.path("customer_details").path("email"));
        var method = PaymentMethods.add(change, card, billing).path("id").asText();
        boolean sale = NewSession.isSubscription(session);
        if (!sale) {
            SetupIntents.succeed(change, text(session, "setup_intent"), method);
        }
        var customer = session.path("customer");
        if (customer.isTextual()) {
            PaymentMethods.attach(change, method, customer.asText());
        }
        SessionTax.take(change, session, payer);
        if (sale) {
            var subscription = begin(change, session, method);
            SessionTax.complete(
                    session, ObjectLookup.byPath(change, Kinds.INVOICE, text(subscription, "latest_invoice")));
            session.set("subscription", subscription.path("id"));
            session.set("invoice", subscription.path("latest_invoice"));
            session.put("payment_status", "paid");
        }
        session.put("status", "complete").putNull("url");
        change.put("checkout.session.completed", session);
        return new Entry.Saved(session);
    }

    /** Begins the subscription of a session's customer, price and metadata, paid with a card from now on. */
    private static ObjectNode begin(Change change, JsonNode session, String card) {
        var price = change.find(Prices.TYPE, text(session, NewSession.PRICE)).orElseThrow();
        var metadata = session.path(NewSession.SUBSCRIPTION_METADATA);
        var terms = new NewSubscription.Terms(
                session.path("customer"), price, metadata, Optional.of(card), change.nowSeconds());
        var subscription = NewSubscription.start(change, terms);
        if (SessionTax.isOn(session)) {
            NewSubscription.tax(change, subscription, session);
        }
        return NewSubscription.begin(change, subscription);
    }
}

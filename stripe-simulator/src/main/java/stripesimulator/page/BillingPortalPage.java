package stripesimulator.page;

import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import stripesimulator.account.Change;
import stripesimulator.account.ObjectStore;
import stripesimulator.billing.Invoices;
import stripesimulator.billing.Subscriptions;
import stripesimulator.catalog.Products;
import stripesimulator.customer.Customers;
import stripesimulator.customer.PaymentMethods;
import stripesimulator.page.CardForm.Typed;
import stripesimulator.page.Frame.Aside;
import stripesimulator.session.Payer;
import stripesimulator.session.PortalSessions;

/**
 * {@code /portal/<session>}: the page on which a customer changes card and plan, cancels and resumes. Each button posts
 * {@code action} with what belongs to it; the page offers what the session's configuration turns on.
 */
public final class BillingPortalPage implements HostedPages {

    private static final Html PAGE = Html.load("portal.html");

    private final ObjectStore store;
    private final Frame frame;

    public BillingPortalPage(ObjectStore store, String product) {
        this.store = store;
        this.frame = new Frame(product);
    }

    @Override
    public Reply show(String id) {
        return store.change(change -> PortalSessions.find(change, id)
                .map(session -> PortalSessions.isOver(session, change.nowSeconds())
                        ? over(session)
                        : page(200, change, session, "", CardForm.withGoodCard(change.now())))
                .orElseGet(frame::notFound));
    }

    @Override
    public Reply submit(String id, ObjectNode form) {
        return store.change(change -> {
            var session = PortalSessions.find(change, id);
            if (session.isEmpty()) {
                return frame.notFound();
            }
            if (PortalSessions.isOver(session.get(), change.nowSeconds())) {
                return over(session.get());
            }
            return act(change, session.get(), form);
        });
    }

    private Reply act(Change change, JsonNode session, ObjectNode form) {
        var done = new Reply.Redirect("/portal/" + text(session, "id"));
        return switch (PortalAction.of(change, session, form)) {
            case PortalAction.Done() -> done;
            case PortalAction.Refused(var why) -> page(422, change, session, why, CardForm.withGoodCard(change.now()));
            case PortalAction.CardRefused(var why, var faults) ->
                page(why.isEmpty() ? 422 : 402, change, session, "", new CardForm(Typed.of(form), why, faults));
        };
    }

    private Reply over(JsonNode session) {
        return frame.message(
                410,
                "Link expired",
                Aside.NOTHING,
                "This link has expired",
                "Go back and open the portal again.",
                Frame.link(session.path("return_url").asText(""), "Go back"));
    }

    private Reply page(int status, Change change, JsonNode session, String alert, CardForm card) {
        var customer = change.find(Customers.TYPE, text(session, "customer")).orElseThrow();
        var hidden = "<input type=\"hidden\" name=\"action\" value=\"card\">\n";
        var sections = Subscriptions.ofCustomer(change, session.path("customer"))
                .filter(subscription -> PortalAction.isSold(change, session, subscription))
                .map(subscription -> section(change, session, subscription))
                .collect(Collectors.joining());
        var labels = new CardForm.Labels("Change card", address(session), hidden, "Use this card", "");
        return frame.page(
                status,
                "Billing",
                new Aside("Your account", "Manage your billing", "", cardOnFile(change, customer), email(customer)),
                PAGE.fill(Map.of(
                        "heading", sections.isEmpty() ? "You have no plan" : "Your plan",
                        "alert", Frame.alert(alert),
                        "sections", sections + open(change, session) + address(change, session, customer),
                        "form", card.html(labels),
                        "back", Frame.link(session.path("return_url").asText(""), "Return to the product"))));
    }

    /** A button for each invoice that can be paid. */
    private static String open(Change change, JsonNode session) {
        return Invoices.open(change, text(session, "customer"))
                .map(invoice -> button(
                        session,
                        "",
                        "Pay " + Frame.dollars(number(invoice, "amount_remaining")),
                        "action",
                        "pay",
                        "invoice",
                        text(invoice, "id")))
                .collect(Collectors.joining());
    }

    /** Where invoices go to and tax is worked out for, if it may be changed here. */
    private static String address(Change change, JsonNode session, JsonNode customer) {
        if (!PortalAction.mayUpdate(change, session, "address")) {
            return "";
        }
        var known = customer.path("address") instanceof ObjectNode given
                ? given
                : ((ObjectNode) customer).objectNode().put("country", "");
        var fields = PayerForm.of(Payer.of(known), true, PortalAction.mayUpdate(change, session, "tax_id"));
        return "<form method=\"post\" action=\"" + Html.text(address(session))
                + "\"><input type=\"hidden\" name=\"action\" value=\"address\">" + fields
                + "<button class=\"plain\">Save address</button></form>\n";
    }

    private static String email(JsonNode customer) {
        return customer.path("email").asText("");
    }

    private static String cardOnFile(Change change, JsonNode customer) {
        return PaymentMethods.ofCustomer(change, text(customer, "id"))
                .findFirst()
                .map(method -> "Card on file: " + text(method.path("card"), "brand") + " ending in "
                        + text(method.path("card"), "last4"))
                .orElse("No card is on file.");
    }

    private static String section(Change change, JsonNode session, JsonNode subscription) {
        var price = Subscriptions.item(subscription).path("price");
        var name = Products.nameOf(change, price);
        boolean ending = Subscriptions.isEnding(subscription);
        var end = day(number(Subscriptions.item(subscription), "current_period_end"));
        var id = text(subscription, "id");
        var html = new StringBuilder(
                "<section class=\"card\">\n<h3>" + Html.text(name + ", " + Frame.perPeriod(price)) + "</h3>\n");
        html.append("<p>" + Html.text(status(subscription, ending ? "Ends on " + end : "Renews on " + end)) + "</p>\n");
        for (var other : PortalAction.offers(change, session, price)) {
            var plan = Products.nameOf(change, other);
            var words = "Change to " + plan + ", " + Frame.perPeriod(other);
            html.append(
                    button(session, "plain", words, "action", "plan", "subscription", id, "price", text(other, "id")));
        }
        if (ending) {
            html.append(button(session, "", "Keep the plan", "action", "resume", "subscription", id));
        } else if (PortalAction.cancelsAtOnce(change, session)) {
            html.append(button(session, "bad", "Cancel now", "action", "cancel_now", "subscription", id));
        } else {
            html.append(button(session, "plain", "Cancel on " + end, "action", "cancel", "subscription", id));
        }
        return html.append("</section>\n").toString();
    }

    private static String status(JsonNode subscription, String ordinary) {
        return switch (text(subscription, "status")) {
            case "past_due" -> "The last payment failed. Change the card, and pay what is open.";
            case "unpaid" -> "Payments have failed. Change the card, and pay what is open.";
            default -> ordinary;
        };
    }

    private static String day(long seconds) {
        return Instant.ofEpochSecond(seconds)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
    }

    private static String address(JsonNode session) {
        return "/portal/" + text(session, "id");
    }

    /** A form of one button; hidden names and values in turn. */
    private static String button(JsonNode session, String look, String words, String... hidden) {
        var fields = new StringBuilder();
        for (int i = 0; i < hidden.length; i += 2) {
            fields.append(
                    "<input type=\"hidden\" name=\"" + hidden[i] + "\" value=\"" + Html.text(hidden[i + 1]) + "\">");
        }
        return "<form method=\"post\" action=\"" + Html.text(address(session)) + "\">" + fields + "<button class=\""
                + look + "\">" + Html.text(words) + "</button></form>\n";
    }
}

package stripesimulator.page;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.billing.Invoices;
import stripesimulator.billing.PlanChange;
import stripesimulator.billing.Subscriptions;
import stripesimulator.catalog.Prices;
import stripesimulator.customer.Card;
import stripesimulator.customer.Customers;
import stripesimulator.customer.PaymentMethods;
import stripesimulator.session.Payer;
import stripesimulator.session.PortalConfigurations;

/** What became of a button of the portal. */
sealed interface PortalAction {

    /** It is done; the page shows how things are now. */
    record Done() implements PortalAction {}

    /** It cannot be done, or no longer. */
    record Refused(String why) implements PortalAction {}

    /** The new card is mistyped, or the bank said no. */
    record CardRefused(String why, Map<Card.Field, Card.Fault> faults) implements PortalAction {}

    static PortalAction of(Change change, JsonNode session, ObjectNode form) {
        if (is(form, "action", "card")) {
            return card(change, session, CardForm.Typed.of(form));
        }
        if (is(form, "action", "pay")) {
            return pay(change, session, text(form, "invoice"));
        }
        if (is(form, "action", "address")) {
            return address(change, session, form);
        }
        var subscription = Subscriptions.ofCustomer(change, session.path("customer"))
                .filter(found -> found.path("id").equals(form.path("subscription")))
                .filter(found -> isSold(change, session, found))
                .findFirst();
        return subscription
                .map(found -> ofPlan(change, session, found, form))
                .orElseGet(() -> new Refused("This plan has ended."));
    }

    private static PortalAction ofPlan(Change change, JsonNode session, ObjectNode subscription, ObjectNode form) {
        var before = subscription.deepCopy();
        switch (text(form, "action")) {
            case "cancel" -> Subscriptions.cancelAt(change, subscription);
            case "resume" -> Subscriptions.endAtPeriodEnd(change, subscription, false);
            case "cancel_now" -> {
                if (!cancelsAtOnce(change, session)) {
                    return new Refused("This plan ends with its period only.");
                }
                Subscriptions.cancel(change, subscription);
                return new Done();
            }
            case "plan" -> {
                var price = offers(
                                change,
                                session,
                                Subscriptions.item(subscription).path("price"))
                        .stream()
                        .filter(offer -> offer.path("id").equals(form.path("price")))
                        .findFirst();
                if (price.isEmpty()) {
                    return new Refused("This plan is not offered.");
                }
                PlanChange.to(change, subscription, price.get(), proration(change, session));
            }
            default -> {
                return new Refused("There is no such button.");
            }
        }
        Documents.replace(change, Subscriptions.UPDATED, before, subscription);
        Invoices.collectLatest(change, before, subscription);
        return new Done();
    }

    private static PortalAction address(Change change, JsonNode session, ObjectNode form) {
        boolean withTaxId = mayUpdate(change, session, "tax_id");
        if (!mayUpdate(change, session, "address")) {
            return new Refused("The address can't be changed here.");
        }
        var payer = Payer.of(form);
        var fault = payer.fault(withTaxId);
        if (fault.isEmpty()) {
            payer.moveIn(change, text(session, "customer"), false, withTaxId);
        }
        return fault.<PortalAction>map(Refused::new).orElseGet(Done::new);
    }

    /** Whether the session's configuration lets the customer change that of itself. */
    static boolean mayUpdate(Change change, JsonNode session, String field) {
        var update = features(change, session).path("customer_update");
        return flag(update, "enabled") && Documents.contains(update.path("allowed_updates"), TextNode.valueOf(field));
    }

    private static PortalAction pay(Change change, JsonNode session, String id) {
        return Invoices.open(change, text(session, "customer"))
                .filter(invoice -> is(invoice, "id", id))
                .findFirst()
                .map(invoice -> Invoices.payOnRequest(change, invoice)
                        .<PortalAction>map(decline -> new Refused(decline.message()))
                        .orElseGet(Done::new))
                .orElseGet(() -> new Refused("This invoice is not open."));
    }

    /** The new card takes the place of those before it; what is open waits for the next attempt, or for its own button. */
    private static PortalAction card(Change change, JsonNode session, CardForm.Typed typed) {
        var card = typed.card();
        var faults = card.faults(change.now());
        if (!faults.isEmpty()) {
            return new CardRefused("", faults);
        }
        if (card.decline().isPresent()) {
            return new CardRefused(card.decline().get().message() + " Use another card.", Map.of());
        }
        var customer = text(session, "customer");
        var earlier = PaymentMethods.ofCustomer(change, customer)
                .map(method -> text(method, "id"))
                .toList();
        var name =
                JsonNodeFactory.instance.objectNode().put("name", typed.name().isBlank() ? null : typed.name());
        var added = PaymentMethods.add(change, card, name).path("id").asText();
        PaymentMethods.attach(change, added, customer);
        Customers.payWith(change, customer, added);
        Subscriptions.ofCustomer(change, session.path("customer")).toList().forEach(subscription -> {
            Documents.edit(
                    change, Subscriptions.UPDATED, subscription, after -> after.put("default_payment_method", added));
        });
        earlier.forEach(method -> PaymentMethods.detach(change, method));
        return new Done();
    }

    /** The other prices that the session's configuration lets a plan change to. */
    static List<ObjectNode> offers(Change change, JsonNode session, JsonNode present) {
        var offers = new ArrayList<ObjectNode>();
        var update = features(change, session).path("subscription_update");
        if (!flag(update, "enabled")) {
            return offers;
        }
        for (var product : update.path("products")) {
            for (var price : product.path("prices")) {
                change.find(Prices.TYPE, price.asText())
                        .filter(offer ->
                                flag(offer, "active") && !offer.path("id").equals(present.path("id")))
                        .ifPresent(offers::add);
            }
        }
        return offers;
    }

    /** Whether the session's configuration ends plans at once, not with their period. */
    static boolean cancelsAtOnce(Change change, JsonNode session) {
        return is(features(change, session).path("subscription_cancel"), "mode", "immediately");
    }

    private static String proration(Change change, JsonNode session) {
        return text(features(change, session).path("subscription_update"), "proration_behavior");
    }

    /** Whether the portal shows a subscription: one of a licensed price; a metered one goes on by itself. */
    static boolean isSold(Change change, JsonNode session, JsonNode subscription) {
        return features(change, session)
                        .path("subscription_cancel")
                        .path("enabled")
                        .asBoolean()
                && is(Subscriptions.item(subscription).path("price").path("recurring"), "usage_type", "licensed");
    }

    private static JsonNode features(Change change, JsonNode session) {
        return change.find(PortalConfigurations.TYPE, text(session, "configuration"))
                .orElseThrow()
                .path("features");
    }
}

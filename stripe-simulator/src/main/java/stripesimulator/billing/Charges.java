package stripesimulator.billing;

import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Kinds;
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.api.Refusal;
import stripesimulator.api.Route;
import stripesimulator.api.Route.Call;
import stripesimulator.api.Shape;
import stripesimulator.customer.Decline;

/** {@code /v1/charges}: what the bank said to each payment of an invoice, good or bad. */
public final class Charges {

    static final String TYPE = Kinds.CHARGE;

    private Charges() {}

    public static List<Route> routes() {
        var filters = Map.<String, Shape>of("created", new Shape.Moments(), "customer", TEXT);
        return List.of(
                new Route("GET", "/v1/charges", Parameters.list(filters), Charges::list),
                new Route("GET", "/v1/charges/{}", Parameters.none(), call -> living(call.change(), call.id())));
    }

    private static ObjectNode living(Change change, String id) {
        return change.find(TYPE, id).orElseThrow(() -> Refusal.notFound(TYPE, id));
    }

    private static ObjectNode list(Call call) {
        return Listing.of(call, TYPE, Listing.created(call).and(Listing.equal(call, "customer")));
    }

    /** The newest one that a customer paid and has not disputed. */
    public static Optional<ObjectNode> undisputed(Change change, String customer) {
        return change.newest(TYPE, customer)
                .filter(charge -> charge.path("paid").asBoolean()
                        && !charge.path("disputed").asBoolean())
                .map(ObjectNode::deepCopy)
                .findFirst();
    }

    static void make(Change change, JsonNode invoice, JsonNode card, Optional<Decline> decline) {
        boolean paid = decline.isEmpty();
        long amount = invoice.path("amount_due").asLong();
        var charge = Documents.start(change, change.nextId("ch_"), TYPE);
        for (var empty : List.of(
                "application",
                "application_fee",
                "application_fee_amount",
                "balance_transaction",
                "failure_balance_transaction",
                "on_behalf_of",
                "payment_intent",
                "receipt_email",
                "receipt_number",
                "receipt_url",
                "review",
                "shipping",
                "source",
                "source_transfer",
                "statement_descriptor",
                "statement_descriptor_suffix",
                "transfer_data",
                "transfer_group")) {
            charge.putNull(empty);
        }
        charge.put("amount", amount).put("amount_captured", paid ? amount : 0).put("amount_refunded", 0);
        charge.set("billing_details", card.path("billing_details"));
        charge.put("calculated_statement_descriptor", change.account().statementDescriptor())
                .put("captured", paid);
        charge.set("currency", invoice.path("currency"));
        charge.set("customer", invoice.path("customer"));
        charge.put("description", "Payment for Invoice").put("disputed", false);
        charge.put("failure_code", decline.map(Decline::code).orElse(null));
        charge.put("failure_message", decline.map(Decline::message).orElse(null));
        charge.putObject("fraud_details");
        charge.putObject("metadata");
        charge.set("outcome", outcome(decline));
        charge.put("paid", paid);
        charge.set("payment_method", card.path("id"));
        charge.putObject("payment_method_details").put("type", "card").set("card", card.path("card"));
        charge.put("refunded", false).put("status", paid ? "succeeded" : "failed");
        change.put(paid ? "charge.succeeded" : "charge.failed", charge);
    }

    private static ObjectNode outcome(Optional<Decline> decline) {
        var outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("network_status", decline.isEmpty() ? "approved_by_network" : "declined_by_network");
        outcome.put("reason", decline.map(Decline::declineCode).orElse(null)).put("risk_level", "normal");
        outcome.put("seller_message", decline.map(Decline::message).orElse("Payment complete."));
        return outcome.put("type", decline.isEmpty() ? "authorized" : "issuer_declined");
    }
}

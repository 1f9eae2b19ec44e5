package stripesimulator.session;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.FLAG;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.api.ApiError;
import stripesimulator.api.Shape;
import stripesimulator.billing.Subscriptions;
import stripesimulator.customer.Customers;

/** What a checkout session asks for because of tax, and what it then comes to. */
final class SessionTax {

    private static final Shape WRITE_BACK = new Shape.OneOf(List.of("auto", "never"));
    static final Map<String, Shape> PARAMETERS = Map.of(
            "automatic_tax", Subscriptions.TAX,
            "billing_address_collection", new Shape.OneOf(List.of("auto", "required")),
            "customer_update",
                    new Shape.Group(Map.of("address", WRITE_BACK, "name", WRITE_BACK, "shipping", WRITE_BACK)),
            "tax_id_collection",
                    new Shape.Group(
                            Map.of("enabled", FLAG, "required", new Shape.OneOf(List.of("if_supported", "never")))));

    private SessionTax() {}

    static void check(Change change, ObjectNode params) {
        boolean taxed = flag(params.path("automatic_tax"), "enabled");
        boolean withTaxId = flag(params.path("tax_id_collection"), "enabled");
        if (is(params, "mode", "setup")) {
            if (taxed) {
                throw ApiError.invalid(
                        "automatic_tax[enabled]", "You cannot set `automatic_tax[enabled]=true` in `setup` mode.");
            }
            if (withTaxId) {
                throw ApiError.invalid("tax_id_collection", "Tax ID collection is not supported in `setup` mode.");
            }
            return;
        }
        var update = params.path("customer_update");
        var known = change.find(Customers.TYPE, text(params, "customer"));
        boolean hasAddress = known.filter(
                        customer -> customer.path("address").path("country").isTextual())
                .isPresent();
        if (taxed && !hasAddress && !is(update, "address", "auto")) {
            throw ApiError.state(
                    "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid"
                            + " address to the Customer or set either `customer_update[address]` to 'auto' or"
                            + " `customer_update[shipping]` to 'auto' to save the address entered in Checkout to the Customer.");
        }
        if (withTaxId && known.isPresent() && !is(update, "name", "auto")) {
            throw ApiError.state("Tax ID collection requires updating business name on the customer. To enable tax ID"
                    + " collection for an existing customer, please set `customer_update[name]` to `auto`.");
        }
    }

    /** Before anybody has typed an address. */
    static void begin(ObjectNode session) {
        if (isOn(session)) {
            session.withObject("/automatic_tax")
                    .put("status", "requires_location_inputs")
                    .put("provider", "stripe");
        }
    }

    static boolean isOn(JsonNode session) {
        return flag(session.path("automatic_tax"), "enabled");
    }

    /** The payer's address is the customer's, where the session may write it back; so are name and tax id. */
    static void take(Change change, ObjectNode session, Payer payer) {
        var update = session.path("_customer_update");
        if (Payer.givesAddress(session) && session.path("customer_details") instanceof ObjectNode details) {
            details.set("address", payer.shownAddress());
        }
        if (Payer.givesAddress(session) && is(update, "address", "auto")) {
            payer.moveIn(change, text(session, "customer"), is(update, "name", "auto"), Payer.givesTaxId(session));
        }
    }

    /** What was paid, by the first invoice. */
    static void complete(ObjectNode session, JsonNode invoice) {
        if (!isOn(session)) {
            return;
        }
        session.withObject("/automatic_tax").put("status", "complete");
        long total = number(invoice, "total");
        session.put("amount_total", total);
        session.putObject("total_details")
                .put("amount_discount", 0)
                .put("amount_shipping", 0)
                .put("amount_tax", total - number(invoice, "total_excluding_tax"));
    }
}

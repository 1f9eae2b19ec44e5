package stripesimulator.session;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.customer.Customers;
import stripesimulator.tax.TaxIds;

/**
 * Who pays, as typed on a hosted page: an address and maybe a tax id, beside the name on the card. What a page asks for and nobody
 * types is a house in Berlin.
 */
public record Payer(String name, ObjectNode address, String taxId) {

    private static final List<String> FIELDS = List.of("line1", "city", "postal_code", "state", "country");

    /** From a form's fields. */
    public static Payer of(JsonNode form) {
        var address = ((ObjectNode) form).objectNode();
        for (var field : FIELDS) {
            var typed = form.path(field);
            address.put(field, typed.isTextual() ? typed.asText().strip() : proposal(form.has("country"), field));
        }
        address.put("line2", "");
        return new Payer(
                form.path("name").asText("").strip(),
                address,
                form.path("tax_id").asText("").strip());
    }

    private static String proposal(boolean another, String field) {
        return another
                ? ""
                : switch (field) {
                    case "line1" -> "Invalidenstr. 116";
                    case "city" -> "Berlin";
                    case "postal_code" -> "10115";
                    case "country" -> "DE";
                    default -> "";
                };
    }

    public static boolean givesAddress(JsonNode session) {
        return is(session, "billing_address_collection", "required");
    }

    public static boolean givesTaxId(JsonNode session) {
        return flag(session.path("tax_id_collection"), "enabled");
    }

    public String field(String name) {
        return name.equals("tax_id") ? taxId : address.path(name).asText();
    }

    /** What is wrong with it, for a page that asks for it; empty for nothing. */
    public Optional<String> fault(boolean asksForTaxId) {
        if (!field("country").matches("[A-Z]{2}")) {
            return Optional.of("Choose a country.");
        }
        return asksForTaxId && !taxId.isEmpty() && !TaxIds.isWellFormed(field("country"), taxId)
                ? Optional.of("This is no tax id.")
                : Optional.empty();
    }

    /** With null where nothing was typed, as Stripe has it. */
    ObjectNode shownAddress() {
        var shown = address.objectNode();
        address.properties()
                .forEach(field -> shown.put(
                        field.getKey(),
                        field.getValue().asText().isEmpty()
                                ? null
                                : field.getValue().asText()));
        return shown;
    }

    /** Becomes what the customer says of itself. */
    public void moveIn(Change change, String customer, boolean withName, boolean withTaxId) {
        Documents.edit(change, Customers.UPDATED, Customers.byPath(change, customer), after -> {
            after.set("address", shownAddress());
            if (withName && !name.isEmpty()) {
                after.put("name", name);
            }
        });
        if (withTaxId && !taxId.isEmpty()) {
            TaxIds.enter(change, customer, field("country"), taxId);
        }
    }
}

package stripesimulator.tax;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stripesimulator.account.Change;
import stripesimulator.api.ApiError;
import stripesimulator.customer.PaymentMethods;

/**
 * Where a customer is: its shipping address, else its own, else that of the card it is charged to. The first that is there
 * counts, even where it is too vague. The United States need a postal code.
 *
 * @param source by Stripe's word
 */
public record TaxLocation(String country, String state, String source) {

    /** What Stripe refuses with. */
    public static final String INVALID = "customer_tax_location_invalid";

    private record Candidate(JsonNode address, String source) {}

    /** The place of a customer; {@code cards} are the ones that stand before its own default, where there are any. */
    public static Optional<TaxLocation> of(Change change, JsonNode customer, List<JsonNode> cards) {
        var own = customer.path("invoice_settings").path("default_payment_method");
        var candidates = Stream.concat(
                Stream.of(
                        new Candidate(customer.path("shipping").path("address"), "shipping_destination"),
                        new Candidate(customer.path("address"), "billing_address")),
                Stream.concat(cards.stream(), Stream.of(own))
                        .flatMap(card -> change.find(PaymentMethods.TYPE, card.asText()).stream())
                        .filter(method -> method.path("customer").equals(customer.path("id")))
                        .map(method ->
                                new Candidate(method.path("billing_details").path("address"), "payment_method")));
        return candidates
                .filter(candidate -> candidate.address() instanceof ObjectNode
                        && !candidate.address().path("country").asText("").isEmpty())
                .findFirst()
                .flatMap(TaxLocation::precise);
    }

    private static Optional<TaxLocation> precise(Candidate found) {
        var country = text(found.address(), "country");
        var state = found.address().path("state").asText("");
        boolean vague = !country.matches("[A-Z]{2}")
                || (country.equals("US")
                        && found.address().path("postal_code").asText("").isEmpty());
        return vague ? Optional.empty() : Optional.of(new TaxLocation(country, state, found.source()));
    }

    /** The refusal of what needs a place. */
    public static ApiError unknown() {
        return ApiError.stateOf(
                INVALID,
                "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.");
    }

    /** What {@code tax} shows of a customer. */
    static ObjectNode shown(ObjectNode customer, Optional<TaxLocation> known) {
        var tax = customer.objectNode();
        tax.put("automatic_tax", known.map(TaxLocation::standing).orElse("unrecognized_location"));
        tax.putNull("ip_address").putNull("location").put("provider", "stripe");
        known.ifPresent(location -> tax.putObject("location")
                .put("country", location.country())
                .put("source", location.source())
                .put("state", location.state().isEmpty() ? null : location.state()));
        return tax;
    }

    private String standing() {
        return TaxRates.of(country).isPresent() ? "supported" : "not_collecting";
    }
}

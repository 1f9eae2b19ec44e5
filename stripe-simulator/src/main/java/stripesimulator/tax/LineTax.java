package stripesimulator.tax;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import stripesimulator.account.Change;

/**
 * What is taken of one customer, in percent, and why.
 *
 * @param reason by Stripe's word
 */
public record LineTax(String country, BigDecimal percent, String reason) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final String NOT_TAXABLE = "txcd_00000000";

    /** A business in another country of the table owes the tax itself. */
    public static LineTax of(Change change, JsonNode customer, TaxLocation location) {
        var rate = TaxRates.of(location.country());
        if (rate.isEmpty()) {
            return new LineTax(location.country(), BigDecimal.ZERO, "not_collecting");
        }
        if (is(customer, "tax_exempt", "exempt")) {
            return new LineTax(location.country(), BigDecimal.ZERO, "customer_exempt");
        }
        boolean reversed = is(customer, "tax_exempt", "reverse")
                || (!location.country().equals(TaxRates.SELLER) && TaxIds.isBusiness(change, text(customer, "id")));
        return reversed
                ? new LineTax(location.country(), BigDecimal.ZERO, "reverse_charge")
                : new LineTax(location.country(), rate.get(), "standard_rated");
    }

    /** The same for a product: one with Stripe's code for what is not taxable has none. */
    public LineTax on(JsonNode product) {
        return is(product, "tax_code", NOT_TAXABLE) ? new LineTax(country, BigDecimal.ZERO, "product_exempt") : this;
    }

    /** The tax of an amount, beside it or within it, to the nearest cent. */
    public long of(long cents, boolean inclusive) {
        var amount = BigDecimal.valueOf(cents);
        var tax = inclusive
                ? amount.subtract(amount.multiply(HUNDRED).divide(HUNDRED.add(percent), 0, RoundingMode.HALF_UP))
                : amount.multiply(percent).divide(HUNDRED, 0, RoundingMode.HALF_UP);
        return tax.longValueExact();
    }

    /** As it stands on a line. */
    public ObjectNode json(long cents, boolean inclusive) {
        long tax = of(cents, inclusive);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("amount", tax).put("tax_behavior", inclusive ? "inclusive" : "exclusive");
        json.putObject("tax_rate_details")
                .put(
                        "tax_rate",
                        "txr_" + country.toLowerCase(Locale.ROOT) + "_"
                                + percent.toPlainString().replace('.', '_'));
        json.put("taxability_reason", reason);
        json.put("taxable_amount", percent.signum() == 0 ? 0 : inclusive ? cents - tax : cents);
        return json.put("type", "tax_rate_details");
    }
}

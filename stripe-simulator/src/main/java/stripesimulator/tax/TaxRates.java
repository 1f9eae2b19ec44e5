package stripesimulator.tax;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * The seller's registrations: it sits in Germany and is registered in all of the European Union, each country at its standard rate
 * of 2026. Elsewhere it collects nothing.
 */
final class TaxRates {

    static final String SELLER = "DE";

    private static final Map<String, String> PERCENT_BY_COUNTRY = Map.ofEntries(
            Map.entry("AT", "20"),
            Map.entry("BE", "21"),
            Map.entry("BG", "20"),
            Map.entry("CY", "19"),
            Map.entry("CZ", "21"),
            Map.entry("DE", "19"),
            Map.entry("DK", "25"),
            Map.entry("EE", "24"),
            Map.entry("ES", "21"),
            Map.entry("FI", "25.5"),
            Map.entry("FR", "20"),
            Map.entry("GR", "24"),
            Map.entry("HR", "25"),
            Map.entry("HU", "27"),
            Map.entry("IE", "23"),
            Map.entry("IT", "22"),
            Map.entry("LT", "21"),
            Map.entry("LU", "17"),
            Map.entry("LV", "21"),
            Map.entry("MT", "18"),
            Map.entry("NL", "21"),
            Map.entry("PL", "23"),
            Map.entry("PT", "23"),
            Map.entry("RO", "21"),
            Map.entry("SE", "25"),
            Map.entry("SI", "22"),
            Map.entry("SK", "23"));

    private TaxRates() {}

    /** In percent; empty where the seller is not registered. */
    static Optional<BigDecimal> of(String country) {
        return Optional.ofNullable(PERCENT_BY_COUNTRY.get(country)).map(BigDecimal::new);
    }
}

package stripesimulator.page;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stripesimulator.session.Payer;

/** The fields in which a person types address and tax id. */
final class PayerForm {

    private static final Map<String, String> WORDS = Map.of(
            "line1", "Street",
            "city", "City",
            "postal_code", "Postal code",
            "state", "State",
            "country", "Country, two letters",
            "tax_id", "Tax id of a business");

    private PayerForm() {}

    /** In HTML; nothing where neither is asked for. */
    static String of(Payer payer, boolean address, boolean taxId) {
        return Stream.concat(
                        address ? Stream.of("line1", "city", "postal_code", "state", "country") : Stream.of(),
                        taxId ? Stream.of("tax_id") : Stream.of())
                .map(name -> input(name, payer.field(name)))
                .collect(Collectors.joining());
    }

    private static String input(String name, String value) {
        return "<label for=\"" + name + "\">" + Html.text(WORDS.getOrDefault(name, name)) + "</label>\n<input id=\""
                + name + "\" name=\"" + name + "\" value=\"" + Html.text(value) + "\">\n";
    }
}

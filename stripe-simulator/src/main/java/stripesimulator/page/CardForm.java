package stripesimulator.page;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import stripesimulator.customer.Card;

/**
 * The form in which a person types a card.
 *
 * @param typed what stands in it
 * @param alert what went wrong as a whole; empty for nothing
 * @param faults what is wrong with single fields
 */
record CardForm(Typed typed, String alert, Map<Card.Field, Card.Fault> faults) {

    private static final Html FORM = Html.load("form.html");
    private static final int YEARS_AHEAD = 8;

    /** What a person typed; each may be empty. */
    record Typed(String number, String expiry, String cvc, String name) {

        static Typed of(ObjectNode form) {
            return new Typed(text(form, "number"), text(form, "expiry"), text(form, "cvc"), text(form, "name"));
        }

        Card card() {
            return new Card(number, expiry, cvc);
        }
    }

    /** Where it is sent and how it is labeled; {@code hidden} and {@code cancel} are HTML. */
    record Labels(String heading, String action, String hidden, String button, String cancel) {}

    /** A card that is good at any time the clock may show. */
    static CardForm withGoodCard(Instant now) {
        int year = (now.atOffset(ZoneOffset.UTC).getYear() + YEARS_AHEAD) % 100;
        return new CardForm(new Typed("4242 4242 4242 4242", "12 / %02d".formatted(year), "123", ""), "", Map.of());
    }

    String html(Labels labels) {
        var holes = new HashMap<String, String>();
        holes.put("heading", Html.text(labels.heading()));
        holes.put("action", Html.text(labels.action()));
        holes.put("hidden", labels.hidden());
        holes.put("button", Html.text(labels.button()));
        holes.put("cancel", labels.cancel());
        holes.put("alert", Frame.alert(alert));
        holes.put("number", Html.text(typed.number()));
        holes.put("expiry", Html.text(typed.expiry()));
        holes.put("cvc", Html.text(typed.cvc()));
        holes.put("name", Html.text(typed.name()));
        for (var field : Card.Field.values()) {
            var fault = Optional.ofNullable(faults.get(field)).map(Card.Fault::message);
            holes.put(field.input() + ".invalid", fault.isPresent() ? " aria-invalid=\"true\"" : "");
            holes.put(
                    field.input() + ".fault",
                    fault.map(text -> "<p class=\"fault\" role=\"alert\">" + Html.text(text) + "</p>")
                            .orElse(""));
        }
        return FORM.fill(holes);
    }
}

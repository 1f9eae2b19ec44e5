package omni.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The border check of an object: all faults at once, none thrown. */
class FieldsTest {

    private static Fields fields(String json) {
        try {
            return Fields.of(Json.readObject(json.getBytes(StandardCharsets.UTF_8)));
        } catch (Json.MalformedJson e) {
            throw new AssertionError(json, e);
        }
    }

    private static List<String> told(Fields fields) {
        return fields.faults().stream()
                .map(fault -> fault.path() + ": " + fault.message())
                .toList();
    }

    @Test
    void anAbsentFieldAndANullReadAlikeAndAreNoFault() {
        for (var json : List.of("{}", "{\"a\":null}")) {
            var fields = fields(json);
            assertThat(fields.text("a", 1, 5)).isNull();
            assertThat(fields.integer("a", 0, 5)).isNull();
            assertThat(fields.decimal("a", BigDecimal.ZERO, BigDecimal.ONE)).isNull();
            assertThat(fields.truth("a")).isNull();
            assertThat(fields.texts("a", 3)).isNull();
            assertThat(fields.faults()).isEmpty();
        }
        assertThat(fields("{}").has("a")).isFalse();
        assertThat(fields("{}").isNull("a")).isFalse();
        assertThat(fields("{\"a\":null}").isNull("a")).isTrue();
    }

    @Test
    void aRequiredFieldThatIsAbsentOrNullIsOneFault() {
        for (var json : List.of("{}", "{\"a\":null}")) {
            var fields = fields(json);
            fields.requiredText("a", 1, 5);
            fields.requiredInteger("a", 0, 5);
            fields.requiredDecimal("a", BigDecimal.ZERO, BigDecimal.ONE);
            fields.requiredTruth("a");
            fields.requiredTexts("a", 3);
            fields.requiredObjects("a");
            assertThat(told(fields)).hasSize(6).allMatch("a: is required"::equals);
        }
    }

    @Test
    void allFaultsAreToldAtOnceEachOnceAndWithItsPath() {
        var fields = fields("""
                {"text":"","number":1.5,"money":"1","truth":"yes","list":["a","a"],"items":[{"n":9},7],"left":1}""");
        fields.requiredText("text", 1, 3);
        fields.requiredInteger("number", 0, 9);
        fields.requiredDecimal("money", BigDecimal.ZERO, BigDecimal.ONE);
        fields.requiredTruth("truth");
        fields.requiredTexts("list", 5);
        for (var item : fields.requiredObjects("items")) {
            item.requiredInteger("n", 0, 5);
            item.refuseUnknown();
        }
        fields.refuseUnknown();
        assertThat(told(fields))
                .containsExactly(
                        "text: must have 1 to 3 characters",
                        "number: must be a whole number from 0 to 9",
                        "money: must be a number from 0 to 1",
                        "truth: must be true or false",
                        "list: must be a list of at most 5 different strings, without control characters, unpaired surrogates or characters that override the direction of text",
                        "items[1]: must be an object",
                        "items[0].n: must be a whole number from 0 to 5",
                        "left: is not a known field");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"a":3}      | true
            {"a":3.0}    | true
            {"a":3e0}    | true
            {"a":0}      | true
            {"a":5}      | true
            {"a":-1}     | false
            {"a":6}      | false
            {"a":3.5}    | false
            {"a":"3"}    | false
            {"a":true}   | false
            {"a":[3]}    | false
            {"a":1e30}   | false
            """)
    void aWholeNumberIsOneHoweverItIsWritten(String json, boolean good) {
        var fields = fields(json);
        assertThat(fields.integer("a", 0, 5) != null).isEqualTo(good);
        assertThat(fields.faults().isEmpty()).isEqualTo(good);
    }

    @Test
    void aTextIsMeasuredInCharactersNotInCodeUnits() {
        assertThat(fields("{\"a\":\"😀😀\"}").text("a", 2, 2)).isEqualTo("😀😀");
    }

    @Test
    void aListIsOneOfStringsAlone() {
        for (var json : List.of("{\"a\":\"x\"}", "{\"a\":[1]}", "{\"a\":[null]}", "{\"a\":[\"1\",\"2\",\"3\"]}")) {
            var fields = fields(json);
            assertThat(fields.texts("a", 2)).isNull();
            assertThat(told(fields))
                    .containsExactly(
                            "a: must be a list of at most 2 different strings, without control characters, unpaired surrogates or characters that override the direction of text");
        }
        assertThat(fields("{\"a\":[]}").texts("a", 2)).isEmpty();
    }

    /** By code point; each in the middle of a text, at its ends and alone. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "NUL, 0000, false",
        "backspace, 0008, false",
        "tab, 0009, false",
        "line feed, 000a, false",
        "carriage return, 000d, false",
        "escape, 001b, false",
        "delete, 007f, false",
        "next line, 0085, false",
        "control sequence introducer, 009b, false",
        "line separator, 2028, false",
        "paragraph separator, 2029, false",
        "left-to-right embedding, 202a, false",
        "pop, 202c, false",
        "right-to-left override, 202e, false",
        "left-to-right isolate, 2066, false",
        "first strong isolate, 2068, false",
        "pop isolate, 2069, false",
        "first half of a pair, d83d, false",
        "second half of a pair, dc00, false",
        "space, 0020, true",
        "no-break space, 00a0, true",
        "soft hyphen, 00ad, true",
        "zero width joiner, 200d, true",
        "left-to-right mark, 200e, true",
        "right-to-left mark, 200f, true",
        "arabic letter mark, 061c, true",
        "a hebrew letter, 05d0, true",
        "replacement, fffd, true",
        "a face, 1f600, true"
    })
    void aTextHoldsNothingThatBreaksOrTurnsItsLine(String what, String hex, boolean good) {
        var letter = Character.toString(Integer.parseInt(hex, 16));
        for (var text : List.of("a" + letter + "b", letter + "b", "a" + letter, letter)) {
            var fields = Fields.of(java.util.Map.of("a", text, "t", "x" + text + "x", "l", List.of(text)));
            fields.text("a", 0, 9);
            fields.requiredText("a", 0, 9);
            fields.trimmedText("t", 0, 9);
            fields.texts("l", 2);
            assertThat(fields.faults().isEmpty()).as(what).isEqualTo(good);
            assertThat(fields.faults()).hasSize(good ? 0 : 4);
            assertThat(PlainText.is(PlainText.clean(text))).isTrue();
        }
    }

    @Test
    void aNameThatNobodyCanBeAskedToMendIsCleaned() {
        assertThat(PlainText.clean(" \u202eA\u0000d\ud83da \u001b[31mL\r\n")).isEqualTo("Ada [31mL");
        assertThat(PlainText.clean("A\ud83d\ude00")).isEqualTo("A\ud83d\ude00");
        assertThat(PlainText.clean("\u202e\u0000")).isEmpty();
    }
}

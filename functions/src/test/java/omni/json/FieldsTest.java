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
                        "list: must be a list of at most 5 different strings",
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
            assertThat(told(fields)).containsExactly("a: must be a list of at most 2 different strings");
        }
        assertThat(fields("{\"a\":[]}").texts("a", 2)).isEmpty();
    }
}

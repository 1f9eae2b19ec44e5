package omni.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in and out at the borders. */
class JsonTest {

    private static @Nullable Object read(String json) throws Json.MalformedJson {
        return Json.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aValueReadsAsAPlainTree() throws Json.MalformedJson {
        assertThat(read("null")).isNull();
        assertThat(read(" true ")).isEqualTo(true);
        assertThat(read("\"\\u00e9\\n\"")).isEqualTo("é\n");
        assertThat(read("[1,null,[]]")).isEqualTo(Arrays.asList(1L, null, List.of()));
        var object = Json.asObject(read("{\"z\":null,\"a\":{\"b\":false}}"));
        assertThat(object.keySet()).containsExactly("z", "a");
        assertThat(object).containsEntry("z", null).containsEntry("a", Map.of("b", false));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0,Long",
        "-1,Long",
        "9223372036854775807,Long",
        "9223372036854775808,BigDecimal",
        "1.0,BigDecimal",
        "1e3,BigDecimal",
        "0.1,BigDecimal"
    })
    void aNumberReadsExactly(String text, String type) throws Json.MalformedJson {
        var number = Objects.requireNonNull(read(text));
        assertThat(number.getClass().getSimpleName()).isEqualTo(type);
        assertThat(new BigDecimal(number.toString())).isEqualByComparingTo(new BigDecimal(text));
    }

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource({
        "1.50, 1.50",
        "1e3, 1000",
        "1e39, 1000000000000000000000000000000000000000",
        "1e40, 1E40",
        "-8393629366535340E24, -8393629366535340E24",
        "1e-38, 0.00000000000000000000000000000000000001",
        "1.5e-39, 15E-40",
        "0e999, 0"
    })
    void aNumberIsWrittenPlainlyUnlessItWereTooLongToBeReadAgain(String text, String written)
            throws Json.MalformedJson {
        assertThat(Json.text(read(text))).isEqualTo(written);
        assertThat(Json.text(read(written))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":1}", "{\"a\":{\"b\":1,\"b\":2}}", "1 2", "{} x",
                "01", "NaN", "+1", "'a'", "{a:1}", "// c\n1", "\"\u0001\"", "truee", "nul"
            })
    void whatIsNotExactlyOneValueIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Json.MalformedJson.class);
    }

    /** Each is one value to a reader that guesses encodings or is lenient about UTF-8. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a byte of no character,            22 ff 22",
        "a slash in two bytes,              22 c0 af 22",
        "a quote in two bytes,              7b c0 a2 61 22 3a 31 7d",
        "NUL in two bytes,                  22 c0 80 22",
        "a slash in three bytes,            22 e0 80 af 22",
        "a slash in four bytes,             22 f0 80 80 af 22",
        "half a pair,                       22 ed a0 bd 22",
        "a pair of halves,                  22 ed a0 bd ed b8 80 22",
        "beyond Unicode,                    22 f4 90 80 80 22",
        "five bytes,                        22 f8 88 80 80 80 22",
        "a character cut off,               22 e2 82 22",
        "a byte of the middle alone,        22 80 22",
        "a byte order mark,                 ef bb bf 7b 7d",
        "UTF-16 big end first,              00 7b 00 7d",
        "UTF-16 little end first,           7b 00 7d 00",
        "UTF-16 with a mark,                fe ff 00 7b 00 7d",
        "UTF-16 with the other mark,        ff fe 7b 00 7d 00",
        "UTF-32 big end first,              00 00 00 7b 00 00 00 7d",
        "UTF-32 little end first,           7b 00 00 00 7d 00 00 00",
        "UTF-32 with a mark,                00 00 fe ff 00 00 00 7b 00 00 00 7d"
    })
    void bytesThatAreNotStrictlyUtf8AreRefused(String what, String hex) {
        var bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertThatThrownBy(() -> Json.read(bytes)).as(what).isInstanceOf(Json.MalformedJson.class);
        assertThatThrownBy(() -> Json.check(bytes)).as(what).isInstanceOf(Json.MalformedJson.class);
    }

    @Test
    void sixtyFourLevelsAreReadAndOneMoreIsRefused() throws Json.MalformedJson {
        assertThat(read("[".repeat(64) + "]".repeat(64))).isInstanceOf(List.class);
        assertThatThrownBy(() -> read("[".repeat(65) + "]".repeat(65))).isInstanceOf(Json.MalformedJson.class);
    }

    /** The last of those that are read, and the first of those that are not, on each side. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "1234567890123456789012345678901234567890,      read",
        "12345678901234567890123456789012345678901,     refused",
        "-123456789012345678901234567890123456789,      read",
        "-1234567890123456789012345678901234567890,     refused",
        "0.12345678901234567890123456789012345678,      read",
        "0.123456789012345678901234567890123456789,     refused",
        "1.7976931348623157e308,                        read",
        "1.7976931348623159e308,                        refused",
        "1e309,                                         refused",
        "-1e309,                                        refused",
        "1e9999999999,                                  refused",
        "1E+99999999999999999999999999999999999,        refused",
        "4.9e-324,                                      read",
        "1e-324,                                        refused",
        "1e-2147483647,                                 refused",
        "1e-2147483650,                                 refused",
        "1e2147483648,                                  refused",
        "0e9999999999,                                  read",
        "0.0e-2147483650,                               read",
        "-0.0,                                          read",
        "1e0000000000000000000000000000000000308,       read"
    })
    void aNumberIsAFiniteDoubleOfAtMostFortyCharacters(String number, String verdict) throws Json.MalformedJson {
        for (var json : List.of(number, "[" + number + "]", "{\"x\":" + number + "}", "{\"x\":[[" + number + "]]}")) {
            if (verdict.equals("read")) {
                var again = Json.write(read(json));
                assertThat(again.length).as(json).isLessThan(400);
                assertThat(new BigDecimal(text(read(number)))).isEqualByComparingTo(zeroOr(number));
            } else {
                assertThatThrownBy(() -> read(json)).as(json).isInstanceOf(Json.MalformedJson.class);
            }
        }
    }

    private static String text(@Nullable Object value) {
        return Json.text(value);
    }

    private static BigDecimal zeroOr(String number) {
        return Double.parseDouble(number) == 0 ? BigDecimal.ZERO : new BigDecimal(number);
    }

    /** What is somebody else's to read has to be JSON, and is not ours to measure. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"x":1e9999999999}                                         | true
            {"x":1e-2147483650}                                        | true
            [12345678901234567890123456789012345678901234567890123456789012345678901234567890] | true
            "x"                                                        | true
            {"a":1,"a":2}                                              | false
            {} {}                                                      | false
            1 2                                                        | false
            {"a":tru}                                                  | false
            ["\\q"]                                                    | false
            [1                                                         | false
            """)
    void aBodyForOthersIsCheckedAndNotRead(String json, boolean good) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        if (good) {
            assertThatCode(() -> Json.check(bytes)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> Json.check(bytes)).isInstanceOf(Json.MalformedJson.class);
        }
    }

    @Test
    void halfAPairIsReadAndNeverWritten() throws Json.MalformedJson {
        var half = read("{\"\\ud800\":\"a\\udc00b\\ud83d\"}");
        assertThat(Json.text(half)).isEqualTo("{\"\ufffd\":\"a\ufffdb\ufffd\"}");
    }

    @Test
    void onlyAnObjectIsReadAsOne() {
        for (var json : List.of("null", "[]", "1", "\"{}\"")) {
            assertThatThrownBy(() -> Json.readObject(json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Json.MalformedJson.class);
        }
    }

    record Inner(@Nullable String name, Optional<String> note) {}

    record Outer(
            String object,
            @Named("public") boolean isPublic,
            @Flattened Inner inner,
            List<Inner> list) {}

    @Test
    void aRecordIsWrittenByItsComponents() {
        var outer = new Outer(
                "outer", true, new Inner(null, Optional.empty()), List.of(new Inner("é\"", Optional.of("n"))));
        assertThat(Json.text(outer))
                .isEqualTo("{\"object\":\"outer\",\"public\":true,\"name\":null,"
                        + "\"list\":[{\"name\":\"é\\\"\",\"note\":\"n\"}]}");
    }

    @Test
    void valuesAreWrittenInTheirContractsForm() {
        assertThat(Json.text(Arrays.asList(
                        1,
                        2L,
                        new BigDecimal("0.0000010"),
                        new BigDecimal("1E+3"),
                        BigInteger.TEN,
                        true,
                        null,
                        Instant.parse("2026-05-01T00:00:00.123456Z"),
                        Optional.of("x"),
                        Optional.empty(),
                        URI.create("https://example.com"),
                        Map.of("k", Optional.empty()))))
                .isEqualTo("[1,2,0.0000010,1000,10,true,null,\"2026-05-01T00:00:00.123Z\",\"x\",null,"
                        + "\"https://example.com\",{}]");
    }

    @Test
    void whatIsWrittenReadsBackTheSame() throws Json.MalformedJson {
        var tree = Json.asObject(read("{\"a\":[1,2.5,null,{\"b\":\"\\u2028\\ud83d\\ude00\"}],\"c\":false}"));
        assertThat(Json.read(Json.write(tree))).isEqualTo(tree);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "none", textBlock = """
            2026-05-01T00:00:00.000Z,      2026-05-01T00:00:00.000Z
            2026-05-01T02:00:00+02:00,     2026-05-01T00:00:00.000Z
            2026-05-01T00:00:00.999999Z,   2026-05-01T00:00:00.999Z
            2026-05-01,                    none
            2026-05-01T00:00:00,           none
            yesterday,                     none
            """)
    void anInstantHasMillisecondsAndNeedsAnOffset(String text, @Nullable String written) {
        assertThat(Timestamps.parse(text).map(Timestamps::text).orElse(null)).isEqualTo(written);
    }
}

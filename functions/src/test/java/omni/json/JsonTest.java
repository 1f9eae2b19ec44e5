package omni.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":1}", "{\"a\":{\"b\":1,\"b\":2}}", "1 2", "{} x",
                "01", "NaN", "+1", "'a'", "{a:1}", "// c\n1", "\"\u0001\"", "truee", "nul"
            })
    void whatIsNotExactlyOneValueIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Json.MalformedJson.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> Json.read(new byte[] {'"', (byte) 0xff, '"'})).isInstanceOf(Json.MalformedJson.class);
    }

    @Test
    void sixtyFourLevelsAreReadAndOneMoreIsRefused() throws Json.MalformedJson {
        assertThat(read("[".repeat(64) + "]".repeat(64))).isInstanceOf(List.class);
        assertThatThrownBy(() -> read("[".repeat(65) + "]".repeat(65))).isInstanceOf(Json.MalformedJson.class);
    }

    @Test
    void aNumberOfMoreThanSixtyFourDigitsIsRefused() throws Json.MalformedJson {
        assertThat(read("1".repeat(64))).isInstanceOf(BigDecimal.class);
        assertThatThrownBy(() -> read("1".repeat(65))).isInstanceOf(Json.MalformedJson.class);
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

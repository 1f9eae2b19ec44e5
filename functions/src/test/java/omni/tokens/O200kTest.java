package omni.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The counts are the reference tokenizer's. The file holds 200 answers of the product and 100 texts made of what tokenizers
 * trip over (seed 7), each with the count that tiktoken 0.14.0 gave it with the vocabulary that it pins by hash.
 */
class O200kTest {

    private static final String FILE = "/tokens/reference-counts.jsonl.gz";

    private static List<Map<String, @Nullable Object>> reference() throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(O200kTest.class.getResourceAsStream(FILE))),
                StandardCharsets.UTF_8))) {
            return lines.lines().map(O200kTest::object).toList();
        }
    }

    private static Map<String, @Nullable Object> object(String line) {
        try {
            return Json.readObject(line.getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedJson e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void everyCountIsTheReferencesOwn() throws IOException {
        var vocabulary = new O200k();
        var reference = reference();
        assertThat(reference.stream().filter(row -> Boolean.TRUE.equals(row.get("answer"))))
                .hasSize(200);
        assertThat(reference)
                .allSatisfy(row -> assertThat(Integer.toString(vocabulary.count(String.valueOf(row.get("text")))))
                        .as(String.valueOf(row.get("text")))
                        .isEqualTo(String.valueOf(row.get("tokens"))));
    }

    /** As long as a body is counted exactly at all, and made of what the splitting could not split. */
    @Test
    void theLongestBodiesAreCounted() {
        var vocabulary = new O200k();
        assertThat(vocabulary.count("a".repeat(524_288))).isEqualTo(65_536);
        assertThat(vocabulary.count("\"".repeat(524_288))).isEqualTo(131_072);
    }
}

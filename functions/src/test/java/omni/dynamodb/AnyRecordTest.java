package omni.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import omni.fuzz.Mutated;
import omni.fuzz.Seed;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record of any shape is read or is the one that the batch stops at, to be parked: none is passed over, and none breaks the batch. */
class AnyRecordTest {

    private static final int CASES = 5_000;

    private static Map<String, @Nullable Object> event() throws IOException, Json.MalformedJson {
        return Json.readObject(Files.readAllBytes(Path.of("../events/record-usage.json")));
    }

    private static List<@Nullable Object> records() throws IOException, Json.MalformedJson {
        return event().get("Records") instanceof List<?> list ? new ArrayList<@Nullable Object>(list) : List.of();
    }

    private static StreamImages.Batch read(List<@Nullable Object> records) {
        return new StreamImages().read(Json.write(Map.of("Records", records)));
    }

    @Test
    void aRecordOfAnyShapeIsReadOrNamedAndThoseBeforeItAreRead() throws Exception {
        var seed = Seed.of("AnyRecordTest");
        var random = new Random(seed);
        var known = records();
        for (var turn = 0; turn < CASES; turn++) {
            var at = random.nextInt(known.size());
            var json = Mutated.json(random, known.get(at), 1 + random.nextInt(3));
            var told = "seed " + seed + ", turn " + turn + ": " + json;
            var records = new ArrayList<@Nullable Object>(known);
            try {
                records.set(at, Json.read(json.getBytes(StandardCharsets.UTF_8)));
                Json.read(Json.write(Map.of("Records", records)));
            } catch (Json.MalformedJson e) {
                continue; // the platform sends JSON, of few levels, and its numbers are texts
            }
            StreamImages.Batch batch;
            try {
                batch = read(records);
            } catch (RuntimeException e) {
                throw new AssertionError(told, e);
            }
            assertThat(batch.records().size()).as(told).isEqualTo(batch.unreadable() == null ? known.size() : at);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "1",
                "\"x\"",
                "{}",
                "{\"dynamodb\":null}",
                "{\"dynamodb\":[1]}",
                "{\"dynamodb\":{}}"
            })
    void whatIsNoRecordIsParkedAndNotPassedOver(String json) throws Exception {
        var records = records();
        records.add(1, Json.read(json.getBytes(StandardCharsets.UTF_8)));
        var batch = read(records);
        assertThat(batch.records()).hasSize(1);
        assertThat(batch.unreadable()).isNotNull();
    }
}

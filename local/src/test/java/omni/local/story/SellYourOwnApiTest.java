package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import omni.fakes.ScriptedUpstream;
import omni.local.command.QuietLogs;
import omni.local.machine.LocalJson;
import omni.local.options.LocalOptions;
import omni.local.options.UpWords;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the steps of {@code docs/sell-your-own-api.md}, as they stand there, and sees what stands there. */
class SellYourOwnApiTest {

    private static final Path ROOT = Path.of("..");
    private static final String PAGE = "docs/sell-your-own-api.md";
    private static final String BODY = "{\"city\":\"Berlin\",\"celsius\":21}";

    private final String page = read(PAGE);

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The fenced blocks of a kind, in the page's order. */
    private List<String> blocks(String kind) {
        return Pattern.compile("(?ms)^```" + kind + "\\n(.*?)^```")
                .matcher(page)
                .results()
                .map(block -> block.group(1).strip())
                .toList();
    }

    private String command(String beginning) {
        return blocks("sh").stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private void add(com.fasterxml.jackson.databind.JsonNode catalog, String list, String block) {
        var entry =
                LocalJson.parseObject(block.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        ((ArrayNode) catalog.path(list)).add(entry);
    }

    private static Answer curl(String line, LocalWorld world, String key) {
        assertThat(line).contains("-H \"x-api-key: $KEY\"");
        var url = Pattern.compile("\"http://localhost:8080(/[^\"]*)\"").matcher(line);
        assertThat(url.find()).isTrue();
        return Client.at(world.url()).withKey(key).get(url.group(1));
    }

    @Test
    void thePagesStepsSellAnApi(@TempDir Path folder) throws Exception {
        QuietLogs.install();
        var mine = folder.resolve("my-catalog.json");
        var copy = command("cp ").split(" ", -1);
        var catalog =
                LocalJson.parseObject(Files.readAllBytes(ROOT.resolve(copy[1]))).orElseThrow();
        add(catalog, "meterFamilies", blocks("json family").getFirst());
        add(catalog, "meterClasses", blocks("json class").getFirst());
        Files.writeString(mine, catalog.toString());
        try (var api = new ScriptedUpstream().on("/", ScriptedUpstream.answer(200, "application/json", BODY))) {
            var up = command("./omni up")
                    .replace(copy[2], mine.toString())
                    .replace("http://localhost:9000", api.url().toString());
            sells(UpWords.options(List.of(up.split(" ", -1)).subList(2, 6)));
            assertThat(api.asked())
                    .singleElement()
                    .satisfies(asked -> assertThat(asked).startsWith("GET /v1/weather/berlin?units=metric HTTP/1.1"));
        }
    }

    private void sells(LocalOptions asked) {
        var options = new LocalOptions(
                0,
                asked.data(),
                asked.catalog(),
                asked.dynamodb(),
                asked.rateLimits(),
                asked.json(),
                asked.upstream(),
                false,
                0);
        var silent = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        var setup = new LocalWorld.Setup(options, InstantSource.system(), new RecordedLog(), silent, Map.of());
        try (var world = LocalWorld.start(setup)) {
            var key = world.firstKey(options.data()).apiKey();
            var curls = blocks("sh").stream()
                    .filter(line -> line.startsWith("curl"))
                    .toList();
            var answer = curl(curls.getFirst(), world, key);
            assertThat(answer.text()).isEqualTo(BODY);
            for (var line : blocks("text headers").getFirst().split("\n", -1)) {
                assertThat(answer.header(line.split(": ", 2)[0])).as(line).isEqualTo(line.split(": ", 2)[1]);
            }
            assertThat(curl(curls.getLast(), world, key).text())
                    .contains(blocks("text body").getFirst());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

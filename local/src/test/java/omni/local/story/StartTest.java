package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./omni up} as a process: how it starts, and what it says when it can't. */
class StartTest {

    @TempDir
    private Path folder;

    @Test
    void oneLineOfJsonOnStdoutWhenItIsReady() throws Exception {
        var began = System.nanoTime();
        try (var product = Product.start(folder.resolve("err"), "--port", "0", "--json")) {
            System.out.printf("up after %.1f s%n", (System.nanoTime() - began) / 1e9);
            var names = new ArrayList<String>();
            product.ready().fieldNames().forEachRemaining(names::add);
            assertThat(names)
                    .containsExactly("url", "apiKey", "orgId", "stripeUrl", "dynamodbUrl", "oidcUrl", "chatUrl");
            var program =
                    product.nobody().withKey(product.ready().path("apiKey").asText());
            assertThat(program.get(Calls.RESOLVE).header("Omni-Free-Grant-Remaining"))
                    .isEqualTo("249");
            assertThat(program.get("/v1/org").field("id"))
                    .isEqualTo(product.ready().path("orgId").asText());

            assertThat(product.stop()).isEmpty();
            assertThat(product.err()).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }

    @Test
    void aTakenPortIsOneClearLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = Integer.toString(taken.getLocalPort());
            assertFault(
                    1,
                    Product.run(folder.resolve("err"), "--port", port, "--json"),
                    "omni: port " + port + " of 127.0.0.1 is taken or not allowed");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneClearLine() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        assertFault(
                2,
                Product.run(folder.resolve("err"), "--port", "0", "--data", file.toString()),
                "omni: --data " + file + ": is a file, not a folder");
        var within = file.resolve("data");
        assertFault(
                1,
                Product.run(folder.resolve("err"), "--port", "0", "--data", within.toString()),
                "omni: the data folder " + within + " cannot be written");
    }

    @Test
    void aBrokenCatalogIsToldWithAllItsFaultsByPath() throws Exception {
        var broken = Files.readString(SharedWorld.Kind.oddPrices())
                .replace("\"kind\": \"grant\"", "\"kind\": \"gift\"")
                .replace("\"paygMicroDollars\": 170000", "\"paygMicroDollars\": -1")
                .replace("\"number\": 11,", "\"number\": 1, \"surprise\": true,");
        var file = Files.writeString(folder.resolve("catalog.json"), broken);

        var ended = Product.run(folder.resolve("err"), "--port", "0", "--catalog", file.toString());

        assertFault(1, ended, "omni: The catalog " + file + " has 4 fault(s):");
        assertThat(ended.err())
                .contains("plans[0].kind", "meterFamilies[2].paygMicroDollars", ".routes[0].number", "surprise");
    }

    @Test
    void aCatalogThatIsNotThereIsOneClearLine() throws Exception {
        var missing = folder.resolve("nowhere.json");

        assertFault(
                2,
                Product.run(folder.resolve("err"), "--port", "0", "--catalog", missing.toString()),
                "omni: --catalog " + missing + ": there is no such file");
    }

    @Test
    void anUnknownOptionIsOneClearLine() throws Exception {
        assertFault(2, Product.run(folder.resolve("err"), "--prot=0"), "omni: unknown option --prot");
    }

    @Test
    void aRunThatIsNeverReadyEndsByItselfAndLeavesTheEnvironmentOfAnotherAlone() throws Exception {
        var environment = Files.createDirectories(folder.resolve(".omni")).resolve("sam-env.json");
        Files.writeString(environment, "of another run");
        Files.createDirectories(folder.resolve("data/secrets"));
        Files.writeString(folder.resolve("data/secrets/first-key"), "no key");

        var ended = Product.run(
                folder.resolve("err"),
                List.of("-Domni.root=" + folder),
                "--port",
                "0",
                "--json",
                "--data",
                folder.resolve("data").toString());

        assertFault(1, ended, "omni: what the data folder keeps in secrets/first-key is no key: delete it");
        assertThat(environment).hasContent("of another run");
    }

    private static void assertFault(int exitCode, Product.Ended ended, String line) {
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).doesNotContain("\tat ").doesNotContain("Exception in thread");
        assertThat(ended.err().lines().filter(said -> said.startsWith("omni: ")))
                .as(ended.err())
                .singleElement()
                .asString()
                .startsWith(line);
    }
}

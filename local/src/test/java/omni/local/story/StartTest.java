package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            assertThat(names).containsExactly("url", "apiKey", "orgId", "stripeUrl", "dynamodbUrl", "oidcUrl");
            var program = product.nobody().withKey(product.ready().path("apiKey").asText());
            assertThat(program.get(Calls.RESOLVE).header("Omni-Free-Grant-Remaining")).isEqualTo("249");
            assertThat(program.get("/v1/org").json().path("id").asText())
                    .isEqualTo(product.ready().path("orgId").asText());

            assertThat(product.stop()).isIn(0, 143);

            assertThat(product.rest()).isEmpty();
            assertThat(product.err()).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }

    @Test
    void aTakenPortIsOneClearLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var port = Integer.toString(taken.getLocalPort());
            assertFault(
                    Product.run(folder.resolve("err"), "--port", port, "--json"),
                    "omni: port " + port + " of 127.0.0.1 is taken or not allowed");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneClearLine() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        assertFault(
                Product.run(folder.resolve("err"), "--port", "0", "--data", file.toString()),
                "omni: the data folder " + file + " is a file");
        var within = file.resolve("data");
        assertFault(
                Product.run(folder.resolve("err"), "--port", "0", "--data", within.toString()),
                "omni: the data folder " + within + " cannot be written");
    }

    @Test
    void aBrokenCatalogueIsToldWithAllItsFaultsByPath() throws Exception {
        var broken = Files.readString(SharedWorld.Kind.oddPrices())
                .replace("\"kind\": \"grant\"", "\"kind\": \"gift\"")
                .replace("\"paygMicroDollars\": 170000", "\"paygMicroDollars\": -1")
                .replace("\"number\": 11,", "\"number\": 1, \"surprise\": true,");
        var file = Files.writeString(folder.resolve("catalogue.json"), broken);

        var ended = Product.run(folder.resolve("err"), "--port", "0", "--catalog", file.toString());

        assertFault(ended, "omni: The catalogue " + file + " has 4 fault(s):");
        assertThat(ended.err())
                .contains("plans[0].kind", "meterFamilies[2].paygMicroDollars", ".routes[0].number", "surprise");
    }

    @Test
    void aCatalogueThatIsNotThereIsOneClearLine() throws Exception {
        var missing = folder.resolve("nowhere.json");

        assertFault(
                Product.run(folder.resolve("err"), "--port", "0", "--catalog", missing.toString()),
                "omni: ");
    }

    @Test
    void anUnknownOptionIsOneClearLine() throws Exception {
        var ended = Product.run(folder.resolve("err"), "--prot", "0");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).singleElement().asString().contains("--prot");
    }

    private static void assertFault(Product.Ended ended, String line) {
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).doesNotContain("\tat ").doesNotContain("Exception in thread");
        assertThat(ended.err().lines().filter(said -> said.startsWith("omni: ")))
                .as(ended.err())
                .singleElement()
                .asString()
                .startsWith(line);
    }
}

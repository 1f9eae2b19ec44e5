package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.param.CustomerCreateParams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stripesimulator.SimulatorProgram.Start;

/** The simulator as a program of its own. */
class SimulatorProgramTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Start start(String... arguments) {
        return SimulatorProgram.start(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void aProcessPrintsItsAddressAndAnswersTheKeyItWasGiven(@TempDir Path folder) throws Exception {
        try (var process = BoundedProcess.java(
                SimulatorProgram.class, "--port", "0", "--api-key=sk_test_alone", "--folder", folder.toString())) {
            var customers = Sandbox.client("sk_test_alone", process.line()).v1().customers();
            var customer = customers.create(
                    CustomerCreateParams.builder().setName("Ada").build());

            assertThat(customers.retrieve(customer.getId()).getName()).isEqualTo("Ada");
        }
        assertThat(folder.resolve("stripe.jsonl")).isNotEmptyFile();
    }

    @Test
    void itsClockBeginsWhereItIsToldAndIsMoved() throws Exception {
        try (var simulator = running("--port=0", "--clock", "2026-05-01T12:00:00Z")) {
            assertThat(send(simulator, "GET", "/_sim/clock", "").body()).contains("\"2026-05-01T12:0");

            assertThat(send(simulator, "POST", "/_sim/clock", "{\"advance\":\"P31D\"}")
                            .body())
                    .contains("\"2026-06-01T12:0");

            for (var wrong : List.of("{\"advance\":\"-P1D\"}", "{\"advance\":\"a while\"}", "{}", "[]", "no")) {
                assertThat(send(simulator, "POST", "/_sim/clock", wrong).statusCode())
                        .as(wrong)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void whatGoesWrongIsSetAndRemoved() throws Exception {
        try (var simulator = running("--port=0")) {
            var plan =
                    "{\"deliveries\":[{\"fault\":\"duplicate\",\"copies\":2}],\"requests\":[{\"fault\":\"rate_limit\"}]}";

            assertThat(send(simulator, "POST", "/_sim/faults", plan).body())
                    .contains("\"duplicate\"", "\"rate_limit\"");
            assertThat(send(simulator, "GET", "/v1/customers", "").statusCode()).isEqualTo(429);
            assertThat(send(simulator, "GET", "/_sim/faults", "").body()).contains("\"used\" : 1");
            assertThat(send(simulator, "DELETE", "/_sim/faults", "").body()).doesNotContain("duplicate");
            assertThat(send(simulator, "POST", "/_sim/faults", "{\"later\":1}"))
                    .returns(400, HttpResponse::statusCode)
                    .extracting(HttpResponse::body)
                    .asString()
                    .contains("there is no later here");
            assertThat(send(simulator, "GET", "/_sim/weather", "").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --port=x | --port x is not a number from 0 to 65535
        --port=70000 | --port 70000 is not a number from 0 to 65535
        --port | --port needs a value
        --webhook-url=ftp://x | --webhook-url ftp://x is not an http or https URL
        --webhook-url=: | --webhook-url : is not an http or https URL
        --clock=soon | --clock soon is not a moment such as 2026-05-01T12:00:00Z
        --colour=red | there is no option --colour
        --api-key=sk_live_x | Stripe simulator: the API key must begin with sk_test_
        --webhook-secret= | Stripe simulator: a webhook secret is needed
        """)
    void aBadOptionIsOneLineAndExitCode2(String argument, String words) {
        assertThat(start(argument)).isEqualTo(new Start.Ended(2));

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("stripe-simulator: " + words + System.lineSeparator());
        assertThat(out.size()).isZero();
    }

    @Test
    void aPortThatIsTakenIsOneLineToo() {
        try (var simulator = running("--port=0")) {
            assertThat(start("--port", String.valueOf(simulator.baseUri().getPort())))
                    .isEqualTo(new Start.Ended(2));
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("stripe-simulator: ")
                .hasLineCount(1);
    }

    @Test
    void helpIsGivenOnStdout() {
        assertThat(start("--help")).isEqualTo(new Start.Ended(0));

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: ");
    }

    private StripeSimulator running(String... arguments) {
        var start = start(arguments);
        assertThat(start).as(err.toString(StandardCharsets.UTF_8)).isInstanceOf(Start.Running.class);
        var simulator = ((Start.Running) start).simulator();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(simulator.baseUri() + System.lineSeparator());
        return simulator;
    }

    private static HttpResponse<String> send(StripeSimulator simulator, String method, String path, String body)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(simulator.baseUri() + path))
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}

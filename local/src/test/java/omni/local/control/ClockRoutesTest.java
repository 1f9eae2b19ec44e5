package omni.local.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import omni.local.gateway.GatewayPort;
import omni.local.gateway.GatewayServer;
import omni.local.gateway.GatewaySettings;
import omni.local.gateway.LocalRoutes;
import omni.local.machine.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockRoutesTest {

    private final MovableClock clock =
            MovableClock.inMemory(InstantSource.fixed(Instant.parse("2026-05-01T10:00:00Z")));
    private final HttpClient client = HttpClient.newHttpClient();
    private GatewayServer gateway;

    @BeforeEach
    void start() {
        var routes = new LocalRoutes();
        ClockRoutes.register(routes, clock, new ClockRoutes.Around(() -> {}, () -> {}));
        var settings = GatewaySettings.of(
                        List.of(),
                        name -> {
                            throw new IllegalArgumentException(name);
                        },
                        clock)
                .withLocalRoutes(routes);
        gateway = GatewayServer.start(settings, GatewayPort.take(0));
    }

    @AfterEach
    void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void theClockIsReadAndMoved() throws Exception {
        assertThat(call("GET", "")).isEqualTo("200 {\"now\":\"2026-05-01T10:00:00.000Z\"}");
        assertThat(call("POST", "{\"advance\":\"PT24H\"}")).isEqualTo("200 {\"now\":\"2026-05-02T10:00:00.000Z\"}");
        assertThat(call("GET", "")).isEqualTo("200 {\"now\":\"2026-05-02T10:00:00.000Z\"}");
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        not json               | invalid_json     | The body is not a JSON object.
        []                     | invalid_json     | The body is not a JSON object.
        {}                     | validation_error | advance: an ISO-8601 duration is needed
        {"advance":24}         | validation_error | advance: an ISO-8601 duration is needed
        {"advance":"tomorrow"} | validation_error | is not an ISO-8601 duration such as PT24H
        {"advance":"PT-1H"}    | validation_error | The clock only moves forward
        {"advance":"P9999999D"}| validation_error | too far
        """)
    void aBadBodyIsSaidClearlyAndMovesNothing(String body, String code, String words) throws Exception {
        assertThat(call("POST", body))
                .startsWith("400 {\"object\":\"error\",\"code\":\"" + code + "\"")
                .contains(words);
        assertThat(call("GET", "")).isEqualTo("200 {\"now\":\"2026-05-01T10:00:00.000Z\"}");
    }

    private String call(String method, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.url().resolve("/_local/clock"))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }
}

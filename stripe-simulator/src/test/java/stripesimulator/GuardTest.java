package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:80", "127.0.0.1:12111", "[::1]:12111", "host.docker.internal:12111"})
    void aNameOfThisMachineIsLetIn(String host) {
        assertThat(Guard.isFromThisMachine(headers(host))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.test",
                "127.0.0.1.evil.test",
                "localhost:80:80",
                "localhost@evil.test",
                "xlocalhost",
                "127.0.0.2"
            })
    void anotherNameIsNot(String host) {
        assertThat(Guard.isFromThisMachine(headers(host))).isFalse();
    }

    @Test
    void noNameAndTwoNamesAreNotLetIn() {
        assertThat(Guard.isFromThisMachine(new Headers())).isFalse();
        var two = headers("localhost");
        two.add("Host", "localhost");
        assertThat(Guard.isFromThisMachine(two)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, true",
        "https://127.0.0.1, true",
        "null, true",
        "https://evil.test, false",
        "http://localhost.evil.test, false",
        "'', false"
    })
    void aForeignPageIsNot(String origin, boolean letIn) {
        var headers = headers("localhost:12111");
        headers.set("Origin", origin);

        assertThat(Guard.isFromThisMachine(headers)).isEqualTo(letIn);
    }

    @Test
    void everyPathIsGuarded() {
        try (var sandbox = new Sandbox()) {
            for (var path : List.of("/v1/customers", "/pay/cs_1", "/portal/bps_1", "/_sim/pay/cs_1")) {
                assertThat(statusLine(sandbox, path, "Host: rebound.test")).contains(" 403 ");
                assertThat(statusLine(sandbox, path, "Host: localhost", "Origin: https://evil.test"))
                        .contains(" 403 ");
                assertThat(statusLine(sandbox, path, "Host: localhost", "Origin: null"))
                        .doesNotContain(" 403 ");
            }
        }
    }

    private static String statusLine(Sandbox sandbox, String path, String... headers) {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), sandbox.simulator.baseUri().getPort())) {
            var request =
                    "GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Headers headers(String host) {
        var headers = new Headers();
        headers.set("Host", host);
        return headers;
    }
}

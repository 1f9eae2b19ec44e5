package omni.local.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import omni.local.dynamodb.LocalDynamoDb;
import omni.local.oidc.LocalOidcProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page from elsewhere makes a browser of this machine send does nothing, by whatever name it calls this machine. */
class LocalGuardTest {

    private final Functions functions = new Functions().addEcho("Echo").addAuthorizer("Authorize", "Allow", "*");

    @RegisterExtension
    final RunningGateways gateways = new RunningGateways();

    private final AtomicInteger done = new AtomicInteger();

    private GatewayServer gateway() {
        LocalRoutes.Route route = body -> {
            done.incrementAndGet();
            return HttpAnswer.json(200, body);
        };
        var controls = new LocalRoutes();
        for (var method : List.of("GET", "POST", "PUT", "DELETE")) {
            controls.on(method, "/_local/thing", route);
        }
        return gateways.start(RunningGateways.settings(functions).withLocalRoutes(controls));
    }

    /** {@code PORT} in a header is the gateway's; headers are joined by a bar. */
    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", delimiter = '~', textBlock = """
            method~ headers                                                                 ~ body ~ status
            GET   ~ Host: localhost:PORT                                                    ~ none ~ 200
            GET   ~ Host: 127.0.0.1:PORT                                                    ~ none ~ 200
            GET   ~ Host: [::1]:PORT                                                        ~ none ~ 200
            GET   ~ Host: LOCALHOST                                                         ~ none ~ 200
            GET   ~ Host: localhost.:PORT                                                   ~ none ~ 403
            GET   ~ Host: evil.example.com:PORT                                             ~ none ~ 403
            GET   ~ Host: localhost.evil.example.com                                        ~ none ~ 403
            GET   ~ Host: 127.0.0.1.evil.example.com                                        ~ none ~ 403
            GET   ~ Host: 127.0.0.2:PORT                                                    ~ none ~ 403
            GET   ~ Host: 0.0.0.0:PORT                                                      ~ none ~ 403
            GET   ~ Host: 2130706433:PORT                                                   ~ none ~ 403
            GET   ~ Host: host.docker.internal:PORT                                         ~ none ~ 403
            GET   ~ Host: localhost:PORT|Origin: http://localhost:PORT                      ~ none ~ 200
            GET   ~ Host: localhost:PORT|Origin: https://localhost:PORT                     ~ none ~ 403
            GET   ~ Host: localhost:PORT|Origin: http://localhost:3000                      ~ none ~ 403
            GET   ~ Host: localhost:PORT|Origin: http://127.0.0.1:PORT                      ~ none ~ 403
            GET   ~ Host: localhost:PORT|Origin: null                                       ~ none ~ 403
            GET   ~ Host: localhost:PORT|Origin: https://evil.example.com                   ~ none ~ 403
            GET   ~ Host: localhost:PORT|Sec-Fetch-Site: same-origin                        ~ none ~ 200
            GET   ~ Host: localhost:PORT|Sec-Fetch-Site: none                               ~ none ~ 200
            GET   ~ Host: localhost:PORT|Sec-Fetch-Site: same-site                          ~ none ~ 403
            GET   ~ Host: localhost:PORT|Sec-Fetch-Site: cross-site                         ~ none ~ 403
            GET   ~ Host: localhost:PORT|Sec-Fetch-Site: cross-site|Sec-Fetch-Dest: iframe  ~ none ~ 403
            GET   ~ Host: localhost:PORT|Sec-Fetch-Site: cross-site|Sec-Fetch-Dest: document~ none ~ 200
            POST  ~ Host: localhost:PORT|Sec-Fetch-Site: cross-site|Sec-Fetch-Dest: document~ none ~ 403
            POST  ~ Host: localhost:PORT                                                    ~ none ~ 200
            POST  ~ Host: localhost:PORT|Content-Type: application/json                     ~ {}   ~ 200
            POST  ~ Host: localhost:PORT|Content-Type: application/json; charset=utf-8      ~ {}   ~ 200
            POST  ~ Host: localhost:PORT                                                    ~ {}   ~ 415
            POST  ~ Host: localhost:PORT|Content-Type: text/plain                           ~ {}   ~ 415
            POST  ~ Host: localhost:PORT|Content-Type: application/x-www-form-urlencoded    ~ {}   ~ 415
            POST  ~ Host: localhost:PORT|Content-Type: text/plain; a=application/json       ~ {}   ~ 415
            PUT   ~ Host: localhost:PORT|Content-Type: text/plain                           ~ {}   ~ 415
            DELETE~ Host: localhost:PORT|Content-Type: text/plain                           ~ {}   ~ 415
            DELETE~ Host: localhost:PORT|Origin: https://evil.example.com                   ~ none ~ 403
            POST  ~ Host: evil.example.com|Content-Type: application/json                   ~ {}   ~ 403
            """)
    void aControlServesThisMachineAlone(String method, String headers, @Nullable String body, int status)
            throws IOException {
        var gateway = gateway();

        assertThat(status(gateway.url(), method, "/_local/thing", headers, body))
                .isEqualTo(status);
        assertThat(done.get()).isEqualTo(status == 200 ? 1 : 0);
    }

    /** A request line may name a host too. */
    @Test
    void aTargetWithAnotherHostThanItsHeaderIsRefused() throws IOException {
        var gateway = gateway();

        assertThat(status(
                        gateway.url(),
                        "GET",
                        "http://evil.example.com/_local/thing",
                        "Host: localhost:" + gateway.port(),
                        null))
                .isGreaterThanOrEqualTo(400);
        assertThat(done.get()).isZero();
    }

    /** The doors beside the gateway: a table that anybody may write, and whose people may sign in as anybody. */
    @ParameterizedTest(name = "{0}: table {1}, sign-in {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = ';', textBlock = """
            headers                                                  ; table; signIn
            Host: 127.0.0.1:PORT                                     ; true ; true
            Host: host.docker.internal:PORT                          ; true ; true
            Host: evil.example.com:PORT                              ; false; false
            Host: 127.0.0.1:PORT|Origin: https://evil.example.com    ; false; true
            """)
    void theOtherDoorsAreGuardedToo(String headers, boolean table, boolean signIn) throws Exception {
        try (var dynamodb = LocalDynamoDb.inMemory();
                var oidc = LocalOidcProvider.inMemory(java.time.InstantSource.system())) {
            assertThat(status(dynamodb.endpoint(), "POST", "/", headers, "{}") != 403)
                    .isEqualTo(table);
            var path = oidc.issuer().getPath() + "/.well-known/openid-configuration";
            assertThat(status(oidc.issuer(), "GET", path, headers, null) != 403).isEqualTo(signIn);
        }
    }

    /** Over a socket, as clients do not let a program say its host. */
    private static int status(URI server, String method, String target, String headers, @Nullable String body)
            throws IOException {
        var port = Integer.toString(server.getPort());
        var lines = Stream.of(headers.replace("PORT", port).split("\\|", -1)).map(line -> line + "\r\n");
        var length = body == null ? "" : "Content-Length: " + body.length() + "\r\n";
        var request = method + " " + target + " HTTP/1.1\r\n" + String.join("", lines.toList()) + length
                + "Connection: close\r\n\r\n" + (body == null ? "" : body);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }
}

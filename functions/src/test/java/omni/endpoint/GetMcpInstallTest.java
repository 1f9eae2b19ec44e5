package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.http.Reply;
import omni.http.Request;
import omni.http.Trace;
import omni.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is shown what at {@code GET /mcp} (contract 13.1). */
class GetMcpInstallTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private final Rig rig = new Rig();

    private static Ask.Answer get(Rig rig, String accept) {
        return Ask.of("GET", "/mcp").header("Accept", accept).of(rig.function(Endpoints.GET_MCP_INSTALL));
    }

    @ParameterizedTest(name = "Accept: {0} → {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
        text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | 200 | text/html; charset=utf-8
        text/html                                                       | 200 | text/html; charset=utf-8
        */*                                                             | 200 | application/json
        application/json                                                | 200 | application/json
        application/json, text/html                                     | 200 | application/json
        image/png                                                       | 200 | application/json
        text/event-stream                                               | 405 | application/json
        text/html, text/event-stream                                    | 405 | application/json
        """)
    void theInstallPayloadComesAsTheCallerLikesIt(String accept, int status, String type) {
        var answer = get(rig, accept);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.header("Vary")).endsWith("Accept");
    }

    @Test
    void thePageSaysWhatThePayloadSaysAndLoadsNothing() {
        var page = get(rig, BROWSER);

        assertThat(page.body())
                .contains(
                        "https://api.example.com/mcp",
                        "claude mcp add --transport http secapi",
                        "<code>statements.get</code>")
                .contains("<code>billing.quote</code>", "x-api-key: ${SECAPI_API_KEY}")
                .doesNotContain("<script", "<img", "@import", "url(", " style=", " onclick", "{{", "_live_");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("script-src 'none'", "frame-ancestors 'none'");
    }

    /** Contract 13.1: who signs in by OAuth has to know as whom, where the issuer registers nobody. */
    @Test
    void aClientWithoutASecretIsNamedWhereThereIsOne() {
        var named = new Rig(Map.of(
                "OMNI_OIDC_ISSUER", "https://issuer.example.com",
                "OMNI_OIDC_CLIENT_ID", "omni",
                "OMNI_OIDC_CLIENT_SECRET", "a secret",
                "OMNI_OIDC_PUBLIC_CLIENT_ID", "1example23456789"));

        var auth = Json.asObject(
                Json.asObject(get(named, "application/json").json().get("distribution"))
                        .get("auth"));

        assertThat(auth).containsEntry("oauthClientId", "1example23456789");
        assertThat(String.valueOf(auth.get("note")))
                .contains(
                        "1example23456789",
                        "no secret",
                        "registers no clients",
                        "PKCE",
                        "https://docs.example.com/agents");
        assertThat(get(named, BROWSER).body()).contains("1example23456789", "registers no clients");
        assertThat(get(rig, "application/json").body()).doesNotContain("oauthClientId", "registers");
    }

    /** Addresses are the operator's own text. */
    @Test
    void whatStandsInASettingIsNoMarkup() {
        var page = get(new Rig(Map.of("OMNI_DOCS_BASE_URL", "https://docs.example.com/?a='b&c")), BROWSER);

        assertThat(page.body())
                .contains("https://docs.example.com/?a=&#39;b&amp;c")
                .doesNotContain("a='b");
    }

    @Test
    void thePayloadIsMadeOnce() {
        var endpoint = rig.endpoint(Endpoints.GET_MCP_INSTALL);

        assertThat(distribution(endpoint)).isSameAs(distribution(endpoint));
    }

    private static InstallView distribution(Endpoint endpoint) {
        var exchange = new Exchange(
                Request.of(Map.of()), new Trace("req_1", "00-0-0-01"), null, Map.of(), Rig.NOW, null, false);
        var body = ((Reply.Answer) endpoint.handle(exchange)).body();
        return ((GetMcpInstall.Response) Objects.requireNonNull(body)).distribution();
    }
}

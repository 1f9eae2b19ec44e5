package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GetAgentsOverview and GetMcpInstall over HTTP (contract 13.1, 13.4). */
@SharedWorld(SharedWorld.Kind.CLOCKED)
class AgentsPagesTest {

    private final World world;

    AgentsPagesTest(World world) {
        this.world = world;
    }

    @ParameterizedTest(name = "Accept: {0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
        */*                                        | text/html; charset=utf-8
        text/html,application/xhtml+xml,*/*;q=0.8  | text/html; charset=utf-8
        text/markdown                              | text/markdown; charset=utf-8
        text/markdown, text/html, */*              | text/markdown; charset=utf-8
        text/markdown;q=0.5, text/html;q=0.9       | text/html; charset=utf-8
        application/json                           | text/html; charset=utf-8
        """)
    void thePageComesAsTheCallerLikesIt(String accept, String type) throws Exception {
        var page = world.nobody().with("Accept", accept).get("/agents").is(200);

        assertThat(page.header("Content-Type")).isEqualTo(type);
        assertThat(page.header("Vary")).isEqualTo("Origin, Accept");
        assertThat(page.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(page.header("Omni-Meter-Class")).isEmpty();
        assertThat(page.header("Request-Id")).startsWith("req_");
    }

    @Test
    void bothRenderingsAreOneText() throws Exception {
        var markdown =
                world.nobody().with("Accept", "text/markdown").get("/agents").text();
        var html = world.nobody().get("/agents").text();

        var main = html.substring(html.indexOf("<main>"), html.indexOf("</main>"));
        assertThat(words(unescaped(main.replaceAll("<[^>]+>", " "))))
                .isEqualTo(words(markdown.replaceAll("(?m)^(```[a-z]*|#+ |- )", "")
                        .replaceAll("\\[([^]]+)]\\([^)]+\\)|`|\\*\\*", "$1")));
        assertThat(markdown).contains("/v1/agent/bootstrap", "Retry-After", "402");
    }

    private String words(String text) {
        return text.replaceAll("\\s+", "");
    }

    private String unescaped(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    @Test
    void thePageLoadsNothingAndRunsNothing() throws Exception {
        var page = world.nobody().get("/agents");

        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("script-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                .doesNotContain("unsafe", "http:", "https:");
        assertThat(page.text()).doesNotContain("<script", "<img", "@import", "url(", " style=", " onclick");
        assertThat(Pattern.compile("<link [^>]*href=\"([^\"]*)\"")
                        .matcher(page.text())
                        .results()
                        .map(match -> match.group(1)))
                .containsExactly("/agents");
    }

    @Test
    void aHeadIsTheSameWithoutABody() throws Exception {
        var head = world.nobody().head("/agents").is(200);

        assertThat(head.text()).isEmpty();
        assertThat(head.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void nobodyIsAskedWhoTheyAre() throws Exception {
        for (var path : new String[] {"/agents", "/mcp"}) {
            world.by("secapi_live_wrong").get(path).is(200);
        }
        world.nobody().post("/agents", "{}").is(405, "method_not_allowed");
    }

    @Test
    void theInstallPayloadIsTheContractsWithPlaceholdersForKeys() throws Exception {
        var install = world.nobody().get("/mcp").is(200);
        var api = world.local().foundation().configuration().settings().apiBaseUrl();

        assertThat(install.fieldNames())
                .containsExactly("object", "protocolVersion", "capabilities", "distribution", "requestId");
        install.holds("{object: 'mcp_install', protocolVersion: '2026-07-28'}");
        assertThat(install.json().path("capabilities").toString()).isEqualTo("{\"tools\":{}}");
        var payload = install.json().path("distribution");
        assertThat(payload.path("transport").toString())
                .isEqualTo("{\"type\":\"streamable-http\",\"url\":\"" + api + "/mcp\"}");
        assertThat(payload.path("auth").path("preferred").asText()).isEqualTo("api_key");
        assertThat(payload.path("auth").path("supported").toString()).isEqualTo("[\"api_key\",\"oauth\"]");
        Answer.holds(
                payload,
                """
                {
                 auth: {apiKeyHeader: 'x-api-key', protectedResourceMetadataUrl: '%s', authorizationServerMetadataUrl: '%s'}}""",
                api + "/.well-known/oauth-protected-resource",
                api + "/.well-known/oauth-authorization-server");
        assertThat(payload.path("auth").path("note").asText()).isNotEmpty();
        var connection = "{\"url\":\"" + api + "/mcp\",\"headers\":{\"x-api-key\":\"${SECAPI_API_KEY}\"}}";
        assertThat(payload.path("clients").path("generic").toString()).isEqualTo(connection);
        assertThat(payload.path("clients").path("cursor").path("config").toString())
                .isEqualTo(connection);
        Answer.holds(
                payload,
                """
                {clients: {claudeCode: {addCommand: '%s'}}}""",
                "claude mcp add --transport http secapi " + api + "/mcp --header \"x-api-key: ${SECAPI_API_KEY}\"");
        assertThat(install.header("Omni-Meter-Class")).isEmpty();
    }
}

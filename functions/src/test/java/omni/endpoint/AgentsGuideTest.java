package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import omni.http.Settings;
import org.junit.jupiter.api.Test;

/** The text for agents (contract 13.4). */
class AgentsGuideTest {

    private static final Pattern ROUTE = Pattern.compile("\\b(GET|POST|PUT|PATCH|DELETE) (/[^`\\s]*)");
    private static final Settings SETTINGS = new Settings(
            "Omni-",
            List.of(),
            List.of("omni-version"),
            "acme",
            false,
            "https://api.acme.example",
            "https://docs.acme.example",
            "https://acme.example/plans",
            "https://acme.example/billing",
            Set.of(),
            "omni_session");

    private final String text = new AgentsGuide(SETTINGS, 1_250).markdown();

    @Test
    void thePathIsToldInTheContractsOrder() {
        assertThat(text.lines().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## 1. What SEC API is",
                        "## 2. A person mints a sponsor token",
                        "## 3. Redeem it, once",
                        "## 4. Keep the secret",
                        "## 5. Check where you stand",
                        "## 6. Quote before loops",
                        "## 7. Stop on 402, wait on Retry-After",
                        "## 8. Install over MCP");
    }

    @Test
    void onlyRoutesThatExistAreNamed() {
        var routes = Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .map(operation -> operation.method() + " " + operation.path())
                .toList();
        var named = ROUTE.matcher(text).results().map(match -> match.group()).toList();

        assertThat(named).hasSizeGreaterThan(9);
        assertThat(routes).containsAll(named);
        assertThat(named)
                .contains(
                        "POST /v1/agent/bootstrap_tokens",
                        "POST /v1/agent/bootstrap",
                        "GET /v1/billing",
                        "GET /v1/limits",
                        "GET /mcp");
    }

    @Test
    void brandAndAddressesAreTheDeployments() {
        assertThat(text)
                .contains("https://api.acme.example/v1/agent/bootstrap", "ACME_API_KEY", "1,250 calls are free")
                .contains("claude mcp add --transport http acme https://api.acme.example/mcp")
                .contains("--header \"x-api-key: ${ACME_API_KEY}\"")
                .doesNotContain("secapi", "SECAPI", "{{", "}}");
    }

    @Test
    void nothingLooksLikeASecret() {
        assertThat(text).doesNotContainPattern("(agbt_|_live_|_test_)[0-9A-Za-z]{4}");
    }
}

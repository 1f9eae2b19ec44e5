package omni.endpoint;

import java.time.Duration;
import java.util.regex.Pattern;
import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import org.junit.jupiter.api.Test;

/** The answers of rotation, sponsor tokens and the install payload, as files under {@code goldens}. Contract 11.2, 11.10, 13.1. */
class AgentsGoldenTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Pattern TOKEN = Pattern.compile("agbt_[0-9A-Za-z]{53}");

    private final Rig rig = new Rig();

    private Ask.Answer record(String name, Ask ask, EndpointFunction function) {
        var answer = ask.header("x-request-id", "req_golden")
                .header("traceparent", TRACE)
                .of(function);
        Recorded.golden(name + ".txt", answer.text().replaceAll("_[0-9A-Za-z]{53}\"", "_(53 characters)\""));
        return answer;
    }

    private Ask rotation(String keyId) {
        return Ask.of("POST", "/v1/api_keys/" + keyId + "/rotate")
                .pathParameter("keyId", keyId)
                .by(rig.byKey("api_keys:manage", "read:sec"));
    }

    @Test
    void aRotatedKeyAndItsRefusals() {
        rig.key("key_1", true, "read:sec");
        rig.key("key_2", false, "read:sec", "billing:manage");
        var rotate = rig.function(Endpoints.ROTATE_API_KEY);
        var second = record("RotateApiKey", rotation("key_1").body("{\"overlapSeconds\":60}"), rotate);
        record("RotateApiKey.replaced", rotation("key_1"), rotate);
        record("RotateApiKey.beyond", rotation("key_2"), rotate);
        record("RotateApiKey.invalid", rotation("key_1").body("{\"overlapSeconds\":86401}"), rotate);
        record(
                "ListApiKeys.rotated",
                Ask.of("GET", "/v1/api_keys").by(rig.byKey("read:sec")),
                rig.function(Endpoints.LIST_API_KEYS));
        record(
                "RotateApiKey.limit",
                rotation(String.valueOf(second.json().get("id"))).body("{\"overlapSeconds\":60}"),
                rotate);
    }

    @Test
    void aSponsorTokenAndItsExchange() {
        var issue = rig.function(Endpoints.ISSUE_BOOTSTRAP_TOKEN);
        var exchange = rig.function(Endpoints.BOOTSTRAP_AGENT);
        var issued = record(
                "IssueBootstrapToken", issuing().body("{\"label\":\"research agent\",\"ttlSeconds\":60}"), issue);
        record("IssueBootstrapToken.scopes", issuing().body("{\"scopes\":[\"write:sec\"]}"), issue);
        var token =
                TOKEN.matcher(issued.text()).results().findFirst().orElseThrow().group();
        rig.clock.advance(Duration.ofSeconds(5));
        record("BootstrapAgent.scopes", exchanging("\"" + token + "\",\"scopes\":[\"*\"]"), exchange);
        record("BootstrapAgent", exchanging("\"" + token + "\""), exchange);
        record("BootstrapAgent.used", exchanging("\"" + token + "\""), exchange);
        record("BootstrapAgent.unknown", exchanging("\"agbt_\""), exchange);
        record("BootstrapAgent.empty", exchanging("\"\""), exchange);
    }

    @Test
    void theListOfSponsorTokensAndTheRevocationOfOne() {
        var issue = rig.function(Endpoints.ISSUE_BOOTSTRAP_TOKEN);
        var first = issuing().body("{\"label\":\"first\"}").of(issue).json();
        rig.clock.advance(Duration.ofSeconds(5));
        issuing().body("{\"label\":\"second\",\"livemode\":false}").of(issue);
        var revoke = rig.function(Endpoints.REVOKE_BOOTSTRAP_TOKEN);
        var list = rig.function(Endpoints.LIST_BOOTSTRAP_TOKENS);
        var tokenId = String.valueOf(first.get("id"));
        record("RevokeBootstrapToken", revoking(tokenId), revoke);
        record("RevokeBootstrapToken.unknown", revoking("abt_nobodys"), revoke);
        record("ListBootstrapTokens", listing(), list);
        record("ListBootstrapTokens.page", listing().query("limit", "1"), list);
        record("ListBootstrapTokens.invalid", listing().query("cursor", "x"), list);
    }

    private Ask listing() {
        return Ask.of("GET", "/v1/agent/bootstrap_tokens").by(rig.byCookie());
    }

    private Ask revoking(String tokenId) {
        return Ask.of("DELETE", "/v1/agent/bootstrap_tokens/" + tokenId)
                .pathParameter("tokenId", tokenId)
                .by(rig.byCookie())
                .header("Origin", Rig.ORIGIN);
    }

    private Ask issuing() {
        return Ask.of("POST", "/v1/agent/bootstrap_tokens").by(rig.byCookie()).header("Origin", Rig.ORIGIN);
    }

    private static Ask exchanging(String token) {
        return Ask.of("POST", "/v1/agent/bootstrap").body("{\"token\":" + token + "}");
    }

    @Test
    void theInstallPayload() {
        record("GetMcpInstall", Ask.of("GET", "/mcp"), rig.function(Endpoints.GET_MCP_INSTALL));
    }
}

package omni.infra;

import static omni.infra.SynthesizedStack.at;
import static omni.infra.SynthesizedStack.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omni.access.Scopes;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The stack's own user pool lets clients of MCP sign people in: its tokens are bound to {@code /mcp} and count there (contract 13.3). */
@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class PoolSignInTest {

    private static final String RESOURCE = "https://api.example.com/billing/mcp";

    private static SynthesizedStack full = new SynthesizedStack("", Map.of());

    @BeforeAll
    static void synthesize() {
        full = SynthesizedStack.of(Workspace.FULL);
    }

    /** The one client of the pool that has a secret, or the one that has none. */
    static String client(SynthesizedStack stack, boolean withSecret) {
        var found = stack.ofType("AWS::Cognito::UserPoolClient").entrySet().stream()
                .filter(client -> Boolean.TRUE.equals(client.getValue().get("GenerateSecret")) == withSecret)
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst().getKey();
    }

    private static Map<String, @Nullable Object> environment(String function) {
        return Json.asObject(at(full.resources(), function, "Properties", "Environment", "Variables"));
    }

    /** Tokens are bound to a resource by managed login alone, which costs the plan Essentials and a style for each client. */
    @Test
    void thePoolCanBindATokenToAResource() {
        assertThat(full.only("AWS::Cognito::UserPool")).containsEntry("UserPoolTier", "ESSENTIALS");
        assertThat(full.only("AWS::Cognito::UserPoolDomain")).containsEntry("ManagedLoginVersion", 2L);
        assertThat(full.ofType("AWS::Cognito::ManagedLoginBranding").values())
                .allSatisfy(style -> assertThat(style).containsEntry("UseCognitoProvidedValues", true))
                .extracting(style -> at(style, "ClientId", "Ref"))
                .containsExactlyInAnyOrder(client(full, true), client(full, false));
    }

    @Test
    void theResourceIsTheOneThatItsMetadataNames() {
        var server = full.only("AWS::Cognito::UserPoolResourceServer");
        assertThat(server).containsEntry("Identifier", RESOURCE);
        assertThat(list(server.get("Scopes")).stream().map(scope -> at(scope, "ScopeName")))
                .containsExactlyElementsOf(Scopes.sort(Scopes.HUMAN));
    }

    @Test
    void programsSignPeopleInWithoutASecretAndAreSentBackToThisMachineOrWhereTheStageSays() {
        var client = full.ofType("AWS::Cognito::UserPoolClient").get(client(full, false));

        assertThat(client)
                .containsEntry("AllowedOAuthFlows", List.of("code"))
                .containsEntry("PreventUserExistenceErrors", "ENABLED")
                .containsEntry("EnableTokenRevocation", true)
                .containsEntry("RefreshTokenRotation", Map.of("Feature", "ENABLED", "RetryGracePeriodSeconds", 60L));
        assertThat(Json.text(client)).doesNotContain("ALLOW_REFRESH_TOKEN_AUTH");
        assertThat(list(at(client, "CallbackURLs")).stream().map(String::valueOf))
                .contains("https://client.example.com/callback", "client.example:/callback")
                .allSatisfy(address -> assertThat(address)
                        .matches("http://localhost:[0-9]+/.*|https://client\\.example\\.com/.*|client\\.example:/.*"));
        assertThat(Json.text(at(client, "AllowedOAuthScopes")))
                .contains("openid", "email", "read:sec")
                .doesNotContain("admin:operator", "aws.cognito.signin.user.admin");
    }

    /** No one types what the stack knows: the address, the scopes to ask for, the id in the install payload. */
    @Test
    void functionsAreToldOfIt() {
        assertThat(environment("Authorize"))
                .containsEntry("OMNI_OIDC_AUDIENCES", RESOURCE)
                .containsEntry("OMNI_OIDC_SCOPES", "openid,email," + RESOURCE + "/read:sec")
                .doesNotContainKeys("OMNI_OIDC_CLIENT_ID", "OMNI_OIDC_PUBLIC_CLIENT_ID");
        for (var function : List.of("GetMcpInstall", "BootstrapAgent")) {
            assertThat(at(environment(function).get("OMNI_OIDC_PUBLIC_CLIENT_ID"), "Ref"))
                    .as(function)
                    .isEqualTo(client(full, false));
        }
        assertThat(at(environment("StartLogin").get("OMNI_OIDC_CLIENT_ID"), "Ref"))
                .isEqualTo(client(full, true));
    }

    /** What the stage accepts of its own beside the pool's. */
    @Test
    void anIssuerOfOnesOwnHasNoneOfIt() {
        var prod = SynthesizedStack.of("prod");
        assertThat(Stream.of(
                        "AWS::Cognito::UserPoolClient",
                        "AWS::Cognito::UserPoolResourceServer",
                        "AWS::Cognito::ManagedLoginBranding"))
                .allSatisfy(type -> assertThat(prod.ofType(type)).isEmpty());
        assertThat(at(prod.resources(), "Authorize", "Properties", "Environment", "Variables", "OMNI_OIDC_AUDIENCES"))
                .isEqualTo("https://api.example.com,https://api.example.com/mcp");
    }
}

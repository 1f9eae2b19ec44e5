package omni.infra;

import java.util.List;
import java.util.stream.Stream;
import omni.access.Scopes;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cognito.AuthFlow;
import software.amazon.awscdk.services.cognito.CfnManagedLoginBranding;
import software.amazon.awscdk.services.cognito.OAuthFlows;
import software.amazon.awscdk.services.cognito.OAuthScope;
import software.amazon.awscdk.services.cognito.OAuthSettings;
import software.amazon.awscdk.services.cognito.ResourceServerScope;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.amazon.awscdk.services.cognito.UserPoolClientOptions;
import software.amazon.awscdk.services.cognito.UserPoolResourceServer;
import software.amazon.awscdk.services.cognito.UserPoolResourceServerOptions;

/**
 * Who may sign people of the user pool in. A pool registers no clients by itself and knows none by a document of theirs, so that one
 * without a secret is there for all programs; its tokens are bound to the resource that they ask for.
 *
 * @param browser our own, with a secret
 * @param programs clients of MCP
 */
record PoolClients(UserPoolClient browser, UserPoolClient programs) {

    /** Cognito compares addresses whole, ports too: those of mcp-remote and the MCP Inspector, and one for clients that let choose. */
    private static final List<String> THIS_MACHINE = List.of(
            "http://localhost:3334/oauth/callback",
            "http://localhost:3334/callback",
            "http://localhost:6274/oauth/callback",
            "http://localhost:6274/oauth/callback/debug");

    /** How long a refresh token that was exchanged still counts, for answers that are lost. */
    private static final Duration GRACE = Duration.seconds(60);

    static PoolClients of(UserPool pool, Stage stage, String resource) {
        var scopes = Scopes.sort(Scopes.HUMAN).stream()
                .map(name -> ResourceServerScope.Builder.create()
                        .scopeName(name)
                        .scopeDescription("What " + name + " gives")
                        .build())
                .toList();
        var server = pool.addResourceServer(
                "Mcp",
                UserPoolResourceServerOptions.builder()
                        .identifier(resource)
                        .userPoolResourceServerName("MCP")
                        .scopes(scopes)
                        .build());
        return new PoolClients(
                styled(pool, "Browser", browser(pool, stage)),
                styled(pool, "Programs", programs(pool, stage, server, scopes)));
    }

    /** What a program is told to ask for: who the person is, and the scope of a new key. */
    static String scopesToAskFor(String resource) {
        return Stream.concat(
                        Stream.of("openid", "email"), Scopes.NEW_KEY.stream().map(scope -> resource + "/" + scope))
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
    }

    private static UserPoolClient browser(UserPool pool, Stage stage) {
        return pool.addClient(
                "Browser",
                UserPoolClientOptions.builder()
                        .generateSecret(true)
                        .authFlows(AuthFlow.builder().build())
                        .preventUserExistenceErrors(true)
                        .oAuth(byCode(
                                List.of(OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE),
                                List.of(stage.apiBaseUrl() + "/auth/callback")))
                        .build());
    }

    private static UserPoolClient programs(
            UserPool pool, Stage stage, UserPoolResourceServer server, List<ResourceServerScope> scopes) {
        var known = Stream.of(OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE);
        var ours = scopes.stream().map(scope -> OAuthScope.resourceServer(server, scope));
        return pool.addClient(
                "Programs",
                UserPoolClientOptions.builder()
                        .generateSecret(false)
                        .authFlows(AuthFlow.builder().build())
                        .preventUserExistenceErrors(true)
                        .enableTokenRevocation(true)
                        .refreshTokenRotationGracePeriod(GRACE)
                        .oAuth(byCode(
                                Stream.concat(known, ours).toList(),
                                Stream.concat(THIS_MACHINE.stream(), stage.userPool().callbacks().stream())
                                        .distinct()
                                        .toList()))
                        .build());
    }

    private static OAuthSettings byCode(List<OAuthScope> scopes, List<String> callbacks) {
        return OAuthSettings.builder()
                .flows(OAuthFlows.builder().authorizationCodeGrant(true).build())
                .scopes(scopes)
                .callbackUrls(callbacks)
                .build();
    }

    /** Managed login shows no page for a client without a style. */
    private static UserPoolClient styled(UserPool pool, String name, UserPoolClient client) {
        CfnManagedLoginBranding.Builder.create(pool, name + "Style")
                .userPoolId(pool.getUserPoolId())
                .clientId(client.getUserPoolClientId())
                .useCognitoProvidedValues(true)
                .build();
        return client;
    }
}

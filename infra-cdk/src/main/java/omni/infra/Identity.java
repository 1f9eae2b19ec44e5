package omni.infra;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.constructs.Construct;

/** Who people sign in with: a Cognito user pool of the stack, unless the stage names an OIDC issuer. */
final class Identity extends Construct {

    private final String resource;
    private final String audiences;
    private final @Nullable UserPool pool;
    private final @Nullable PoolClients clients;

    Identity(Construct scope, String id, Stage stage) {
        super(scope, id);
        resource = stage.apiBaseUrl() + "/mcp";
        audiences = stage.settings().getOrDefault(Stage.Names.OIDC_AUDIENCES, "");
        pool = stage.ownUserPool() ? People.pool(this, stage) : null;
        clients = pool == null ? null : PoolClients.of(pool, stage, resource);
    }

    /** The settings that follow from it; none where the stage names an issuer. */
    Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        if (pool != null && clients != null) {
            settings.put(Stage.Names.OIDC_ISSUER, pool.getUserPoolProviderUrl());
            settings.put(Stage.Names.OIDC_CLIENT_ID, clients.browser().getUserPoolClientId());
            settings.put(Stage.Names.OIDC_PUBLIC_CLIENT_ID, clients.programs().getUserPoolClientId());
            settings.put(Stage.Names.OIDC_AUDIENCES, audiences.isEmpty() ? resource : audiences + "," + resource);
            settings.put(Stage.Names.OIDC_SCOPES, PoolClients.scopesToAskFor(resource));
        }
        return settings;
    }

    /** The user pool's client, whose secret is known to the deployment alone. */
    Optional<UserPoolClient> client() {
        return Optional.ofNullable(clients).map(PoolClients::browser);
    }
}

package omni.root;

import java.security.SecureRandom;
import java.util.Set;
import omni.access.CookieSeal;
import omni.access.Keys;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.access.SessionAuthentication;
import omni.dynamodb.DynamoKeys;
import omni.dynamodb.DynamoSessions;
import omni.dynamodb.Table;
import omni.http.Settings;

/** The root of the {@code authorizer} group. */
public record AuthorizerRoot(
        Foundation foundation, Keys keys, SecretFormat format, SecretHasher hasher, SessionAuthentication sessions) {

    private static final class OnLambda {
        private static final AuthorizerRoot ROOT = make();

        private static AuthorizerRoot make() {
            var configuration =
                    Configuration.ofProcess(Set.of(Configuration.Need.PEPPERS, Configuration.Need.SESSION_KEY));
            return of(Foundation.ofProcess(configuration), Tables.onLambda(configuration));
        }
    }

    /** The one root of this process, made when the function starts. */
    public static AuthorizerRoot onLambda() {
        return OnLambda.ROOT;
    }

    public static AuthorizerRoot of(Foundation foundation, Table table) {
        var configuration = foundation.configuration();
        return new AuthorizerRoot(
                foundation,
                new DynamoKeys(table),
                new SecretFormat(configuration.settings().keyBrand()),
                new SecretHasher(configuration.peppers()),
                new SessionAuthentication(
                        new CookieSeal(configuration.sessionKey().bytes(), new SecureRandom()),
                        new DynamoSessions(table),
                        configuration.operators(),
                        configuration.settings().sessionCookieName(),
                        foundation.clock()));
    }

    public Settings settings() {
        return foundation.configuration().settings();
    }
}

package omni.lambda;

import java.net.URI;
import java.util.Optional;
import java.util.random.RandomGenerator;
import omni.access.CookieSeal;
import omni.access.IdentityProvider;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.identity.OidcProvider;
import omni.member.Sessions;
import omni.member.SignUp;

/**
 * What sign-in works with.
 *
 * @param identity empty where no issuer is configured
 */
public record LoginParts(Optional<IdentityProvider> identity, CookieSeal seal, Sessions sessions, SignUp signUp) {

    private static final String CALLBACK = "/auth/callback";

    /** The parts that a configuration with peppers and a session key asks for. */
    public static LoginParts of(Foundation foundation, Sessions sessions, RandomGenerator random) {
        var configuration = foundation.configuration();
        return new LoginParts(
                identity(foundation),
                new CookieSeal(configuration.sessionKeys(), random),
                sessions,
                new SignUp(
                        new SecretFormat(configuration.settings().keyBrand()),
                        new SecretHasher(configuration.peppers()),
                        configuration.grantCalls()));
    }

    /** The client's id is no secret, so each function of the group has it. */
    private static Optional<IdentityProvider> identity(Foundation foundation) {
        var configuration = foundation.configuration();
        var redirectUri = URI.create(configuration.settings().apiBaseUrl() + CALLBACK);
        return configuration
                .oidc()
                .map(oidc -> new OidcProvider(
                        new OidcProvider.Client(oidc.issuer(), oidc.clientId(), oidc.clientSecret(), redirectUri),
                        configuration.operators(),
                        foundation.clock(),
                        foundation.timeouts().signIn()));
    }
}

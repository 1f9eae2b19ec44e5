package omni.lambda;

import java.net.URI;
import java.util.Optional;
import java.util.random.RandomGenerator;
import omni.access.CookieSeal;
import omni.access.IdentityProvider;
import omni.access.Ids;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.http.Settings;
import omni.identity.OidcProvider;
import omni.log.RequestLog;
import omni.member.Members;
import omni.member.Organizations;
import omni.member.Sessions;
import omni.member.SignUp;

/**
 * What sign-in works with.
 *
 * @param identity empty where no issuer is configured
 */
public record LoginParts(
        Settings settings,
        Optional<IdentityProvider> identity,
        CookieSeal seal,
        Organizations organizations,
        Members members,
        Sessions sessions,
        SignUp signUp,
        Ids ids,
        RequestLog log) {

    private static final String CALLBACK = "/auth/callback";

    /** The parts that a configuration with peppers and a session key asks for. */
    public static LoginParts of(
            Foundation foundation,
            Organizations organizations,
            Members members,
            Sessions sessions,
            RandomGenerator random) {
        var configuration = foundation.configuration();
        var settings = configuration.settings();
        return new LoginParts(
                settings,
                identity(foundation),
                new CookieSeal(configuration.sessionKeys(), random),
                organizations,
                members,
                sessions,
                new SignUp(
                        new SecretFormat(settings.keyBrand()),
                        new SecretHasher(configuration.peppers()),
                        configuration.grantCalls()),
                foundation.ids(),
                foundation.log());
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
                        foundation.patience().signIn()));
    }
}

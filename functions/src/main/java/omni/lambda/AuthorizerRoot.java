package omni.lambda;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import omni.access.AccessTokens;
import omni.access.CookieSeal;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.credential.Keys;
import omni.dynamodb.DynamoKeys;
import omni.dynamodb.DynamoMembers;
import omni.dynamodb.DynamoOrganizations;
import omni.dynamodb.DynamoSessions;
import omni.dynamodb.Table;
import omni.identity.Audiences;
import omni.identity.OidcAccessTokens;
import omni.job.Authentication;
import omni.job.Authorize;
import omni.job.Challenges;
import omni.job.Denial;
import omni.job.KeyAuthentication;
import omni.member.BearerAuthentication;
import omni.member.Invitations;
import omni.member.SessionAuthentication;

/** The root of the {@code authorizer} group. */
public record AuthorizerRoot(
        Foundation foundation,
        Keys keys,
        SecretFormat format,
        SecretHasher hasher,
        SessionAuthentication sessions,
        AccessTokens accessTokens,
        BearerAuthentication bearers,
        Invitations invitations) {

    public static AuthorizerRoot of(Foundation foundation, Table table) {
        var configuration = foundation.configuration();
        var sessions = new DynamoSessions(table);
        var organizations = new DynamoOrganizations(table, List.of());
        return new AuthorizerRoot(
                foundation,
                new DynamoKeys(table),
                new SecretFormat(configuration.settings().keyBrand()),
                new SecretHasher(configuration.peppers()),
                new SessionAuthentication(
                        new CookieSeal(configuration.sessionKeys(), new SecureRandom()),
                        sessions,
                        configuration.operators(),
                        configuration.settings().sessionCookie(),
                        foundation.clock()),
                accessTokens(foundation),
                new BearerAuthentication(organizations, sessions, configuration.operators()),
                new Invitations(new DynamoMembers(table), organizations));
    }

    /** Without an issuer, or an audience, no token can be for this API. */
    private static AccessTokens accessTokens(Foundation foundation) {
        var configuration = foundation.configuration();
        return configuration
                .oidc()
                .filter(oidc -> !oidc.audiences().isEmpty())
                .<AccessTokens>map(oidc -> new OnFirstToken(() -> new OidcAccessTokens(
                        oidc.issuer(),
                        new Audiences(
                                Set.copyOf(oidc.audiences()),
                                configuration.settings().mcpUrl()),
                        configuration.operators(),
                        foundation.clock(),
                        foundation.timeouts().bearer())))
                .orElse((token, resource) -> new AccessTokens.Bad("no issuer of access tokens is configured"));
    }

    /** The one function of the group. */
    public Authorize authorize() {
        var settings = foundation.configuration().settings();
        var scopes = foundation
                .configuration()
                .oidc()
                .map(Configuration.Oidc::scopes)
                .orElse(List.of());
        var denial = new Denial(settings, new Challenges(settings, scopes), foundation.routing(), foundation.ids());
        return new Authorize(
                settings, foundation.routing(), authentication(), denial, foundation.clock(), foundation.log());
    }

    /** What credentials prove. */
    public Authentication authentication() {
        return new Authentication(
                new KeyAuthentication(keys, format, hasher, foundation.clock()),
                foundation.configuration().keyAsBearer(),
                sessions,
                accessTokens,
                bearers,
                invitations,
                foundation.clock(),
                foundation.log());
    }
}

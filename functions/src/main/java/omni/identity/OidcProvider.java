package omni.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import omni.access.IdentityProvider;
import omni.access.LoginState;
import omni.access.Operators;
import omni.access.Rotating;
import omni.timeouts.Timeouts;
import org.jspecify.annotations.Nullable;

/** Signs people in with an OIDC issuer: authorization code with PKCE, S256. */
public final class OidcProvider implements IdentityProvider {

    private static final String SCOPE = "openid email profile";

    /** What an issuer answers to a token that is not one for its user info. */
    private static final Set<Integer> NOT_PERMITTED = Set.of(401, 403);

    private final Client client;
    private final Operators operators;
    private final InstantSource clock;
    private final IssuerHttp http;
    private final IssuerDocuments issuer;
    private final IdTokens tokens;

    /**
     * Who we are to the issuer.
     *
     * @param issuer exactly as it calls itself
     * @param redirectUri where it sends browsers back, as registered with it
     */
    public record Client(URI issuer, String clientId, Rotating<String> clientSecret, URI redirectUri) {
        @Override
        public String toString() {
            return "Client[" + issuer + ", " + clientId + "]";
        }
    }

    public OidcProvider(Client client, Operators operators, InstantSource clock, Timeouts.Request timeouts) {
        this(client, operators, clock, new IssuerHttp(timeouts));
    }

    OidcProvider(Client client, Operators operators, InstantSource clock, IssuerHttp http) {
        this.client = client;
        this.operators = operators;
        this.clock = clock;
        this.http = http;
        this.issuer = new IssuerDocuments(client.issuer(), clock, http, Duration.ZERO);
        this.tokens = new IdTokens(new IssuerTokens(client.issuer().toString(), issuer.keys()), client.clientId());
    }

    @Override
    public String issuer() {
        return client.issuer().toString();
    }

    @Override
    public Start start(LoginState login) {
        try {
            var endpoint = issuer.metadata().authorizationEndpoint().toString();
            var query = new LinkedHashMap<String, String>();
            query.put("response_type", "code");
            query.put("client_id", client.clientId());
            query.put("redirect_uri", client.redirectUri().toString());
            query.put("scope", SCOPE);
            query.put("state", login.state());
            query.put("nonce", login.nonce());
            query.put("code_challenge", login.challenge());
            query.put("code_challenge_method", "S256");
            var separator = endpoint.contains("?") ? "&" : "?";
            return new Start.Redirect(URI.create(endpoint + separator + IssuerHttp.encode(query)));
        } catch (IssuerUnreachable e) {
            return new Start.NotNow(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Outcome exchange(String code, LoginState login) {
        try {
            var metadata = issuer.metadata();
            var answer = http.post(metadata.tokenEndpoint(), form(metadata, code, login), credentials(metadata));
            return switch (TokenAnswer.read(answer)) {
                case TokenAnswer.Refused(var error) ->
                    new Rejected("The sign-in was not accepted.", "the token endpoint says " + error);
                case TokenAnswer.Tokens(var idToken, var accessToken) ->
                    identity(metadata, idToken, accessToken, login);
            };
        } catch (IssuerUnreachable e) {
            return new Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> form(IssuerMetadata issuer, String code, LoginState login) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", client.redirectUri().toString());
        form.put("code_verifier", login.verifier());
        if (issuer.secretInBody()) {
            form.put("client_id", client.clientId());
            form.put("client_secret", client.clientSecret().now());
        }
        return form;
    }

    /** Identifier and secret are form-encoded before they are joined (RFC 6749, 2.3.1). */
    private Map<String, String> credentials(IssuerMetadata issuer) {
        if (issuer.secretInBody()) {
            return Map.of();
        }
        var pair = IssuerHttp.encode(client.clientId()) + ":"
                + IssuerHttp.encode(client.clientSecret().now());
        return Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private Outcome identity(IssuerMetadata issuer, String idToken, @Nullable String accessToken, LoginState login)
            throws IssuerUnreachable {
        return switch (tokens.check(idToken, login.nonce(), clock.instant())) {
            case IssuerTokens.Check.Bad(var fault) ->
                new Rejected("The sign-in was not accepted.", "the identity token: " + fault);
            case IssuerTokens.Check.Good(var type, var claims) -> {
                var endpoint = issuer.userInfoEndpoint();
                yield claims.getClaim("email") != null || endpoint == null || accessToken == null
                        ? identity(claims, claims.getClaims())
                        : identity(claims, userInfo(endpoint, accessToken, claims.getSubject()));
            }
        };
    }

    /** Some issuers tell a person's e-mail address only here; the answer counts if it is about the token's subject. */
    private Map<String, @Nullable Object> userInfo(URI endpoint, String accessToken, String subject)
            throws IssuerUnreachable {
        return about(http.get(endpoint, Map.of("Authorization", "Bearer " + accessToken)), subject);
    }

    private static Map<String, @Nullable Object> about(IssuerHttp.Answer answer, String subject)
            throws IssuerUnreachable {
        var claims = answer.status() == 200 ? answer.json() : Map.<String, @Nullable Object>of();
        if (subject.equals(claims.get("sub"))) {
            return claims;
        }
        throw new IssuerUnreachable("user info answered " + answer.status() + " and nothing about the subject");
    }

    /** A token that may not ask there has no address to tell: that is no outage. */
    @Override
    public Outcome person(String accessToken, String subject) {
        try {
            var endpoint = issuer.metadata().userInfoEndpoint();
            return PersonClaims.identity(
                    client.issuer().toString(),
                    subject,
                    endpoint == null ? Map.of() : permittedUserInfo(endpoint, accessToken, subject),
                    null);
        } catch (IssuerUnreachable e) {
            return new Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, @Nullable Object> permittedUserInfo(URI endpoint, String accessToken, String subject)
            throws IssuerUnreachable {
        var answer = http.get(endpoint, Map.of("Authorization", "Bearer " + accessToken));
        return NOT_PERMITTED.contains(answer.status()) ? Map.of() : about(answer, subject);
    }

    private Identity identity(JWTClaimsSet token, Map<String, ? extends @Nullable Object> about) {
        return PersonClaims.identity(
                client.issuer().toString(),
                token.getSubject(),
                about,
                operators.decisive(operators.groups(token.getClaims())));
    }
}

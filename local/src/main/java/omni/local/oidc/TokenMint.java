package omni.local.oidc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import omni.local.machine.LocalJson;
import omni.local.oidc.Grants.Grant;

/** Signs what a grant gives: an access token for the resource that was asked for, and who the person is. */
record TokenMint(OAuth2TokenProvider library, String issuerId) {

    private static final Duration LIFE = Duration.ofHours(1);

    /** The answer of the token endpoint, but for the refresh token. */
    ObjectNode answer(String issuer, Grant grant, String scope) {
        var answer = LocalJson.object()
                .put("token_type", "Bearer")
                .put("access_token", accessToken(issuer, grant, scope))
                .put("expires_in", LIFE.toSeconds());
        if (!scope.isEmpty()) {
            answer.put("scope", scope);
        }
        if (List.of(scope.split(" ", -1)).contains("openid")) {
            answer.put("id_token", idToken(issuer, grant));
        }
        return answer;
    }

    private String accessToken(String issuer, Grant grant, String scope) {
        var request = grant.request();
        var claims = person(issuer, grant.user());
        claims.put("aud", List.of(request.resource().orElse(LocalOidcProvider.API_AUDIENCE)));
        claims.put("client_id", request.client().id());
        if (!scope.isEmpty()) {
            claims.put("scope", scope);
        }
        return signed(claims);
    }

    private String idToken(String issuer, Grant grant) {
        var claims = person(issuer, grant.user());
        claims.put("aud", List.of(grant.request().client().id()));
        grant.request().nonce().ifPresent(nonce -> claims.put("nonce", nonce));
        return signed(claims);
    }

    private static Map<String, Object> person(String issuer, LocalUser user) {
        var claims = new HashMap<String, Object>();
        claims.put("iss", issuer);
        claims.put("sub", user.subject());
        claims.put("jti", Unguessable.text());
        claims.put("email", user.email());
        claims.put("email_verified", user.emailVerified());
        claims.put("name", user.name());
        return claims;
    }

    private String signed(Map<String, Object> claims) {
        return library.jwt(claims, LIFE, issuerId).serialize();
    }
}

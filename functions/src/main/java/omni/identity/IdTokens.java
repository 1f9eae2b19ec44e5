package omni.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import omni.identity.IssuerTokens.Check;

/**
 * What makes an identity token good (OpenID Connect Core 1.0, 3.1.3.7), besides what makes any token of the issuer good.
 *
 * @param clientId must be whom it is for
 */
record IdTokens(IssuerTokens tokens, String clientId) {

    Check check(String token, String nonce, Instant now) throws IssuerUnreachable {
        return switch (tokens.check(token, now)) {
            case Check.Bad bad -> bad;
            case Check.Good good ->
                fault(good.claims(), nonce).<Check>map(Check.Bad::new).orElse(good);
        };
    }

    private Optional<String> fault(JWTClaimsSet claims, String nonce) {
        if (!claims.getAudience().contains(clientId)) {
            return Optional.of("aud is another client");
        }
        if (claims.getAudience().size() > 1 && !clientId.equals(text(claims, "azp"))) {
            return Optional.of("azp is another client");
        }
        if (!nonce.equals(text(claims, "nonce"))) {
            return Optional.of("nonce is of another sign-in");
        }
        return claims.getIssueTime() == null ? Optional.of("iat is ahead or missing") : Optional.empty();
    }

    /** A claim that is no text is none. */
    private static String text(JWTClaimsSet claims, String name) {
        try {
            var text = claims.getStringClaim(name);
            return text == null ? "" : text;
        } catch (ParseException e) {
            return "";
        }
    }
}

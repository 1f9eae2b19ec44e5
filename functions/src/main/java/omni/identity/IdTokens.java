package omni.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes an identity token good (OpenID Connect Core 1.0, 3.1.3.7).
 *
 * @param issuer must have issued it
 * @param clientId must be whom it is for
 */
record IdTokens(String issuer, String clientId, SigningKeys keys) {

    /** How far the issuer's clock may be from ours. */
    static final Duration DRIFT = Duration.ofSeconds(60);

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    /** A token that is good, or the first thing that is wrong with it. */
    sealed interface Check {
        record Good(JWTClaimsSet claims) implements Check {}

        record Bad(String fault) implements Check {}
    }

    Check check(String token, String nonce, Instant now) throws IssuerUnreachable {
        try {
            var jwt = SignedJWT.parse(token);
            if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
                return new Check.Bad("the algorithm is not accepted");
            }
            if (!signed(jwt)) {
                return new Check.Bad("no key of the issuer has signed it");
            }
            var claims = jwt.getJWTClaimsSet();
            return fault(claims, nonce, now).<Check>map(Check.Bad::new).orElseGet(() -> new Check.Good(claims));
        } catch (ParseException e) {
            return new Check.Bad("it is not a signed token");
        }
    }

    private boolean signed(SignedJWT jwt) throws IssuerUnreachable {
        for (var key : keys.candidates(jwt.getHeader())) {
            try {
                var verifier = verifier(key);
                if (verifier != null && jwt.verify(verifier)) {
                    return true;
                }
            } catch (JOSEException e) {
                // this key can't have signed it; another of the issuer's may
            }
        }
        return false;
    }

    private static @Nullable JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa.toRSAPublicKey());
            case ECKey ec -> new ECDSAVerifier(ec.toECPublicKey());
            default -> null;
        };
    }

    private Optional<String> fault(JWTClaimsSet claims, String nonce, Instant now) throws ParseException {
        var subject = claims.getSubject();
        if (!issuer.equals(claims.getIssuer())) {
            return Optional.of("iss is another issuer");
        }
        if (!claims.getAudience().contains(clientId)) {
            return Optional.of("aud is another client");
        }
        if (claims.getAudience().size() > 1 && !clientId.equals(claims.getStringClaim("azp"))) {
            return Optional.of("azp is another client");
        }
        if (!nonce.equals(claims.getStringClaim("nonce"))) {
            return Optional.of("nonce is of another sign-in");
        }
        if (subject == null || subject.isEmpty() || subject.length() > 255) {
            return Optional.of("sub is missing or too long");
        }
        return time(claims, now);
    }

    private static Optional<String> time(JWTClaimsSet claims, Instant now) {
        var expiresAt = instant(claims.getExpirationTime());
        var notBefore = instant(claims.getNotBeforeTime());
        var issuedAt = instant(claims.getIssueTime());
        if (expiresAt == null || !now.isBefore(expiresAt.plus(DRIFT))) {
            return Optional.of("exp is past or missing");
        }
        if (notBefore != null && now.isBefore(notBefore.minus(DRIFT))) {
            return Optional.of("nbf is ahead");
        }
        if (issuedAt == null || now.isBefore(issuedAt.minus(DRIFT))) {
            return Optional.of("iat is ahead or missing");
        }
        return Optional.empty();
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}

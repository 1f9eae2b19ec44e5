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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import omni.json.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * What every token of the issuer has to have, whatever it is for: a signature by a key that the issuer publishes, its name, a
 * subject, a time in which it holds. Keys that a token brings along or points to count for nothing.
 *
 * @param issuer must have issued it
 */
record IssuerTokens(String issuer, SigningKeys keys) {

    /** How far the issuer's clock may be from ours. */
    static final Duration DRIFT = Duration.ofSeconds(60);

    private static final int MAX_SUBJECT_LENGTH = 255;

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    /** A token that is good, or the first thing that is wrong with it. */
    sealed interface Check {

        /**
         * Nothing is wrong with it so far.
         *
         * @param type the header's {@code typ} in small letters; empty where there is none
         */
        record Good(String type, JWTClaimsSet claims) implements Check {}

        record Bad(String fault) implements Check {}
    }

    Check check(String token, Instant now) throws IssuerUnreachable {
        try {
            var jwt = SignedJWT.parse(token);
            if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
                return new Check.Bad("the algorithm is not accepted");
            }
            if (!hasValidSignature(jwt)) {
                return new Check.Bad("no key of the issuer has signed it");
            }
            var claims = jwt.getJWTClaimsSet();
            return fault(claims, now).<Check>map(Check.Bad::new).orElseGet(() -> new Check.Good(type(jwt), claims));
        } catch (ParseException e) {
            return new Check.Bad("it is not a signed token");
        }
    }

    private static String type(SignedJWT jwt) {
        var type = jwt.getHeader().getType();
        return type == null ? "" : type.getType().toLowerCase(Locale.ROOT);
    }

    private boolean hasValidSignature(SignedJWT jwt) throws IssuerUnreachable {
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

    private Optional<String> fault(JWTClaimsSet claims, Instant now) {
        var subject = claims.getSubject();
        if (!issuer.equals(claims.getIssuer())) {
            return Optional.of("iss is another issuer");
        }
        if (subject == null || subject.isEmpty() || subject.length() > MAX_SUBJECT_LENGTH) {
            return Optional.of("sub is missing or too long");
        }
        if (!PlainText.is(subject)) {
            // stored, two of them might be one
            return Optional.of("sub is no plain text");
        }
        var expiresAt = instant(claims.getExpirationTime());
        if (expiresAt == null || !now.isBefore(expiresAt.plus(DRIFT))) {
            return Optional.of("exp is past or missing");
        }
        if (ahead(claims.getNotBeforeTime(), now)) {
            return Optional.of("nbf is ahead");
        }
        return ahead(claims.getIssueTime(), now) ? Optional.of("iat is ahead or missing") : Optional.empty();
    }

    private static boolean ahead(@Nullable Date time, Instant now) {
        return time != null && now.isBefore(time.toInstant().minus(DRIFT));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}

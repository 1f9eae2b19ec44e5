package omni.identity;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The keys that the issuer signs with. A token that names an unknown one has them fetched once more. */
final class SigningKeys {

    private final Cached<JWKSet> keys;

    SigningKeys(InstantSource clock, Cached.Source<JWKSet> source, Duration coldPause) {
        keys = new Cached<>(clock, source, coldPause);
    }

    /** The keys that may have signed under this header; none when the issuer has none such. */
    List<JWK> candidates(JWSHeader header) throws IssuerUnreachable {
        var selector = new JWKSelector(JWKMatcher.forJWSHeader(header));
        var known = selector.select(keys.get());
        return known.isEmpty() ? selector.select(keys.again()) : known;
    }

    static JWKSet read(IssuerHttp.Answer answer) throws IssuerUnreachable {
        if (answer.status() != 200) {
            throw new IssuerUnreachable("the issuer's keys answered " + answer.status());
        }
        try {
            return JWKSet.parse(answer.body());
        } catch (ParseException e) {
            throw new IssuerUnreachable("the issuer's keys are no key set", e);
        }
    }
}

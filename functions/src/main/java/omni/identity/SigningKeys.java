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
import java.util.Map;
import java.util.Optional;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

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
        if (!(answer.json().get("keys") instanceof List<?> published)) {
            throw new IssuerUnreachable("the issuer's keys are no key set");
        }
        return new JWKSet(
                published.stream().flatMap(key -> readable(key).stream()).toList());
    }

    /** One that can't be read, of a kind to come perhaps, is none that we could check by; the others serve. */
    private static Optional<JWK> readable(@Nullable Object key) {
        try {
            return key instanceof Map<?, ?> members ? Optional.of(JWK.parse(Json.text(members))) : Optional.empty();
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}

package omni.local.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;
import omni.local.machine.AtomicFile;

/** The key that signs tokens: made once per folder, else once per process. */
final class SigningKey {

    private static final int BITS = 2048;

    private SigningKey() {}

    static RSAKey in(Optional<Path> folder) {
        var file = folder.map(path -> new AtomicFile(path.resolve("oidc-signing-key.json")));
        return file.flatMap(AtomicFile::read).map(SigningKey::parse).orElseGet(() -> {
            var key = generate();
            file.ifPresent(saved -> saved.write(key.toJSONString()));
            return key;
        });
    }

    private static RSAKey parse(String text) {
        try {
            return RSAKey.parse(text);
        } catch (ParseException e) {
            throw new IllegalStateException("oidc-signing-key.json is not an RSA key", e);
        }
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(BITS).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK makes RSA keys", e);
        }
    }
}

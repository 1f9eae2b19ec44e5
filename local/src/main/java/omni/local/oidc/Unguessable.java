package omni.local.oidc;

import java.security.SecureRandom;
import java.util.Base64;

/** Codes, tokens, secrets and ids that nobody can guess. */
final class Unguessable {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;

    private Unguessable() {}

    /** Of letters, digits, hyphen and underscore. */
    static String text() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

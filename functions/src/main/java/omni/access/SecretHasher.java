package omni.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keyed hash under which a secret is stored: HMAC-SHA-256 with a pepper that the table does not hold. During a
 * pepper's rotation the one before is accepted too (contract 3.2).
 */
public final class SecretHasher {

    /** A shorter pepper could be guessed. */
    public static final int MIN_PEPPER_BYTES = 16;

    private final Rotating<List<SecretKeySpec>> peppers;

    /** @param peppers the current one, then perhaps the one before */
    public SecretHasher(List<String> peppers) {
        this.peppers = Rotating.ofConstant(keys(peppers));
    }

    /** Hashes with the peppers of the moment. */
    public SecretHasher(Rotating<List<String>> peppers) {
        this.peppers = peppers.map(SecretHasher::keys);
    }

    private static List<SecretKeySpec> keys(List<String> peppers) {
        if (peppers.isEmpty() || peppers.size() > 2) {
            throw new IllegalArgumentException("one pepper is needed, two are accepted during rotation");
        }
        return peppers.stream().map(SecretHasher::key).toList();
    }

    public static boolean isTooShort(String pepper) {
        return pepper.getBytes(StandardCharsets.UTF_8).length < MIN_PEPPER_BYTES;
    }

    private static SecretKeySpec key(String pepper) {
        if (isTooShort(pepper)) {
            throw new IllegalArgumentException("a pepper has at least " + MIN_PEPPER_BYTES + " bytes");
        }
        return new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** The hash under which a new secret is stored. */
    public String hash(String secret) {
        return hash(peppers.now().getFirst(), secret);
    }

    /** The hashes under which a secret may be stored, current pepper first. */
    public List<String> hashesOf(String secret) {
        return peppers.now().stream().map(pepper -> hash(pepper, secret)).toList();
    }

    private static String hash(SecretKeySpec pepper, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(pepper);
            return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}

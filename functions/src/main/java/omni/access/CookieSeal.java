package omni.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals small texts for the browser to keep: AES-256-GCM, so that nobody without the key can read, change or make one
 * (contract 3.1). What is sealed for one purpose does not open for another. During a key's rotation what the one before
 * has sealed still opens.
 *
 * <p>Layout before base64url: one format byte, 12 bytes of initialization vector, ciphertext, 16 bytes of tag. Format and
 * purpose are authenticated too.
 */
public final class CookieSeal {

    /** What a sealed text is for. */
    public enum Purpose {
        SESSION,
        LOGIN
    }

    private static final byte FORMAT = 1;
    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int MAX_TEXT_LENGTH = 4096;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Rotating<List<SecretKeySpec>> keys;
    private final RandomGenerator random;

    /**
     * A seal by one key.
     *
     * @param key 32 bytes
     * @param random unpredictable in production: two texts under one vector would give the key's stream away
     */
    public CookieSeal(byte[] key, RandomGenerator random) {
        this.keys = Rotating.ofConstant(List.of(specification(key)));
        this.random = random;
    }

    /**
     * A seal by the keys of the moment.
     *
     * @param keys the current one, then perhaps others whose seals still open
     */
    public CookieSeal(Rotating<List<byte[]>> keys, RandomGenerator random) {
        this.keys =
                keys.map(bytes -> bytes.stream().map(CookieSeal::specification).toList());
        this.random = random;
    }

    private static SecretKeySpec specification(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a cookie's key has " + KEY_BYTES + " bytes");
        }
        return new SecretKeySpec(key, "AES");
    }

    public String seal(Purpose purpose, String text) {
        var iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, keys.now().getFirst(), purpose, iv)
                    .doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ENCODER.encodeToString(ByteBuffer.allocate(1 + IV_BYTES + sealed.length)
                    .put(FORMAT)
                    .put(iv)
                    .put(sealed)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** The text that was sealed for this purpose by one of the keys; empty for anything else, whatever it is. */
    public Optional<String> open(Purpose purpose, String sealed) {
        if (sealed.length() > MAX_TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(sealed);
            // base64 leaves bits of the last letter unused: only the spelling that seal() gives is accepted
            if (bytes.length < 1 + IV_BYTES + TAG_BYTES
                    || bytes[0] != FORMAT
                    || !ENCODER.encodeToString(bytes).equals(sealed)) {
                return Optional.empty();
            }
            return keys.now().stream()
                    .flatMap(key -> open(key, purpose, bytes).stream())
                    .findFirst();
        } catch (IllegalArgumentException e) {
            // not base64: the caller has no need to know why it does not open
            return Optional.empty();
        }
    }

    private static Optional<String> open(SecretKeySpec key, Purpose purpose, byte[] bytes) {
        var iv = new byte[IV_BYTES];
        System.arraycopy(bytes, 1, iv, 0, IV_BYTES);
        try {
            var text = cipher(Cipher.DECRYPT_MODE, key, purpose, iv)
                    .doFinal(bytes, 1 + IV_BYTES, bytes.length - 1 - IV_BYTES);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            // not sealed by this key for this purpose
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, Purpose purpose, byte[] iv)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
        cipher.updateAAD(new byte[] {FORMAT});
        cipher.updateAAD(("omni:" + purpose.name()).getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}

package stripesimulator.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ids in Stripe's shapes, made from a seed and a running number: the same run gives the same ids. */
public record StripeIds(long seed) {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public String of(String prefix, long number, int length) {
        var id = new StringBuilder(prefix);
        for (int block = 0; id.length() < prefix.length() + length; block++) {
            for (byte piece : digest(seed + "/" + prefix + "/" + number + "/" + block)) {
                id.append(ALPHABET.charAt((piece & 0xff) % ALPHABET.length()));
            }
        }
        return id.substring(0, prefix.length() + length);
    }

    /** The same for the same text, whatever the seed. */
    public static String fingerprint(String text) {
        return new StripeIds(0).of(text, 0, 16).substring(text.length());
    }

    public static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

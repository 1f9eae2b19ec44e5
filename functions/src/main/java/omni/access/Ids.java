package omni.access;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/** Makes ids (contract 2): opaque, a kind's prefix and random characters. */
public final class Ids {

    private static final String REQUEST_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int LOCATOR_LENGTH = 12;
    private static final int ID_LENGTH = 20;

    private final RandomGenerator random;

    /** @param random unpredictable in production: ids of charges and sessions come from it */
    public Ids(RandomGenerator random) {
        this.random = random;
    }

    /** An organization: {@code org_} and the 12 characters that its keys carry as locator. */
    public String organization() {
        return "org_" + Base62.random(random, LOCATOR_LENGTH);
    }

    /** An id of any other kind, for example {@code key}. */
    public String of(String kind) {
        return kind + "_" + Base62.random(random, ID_LENGTH);
    }

    /** The id of that kind which the same words always have: 119 bits of their SHA-256. */
    public static String ofWords(String kind, String... words) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var word : words) {
                digest.update(word.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return kind + "_" + Base62.of(new BigInteger(1, digest.digest()), ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A request whose caller gave no id. */
    public String request() {
        return "req_" + upper(16);
    }

    public String error() {
        return "err_" + upper(8);
    }

    /** Lower-case hexadecimal, for trace and span ids; never all zeros. */
    public String hex(int length) {
        var text = new StringBuilder(length);
        for (var index = 0; index < length; index++) {
            text.append(Character.forDigit(index == 0 ? 1 + random.nextInt(15) : random.nextInt(16), 16));
        }
        return text.toString();
    }

    RandomGenerator random() {
        return random;
    }

    private String upper(int length) {
        var text = new StringBuilder(length);
        for (var index = 0; index < length; index++) {
            text.append(REQUEST_ALPHABET.charAt(random.nextInt(REQUEST_ALPHABET.length())));
        }
        return text.toString();
    }
}

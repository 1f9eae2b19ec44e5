package omni.access;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The format of keys and sponsor tokens (contract 3.2): a prefix, 35 random characters, 12 characters of the
 * organization's locator and 6 of a checksum, so that a mistyped or invented one is refused without any read.
 *
 * @param brand the key prefix without mode, for example {@code secapi}
 */
public record SecretFormat(String brand) {

    private static final int RANDOM_LENGTH = 35;
    private static final int LOCATOR_LENGTH = 12;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int BODY_LENGTH = RANDOM_LENGTH + LOCATOR_LENGTH + CHECKSUM_LENGTH;
    private static final int KEY_PREFIX_LENGTH = 20;
    private static final int TOKEN_PREFIX_LENGTH = 13;
    private static final String TOKEN = "agbt_";
    private static final Pattern SECRET =
            Pattern.compile("(?i)((?:\\b|_)[a-z][a-z0-9]{1,15}_(?:live|test)_|agbt_|whsec_)[0-9a-z]{8,}");

    public SecretFormat {
        if (!isBrand(brand)) {
            throw new IllegalArgumentException("a key prefix is 2 to 16 lower-case letters and digits");
        }
    }

    /** Whether keys may begin so. */
    public static boolean isBrand(String text) {
        return text.matches("[a-z][a-z0-9]{1,15}");
    }

    /** Whether a text holds the beginning of a key or a sponsor token, however it is written. */
    public static boolean holdsSecret(String text, String brand) {
        var small = text.toLowerCase(Locale.ROOT);
        return small.contains(TOKEN) || small.contains(brand + "_live_") || small.contains(brand + "_test_");
    }

    /**
     * The text with what follows the beginning of a secret taken out, of ours and of others who write theirs alike: for what is
     * written down and may quote what a caller sent.
     */
    public static String redact(String text) {
        return text.indexOf('_') < 0 ? text : SECRET.matcher(text).replaceAll("$1[redacted]");
    }

    /** What a well-formed secret says about itself. */
    public record Parsed(String orgId, boolean live) {}

    public String newKey(Ids ids, String orgId, boolean live) {
        return withChecksum(prefix(live) + Base62.random(ids.random(), RANDOM_LENGTH) + locator(orgId));
    }

    public String newToken(Ids ids, String orgId) {
        return withChecksum(TOKEN + Base62.random(ids.random(), RANDOM_LENGTH) + locator(orgId));
    }

    /** The organization and mode that a key names; empty when it is malformed in any way. */
    public Optional<Parsed> parseKey(String key) {
        return parse(key, prefix(true), true).or(() -> parse(key, prefix(false), false));
    }

    /** The organization that a sponsor token names; empty when it is malformed in any way. */
    public Optional<Parsed> parseToken(String token) {
        return parse(token, TOKEN, true);
    }

    /** Whether a bearer value is meant as a key: it starts as one. */
    public boolean looksLikeKey(String value) {
        return value.startsWith(brand + "_");
    }

    /** What lists show of a key. */
    public static String keyPrefix(String key) {
        return key.substring(0, KEY_PREFIX_LENGTH);
    }

    /** What lists show of a sponsor token. */
    public static String tokenPrefix(String token) {
        return token.substring(0, TOKEN_PREFIX_LENGTH);
    }

    /** CRC-32 over the ASCII bytes before it, in base62. */
    static String checksum(String before) {
        var crc = new CRC32();
        crc.update(before.getBytes(StandardCharsets.US_ASCII));
        return Base62.of(crc.getValue(), CHECKSUM_LENGTH);
    }

    private static Optional<Parsed> parse(String secret, String prefix, boolean live) {
        if (secret.length() != prefix.length() + BODY_LENGTH || !secret.startsWith(prefix)) {
            return Optional.empty();
        }
        var beforeChecksum = secret.substring(0, secret.length() - CHECKSUM_LENGTH);
        if (!Base62.isBase62(secret.substring(prefix.length())) || !secret.endsWith(checksum(beforeChecksum))) {
            return Optional.empty();
        }
        return Optional.of(
                new Parsed("org_" + beforeChecksum.substring(beforeChecksum.length() - LOCATOR_LENGTH), live));
    }

    private static String withChecksum(String beforeChecksum) {
        return beforeChecksum + checksum(beforeChecksum);
    }

    private String prefix(boolean live) {
        return brand + (live ? "_live_" : "_test_");
    }

    private static String locator(String orgId) {
        return orgId.substring("org_".length());
    }
}

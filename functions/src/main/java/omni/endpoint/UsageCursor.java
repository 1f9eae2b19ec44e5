package omni.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import omni.event.ListPosition;

/**
 * A place in an account's usage rows as callers carry it, with the span of the list, so that a walk keeps the span that it
 * began with. A checksum over organization and mode tells a cursor of another list, or one that was altered, from one that
 * was given out. It is no secret: whoever computes one gets a place in their own list, and nothing else.
 *
 * @param position the last row that was looked at
 */
record UsageCursor(ListPosition position, UsageQuery span) {

    private static final int CHECK_BYTES = 8;
    private static final Pattern SHAPE = Pattern.compile(
            "([0-9]{1,15})#([0-9]{1,15})#([0-9]{1,15})#([0-9]{1,15})#([A-Za-z0-9_-]{1,64}#[0-9]{12})#([0-9a-f]{16})");

    String encode(String orgId) {
        var text = millis(span.since())
                + "#" + millis(span.until())
                + "#" + millis(span.last())
                + "#" + millis(position.time())
                + "#" + position.id();
        var checked = text + "#" + check(text, orgId, span.livemode());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(checked.getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty for anything that {@link #encode} has not made of this list. */
    static Optional<UsageCursor> decode(String text, String orgId, boolean livemode) {
        try {
            var shape = SHAPE.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (!shape.matches()) {
                return Optional.empty();
            }
            var span =
                    new UsageQuery(instant(shape.group(1)), instant(shape.group(2)), instant(shape.group(3)), livemode);
            var cursor = new UsageCursor(new ListPosition(instant(shape.group(4)), shape.group(5)), span);
            return text.equals(cursor.encode(orgId)) ? Optional.of(cursor) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long millis(Instant instant) {
        return instant.toEpochMilli();
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }

    private static String check(String text, String orgId, boolean livemode) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((orgId + "#" + livemode + "#" + text).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, CHECK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

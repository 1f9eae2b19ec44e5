package omni.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import omni.event.ListPosition;
import org.jspecify.annotations.Nullable;

/** A place in a list as callers carry it: opaque, and nothing but a place in their own list. */
public final class Cursor {

    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,15})#([a-z]{3,4}_[0-9A-Za-z]{1,59})");

    private Cursor() {}

    public static @Nullable String encode(@Nullable ListPosition position) {
        return position == null
                ? null
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString((position.time().toEpochMilli() + "#" + position.id())
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty for anything that {@link #encode} has not made. */
    public static Optional<ListPosition> decode(String text) {
        try {
            var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            var shape = SHAPE.matcher(plain);
            if (!shape.matches()) {
                return Optional.empty();
            }
            var position = new ListPosition(Instant.ofEpochMilli(Long.parseLong(shape.group(1))), shape.group(2));
            return text.equals(encode(position)) ? Optional.of(position) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

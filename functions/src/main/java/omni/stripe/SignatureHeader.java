package omni.stripe;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code Stripe-Signature} header. Schemes other than {@code v1} are left aside: accepting them would let
 * a sender choose a weaker one.
 *
 * @param timestamp seconds since the epoch, as written, because that text was signed
 */
record SignatureHeader(String timestamp, List<String> signatures) {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    /** Two secrets in rotation give two; the rest is room, and a limit on the work a stranger can ask for. */
    private static final int SIGNATURES_AT_MOST = 10;

    static Optional<SignatureHeader> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        var parts = Arrays.stream(header.split(",")).map(String::strip).toList();
        var timestamps = valuesOf("t=", parts);
        var signatures = valuesOf("v1=", parts);
        if (timestamps.size() != 1 || !SECONDS.matcher(timestamps.getFirst()).matches()) {
            return Optional.empty();
        }
        return signatures.isEmpty()
                ? Optional.empty()
                : Optional.of(new SignatureHeader(timestamps.getFirst(), signatures));
    }

    Instant at() {
        return Instant.ofEpochSecond(Long.parseLong(timestamp));
    }

    private static List<String> valuesOf(String name, List<String> parts) {
        return parts.stream()
                .filter(part -> part.startsWith(name))
                .map(part -> part.substring(name.length()))
                .limit(SIGNATURES_AT_MOST)
                .toList();
    }
}

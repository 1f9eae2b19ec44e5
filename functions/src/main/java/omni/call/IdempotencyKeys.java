package omni.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Request;

/** The header Idempotency-Key: how it is read, which request it stands for, and how it is refused (contract 10). */
final class IdempotencyKeys {

    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7E]{1,255}");

    private IdempotencyKeys() {}

    /** The key that came with a request; of several, none could be told to count: they read as one that is not well-formed. */
    static Optional<String> header(Request request) {
        var keys = request.headerValues("Idempotency-Key");
        return keys.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", keys));
    }

    static boolean isWellFormed(String header) {
        return KEY.matcher(header).matches();
    }

    /** Method, path, query (in any order) and body, in one hash. */
    static String fingerprint(Request request) {
        var query = new StringBuilder();
        new TreeMap<>(request.multiQuery())
                .forEach((name, values) -> values.forEach(value -> append(append(query, name), value)));
        var method = request.method().equals("HEAD") ? "GET" : request.method();
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((method + "\n" + request.path() + "\n" + query + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(request.body().bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** With its length before it, so that no name or value can be read as two. */
    private static StringBuilder append(StringBuilder query, String text) {
        return query.append(text.length()).append(':').append(text);
    }

    static Reply.Problem malformedKey() {
        return Reply.Problem.of(
                ErrorCode.INVALID_IDEMPOTENCY_KEY,
                "There may be one Idempotency-Key, of 1 to 255 printable ASCII characters.");
    }

    static Reply.Problem tooLarge() {
        return Reply.Problem.of(
                ErrorCode.IDEMPOTENCY_REPLAY_TOO_LARGE,
                "The answer under this Idempotency-Key was too large to be kept; it was given and billed once.");
    }

    static Reply.Problem inFlight() {
        return Reply.Problem.of(
                        ErrorCode.IDEMPOTENCY_IN_FLIGHT, "A call with this Idempotency-Key is still being answered.")
                .retryAfter(1);
    }

    static Reply.Problem reusedKey() {
        return Reply.Problem.of(ErrorCode.IDEMPOTENCY_KEY_REUSED, "This Idempotency-Key was used for another request.");
    }
}

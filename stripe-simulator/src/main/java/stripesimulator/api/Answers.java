package stripesimulator.api;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import stripesimulator.account.Change;
import stripesimulator.account.StripeIds;

/**
 * Answers kept under their idempotency keys for 24 hours, good ones and refusals alike once a request had passed its
 * checks. They are written in the same change as what they answer for.
 */
public final class Answers {

    static final int KEY_LENGTH_AT_MOST = 255;
    private static final String TYPE = "_answer";
    private static final long LIFE_SECONDS = Duration.ofHours(24).toSeconds();

    private Answers() {}

    /** An answer as it was given the first time. */
    public record Answer(int status, ObjectNode body, String requestId) {

        /** A refusal of what is not Stripe's own. */
        public static Answer refusal(int status, String message) {
            var body = JsonNodeFactory.instance.objectNode();
            body.putObject("error").put("type", "invalid_request_error").put("message", message);
            return new Answer(status, body, "");
        }
    }

    /** The first answer to this very request; a refusal if the key was used for another one. */
    static Optional<Answer> find(Change change, String key, String fingerprint) {
        return change.find(TYPE, TYPE + key)
                .filter(kept -> !isForgotten(kept, change.nowSeconds()))
                .map(kept -> {
                    if (!is(kept, "fingerprint", fingerprint)) {
                        throw ApiError.keyReused(key);
                    }
                    return new Answer(
                            kept.path("status").asInt(), (ObjectNode) kept.path("body"), text(kept, "request_id"));
                });
    }

    /** Whether it is an answer whose time is over. */
    public static boolean isForgotten(ObjectNode object, long nowSeconds) {
        return is(object, "object", TYPE) && nowSeconds - number(object, "created") >= LIFE_SECONDS;
    }

    static void keep(Change change, String key, String fingerprint, Answer answer) {
        var kept = JsonNodeFactory.instance.objectNode().put("id", TYPE + key).put("object", TYPE);
        kept.put("created", change.nowSeconds()).put("fingerprint", fingerprint);
        kept.put("status", answer.status()).put("request_id", answer.requestId());
        kept.set("body", answer.body());
        change.put(kept);
    }

    /** Equal for requests that say the same, in whatever order. */
    static String fingerprint(String method, String path, ObjectNode form) {
        return HexFormat.of().formatHex(StripeIds.digest(method + " " + path + " " + sort(form)));
    }

    private static String sort(ObjectNode form) {
        var members = new TreeMap<String, String>();
        form.forEachEntry((name, value) ->
                members.put(name, value instanceof ObjectNode object ? sort(object) : value.toString()));
        return members.toString();
    }
}

package stripesimulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stripesimulator.account.Change;

/**
 * Stripe's error answer. It is an exception because it ends a request from any depth of parameter reading, and unwinding
 * is what discards the half-made {@link Change}; the one place that catches it is {@link Api}.
 */
public final class ApiError extends RuntimeException {

    /** What Stripe calls an object in a message, where it is not the type. */
    private static final Map<String, String> WORDS =
            Map.of("billing.meter", "billing meter", "billing_portal.configuration", "configuration");

    private final int status;
    private final transient ObjectNode error;
    /** Whether the request had passed its checks, so that its answer is kept under its idempotency key. */
    private final boolean executed;

    private transient Consumer<Change> leaves = _ -> {};

    private ApiError(
            int status, String type, @Nullable String code, String message, @Nullable String param, boolean ran) {
        super(message, null, false, false);
        this.status = status;
        this.executed = ran;
        error = JsonNodeFactory.instance.objectNode();
        error.put("type", type).put("message", message);
        if (code != null) {
            error.put("code", code);
            error.put("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
        if (param != null) {
            error.put("param", param);
        }
    }

    /** A parameter that is wrong in itself. */
    public static ApiError parameter(@Nullable String code, String param, String message) {
        return new ApiError(400, "invalid_request_error", code, message, param, false);
    }

    /** A parameter that is wrong in a way for which Stripe has no code. */
    public static ApiError invalid(String param, String message) {
        return parameter(null, param, message);
    }

    static ApiError unknown(List<String> params) {
        var message = "Received unknown parameter" + (params.size() == 1 ? ": " : "s: ") + String.join(", ", params);
        return parameter("parameter_unknown", params.getFirst(), message);
    }

    public static ApiError missingParameter(String param) {
        return parameter("parameter_missing", param, "Missing required param: " + param + ".");
    }

    /** The thing that the path names is not there. */
    public static ApiError notFound(String what, String id) {
        return new ApiError(404, "invalid_request_error", "resource_missing", noSuch(what, id), "id", true);
    }

    /** The thing that a parameter names is not there. */
    public static ApiError noSuch(String param, String what, String id) {
        return new ApiError(400, "invalid_request_error", "resource_missing", noSuch(what, id), param, true);
    }

    private static String noSuch(String what, String id) {
        return "No such " + WORDS.getOrDefault(what, what) + ": '" + id + "'";
    }

    /** The request is sound, but the thing it names is in no state for it. */
    public static ApiError state(String message) {
        return new ApiError(400, "invalid_request_error", null, message, null, true);
    }

    /** The same with Stripe's code for it. */
    public static ApiError stateOf(String code, String message) {
        return new ApiError(400, "invalid_request_error", code, message, null, true);
    }

    public static ApiError card(String code, @Nullable String declineCode, String message, String param) {
        var refusal = new ApiError(402, "card_error", code, message, param, true);
        if (declineCode != null) {
            refusal.error.put("decline_code", declineCode);
        }
        return refusal;
    }

    static ApiError unauthorized(String message) {
        return new ApiError(401, "invalid_request_error", null, message, null, false);
    }

    static ApiError noRoute(String method, String path) {
        return new ApiError(
                404,
                "invalid_request_error",
                null,
                "Unrecognized request URL (" + method + ": " + path + ").",
                null,
                false);
    }

    static ApiError keyReused(String key) {
        var message = "The idempotency key '" + key + "' was first used with other parameters or another URL."
                + " Send those again, or take a new key.";
        return new ApiError(400, "idempotency_error", null, message, null, false);
    }

    public static ApiError tooLarge(int bytesAtMost) {
        var message = "A request body takes at most " + bytesAtMost + " bytes.";
        return new ApiError(413, "invalid_request_error", null, message, null, false);
    }

    public static ApiError fault() {
        return new ApiError(500, "api_error", null, "The simulator failed; its log says why.", null, false);
    }

    /** What Stripe answers above its limit of requests a second. */
    static ApiError rateLimited() {
        var message = "Request rate limit exceeded. Learn more about rate limits: https://stripe.com/docs/rate-limits.";
        return new ApiError(429, "invalid_request_error", "rate_limit", message, null, false);
    }

    /** What Stripe answers when something else of its own or of the account works on the same object. */
    static ApiError lockTimeout() {
        var message = "Another request or process works on this object just now. Send the request again later.";
        return new ApiError(429, "invalid_request_error", "lock_timeout", message, null, false);
    }

    /** What Stripe answers while an earlier request with the same key is not done. */
    static ApiError keyInUse() {
        var message = "A request with this idempotency key is still being worked on. Send it again later.";
        return new ApiError(409, "idempotency_error", "idempotency_key_in_use", message, null, false);
    }

    /** What Stripe answers to a restricted key that lacks a right. */
    static ApiError forbidden() {
        var message = "The API key does not have the permission that this request needs.";
        return new ApiError(403, "invalid_request_error", null, message, null, false);
    }

    /** What Stripe answers when something is wrong on its side. */
    static ApiError outage() {
        var message = "An unknown error occurred; it was asked for as a fault of the simulator.";
        return new ApiError(500, "api_error", null, message, null, true);
    }

    /** What its request leaves behind all the same, in a change of its own. */
    public ApiError leaving(Consumer<Change> trace) {
        leaves = trace;
        return this;
    }

    void leave(Change change) {
        leaves.accept(change);
    }

    public int status() {
        return status;
    }

    boolean isExecuted() {
        return executed;
    }

    public ObjectNode body() {
        return JsonNodeFactory.instance.objectNode().set("error", error.deepCopy());
    }

    public ObjectNode error() {
        return error.deepCopy();
    }
}

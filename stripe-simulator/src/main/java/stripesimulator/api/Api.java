package stripesimulator.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import stripesimulator.account.Change;
import stripesimulator.account.ObjectStore;
import stripesimulator.account.StripeIds;
import stripesimulator.api.Answers.Answer;
import stripesimulator.fault.RequestFaults;

/** {@code /v1/…}: key, route, idempotency key, parameters, operation, expansion, in Stripe's order. */
public final class Api {

    private final ObjectStore store;
    private final String apiKey;
    private final List<ApiRoute> routes;
    private final StripeIds requestIds;
    private final AtomicLong requests = new AtomicLong();
    private final RequestFaults faults;

    public Api(ObjectStore store, String apiKey, StripeIds requestIds, List<ApiRoute> routes, RequestFaults faults) {
        this.store = store;
        this.apiKey = apiKey;
        this.requestIds = requestIds;
        this.routes = List.copyOf(routes);
        this.faults = faults;
    }

    /** A request, its parameters still encoded. */
    public record Request(
            String method,
            String path,
            String encodedParameters,
            @Nullable String authorization,
            Optional<String> idempotencyKey) {}

    /**
     * What goes back.
     *
     * @param requestId of this request
     * @param replayed whether the answer is the one that an earlier request got
     */
    public record Reply(Answer answer, String requestId, boolean replayed) {}

    /** A request that found its route. */
    private record Attempt(Request request, String requestId, ApiRoute route, List<String> ids, ObjectNode form) {

        /** Only POST heeds the key: reading and deleting repeat harmlessly by themselves. */
        Optional<String> key() {
            return request.idempotencyKey().filter(_ -> request.method().equals("POST"));
        }

        String fingerprint() {
            return Answers.fingerprint(request.method(), request.path(), form);
        }
    }

    /** The answer, or none where a fault loses the request or what it was answered. */
    public Optional<Reply> handle(Request request) {
        return switch (faults.take(request.method(), request.path()).orElse(null)) {
            case null -> Optional.of(carryOut(request));
            case TIMEOUT_BEFORE -> Optional.empty();
            case TIMEOUT_AFTER -> {
                carryOut(request);
                yield Optional.empty();
            }
            case RATE_LIMIT -> Optional.of(refuse(ApiError.rateLimited()));
            case LOCK_TIMEOUT -> Optional.of(refuse(ApiError.lockTimeout()));
            case KEY_IN_USE -> Optional.of(refuse(ApiError.keyInUse()));
            case FORBIDDEN -> Optional.of(refuse(ApiError.forbidden()));
            case SERVER_ERROR -> Optional.of(refuse(ApiError.outage()));
            case SERVER_ERROR_KEPT -> Optional.of(fail(request));
        };
    }

    /** Breaks down within the work, and keeps that under a key of which it has no answer yet. */
    private Reply fail(Request request) {
        var requestId = nextRequestId();
        var answer = answer(ApiError.outage(), requestId);
        try {
            authenticate(request.authorization());
            var attempt = attempt(request, requestId);
            attempt.route().parameters().read(attempt.form());
            store.change(change -> attempt.key()
                    .flatMap(key -> Answers.find(change, key, attempt.fingerprint()))
                    .orElseGet(() -> keep(change, attempt, answer)));
        } catch (ApiError _) {
            // refused before the work would have begun: nothing is kept
        }
        return new Reply(answer, requestId, false);
    }

    private Reply refuse(ApiError refusal) {
        var requestId = nextRequestId();
        return new Reply(answer(refusal, requestId), requestId, false);
    }

    private String nextRequestId() {
        return requestIds.of("req_", requests.incrementAndGet(), 14);
    }

    private Reply carryOut(Request request) {
        var requestId = nextRequestId();
        try {
            authenticate(request.authorization());
            return perform(attempt(request, requestId));
        } catch (ApiError refusal) {
            return new Reply(answer(refusal, requestId), requestId, false);
        }
    }

    private Attempt attempt(Request request, String requestId) {
        var form = Form.parse(request.encodedParameters());
        for (var route : routes) {
            var ids = route.match(request.method(), request.path());
            if (ids.isPresent()) {
                return new Attempt(request, requestId, route, ids.get(), form);
            }
        }
        throw ApiError.noRoute(request.method(), request.path());
    }

    private Reply perform(Attempt attempt) {
        try {
            return store.change(change -> answerOnce(change, attempt));
        } catch (ApiError refusal) {
            if (refusal.isExecuted()) {
                store.change(change -> {
                    refusal.leave(change);
                    return keep(change, attempt, answer(refusal, attempt.requestId()));
                });
            }
            throw refusal;
        }
    }

    private Reply answerOnce(Change change, Attempt attempt) {
        var key = attempt.key();
        if (key.filter(text -> text.length() > Answers.KEY_LENGTH_AT_MOST).isPresent()) {
            throw ApiError.invalid("idempotency_key", "An idempotency key takes at most 255 characters.");
        }
        var kept = key.flatMap(text -> Answers.find(change, text, attempt.fingerprint()));
        if (kept.isPresent()) {
            return new Reply(kept.get(), attempt.requestId(), true);
        }
        change.causedBy(new Change.Cause(attempt.requestId(), key.orElse(null)));
        var params = attempt.route().parameters().read(attempt.form());
        var call = new ApiCall(change, attempt.request().path(), attempt.ids(), params);
        var result = Expansion.apply(change, attempt.route().operation().run(call), params.path("expand"));
        var answer = keep(change, attempt, new Answer(200, result, attempt.requestId()));
        return new Reply(answer, attempt.requestId(), false);
    }

    private static Answer keep(Change change, Attempt attempt, Answer answer) {
        attempt.key().ifPresent(key -> Answers.keep(change, key, attempt.fingerprint(), answer));
        return answer;
    }

    private static Answer answer(ApiError refusal, String requestId) {
        return new Answer(refusal.status(), refusal.body(), requestId);
    }

    /** The key as a bearer token, or as the user name of basic authentication. */
    private void authenticate(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw ApiError.unauthorized("No API key was given: send it as 'Authorization: Bearer sk_test_…'.");
        }
        var given = switch (authorization.split(" ", 2)) {
            case String[] parts when parts.length == 2 && parts[0].equalsIgnoreCase("Bearer") -> parts[1].strip();
            case String[] parts when parts.length == 2 && parts[0].equalsIgnoreCase("Basic") -> userName(parts[1]);
            default -> "";
        };
        if (!MessageDigest.isEqual(given.getBytes(UTF_8), apiKey.getBytes(UTF_8))) {
            throw ApiError.unauthorized("Invalid API Key provided.");
        }
    }

    private static String userName(String credentials) {
        try {
            var text = new String(Base64.getDecoder().decode(credentials.strip()), UTF_8);
            return text.substring(0, Math.max(0, text.indexOf(':')));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}

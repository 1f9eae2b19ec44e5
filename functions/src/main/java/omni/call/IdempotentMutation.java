package omni.call;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import omni.call.Shell.Parts;
import omni.http.Reply;
import omni.http.Responses;
import omni.json.Json;
import omni.meter.Body;
import omni.meter.Idempotency;
import org.jspecify.annotations.Nullable;

/**
 * A change with an Idempotency-Key (contract 10). The claim carries an id from which everything that the change makes takes
 * its own id, so that an attempt that died and the one that takes over make the same thing, once. An answer is stored without
 * its secret; a refusal frees the key; an attempt that ends in a fault keeps it, as nobody knows what it did.
 */
final class IdempotentMutation {

    private static final String SECRET = "secret";
    private static final int MAX_LOOKS = 3;

    private final Parts parts;
    private final Exchange exchange;
    private final Idempotency.Key key;
    private final String fingerprint;

    IdempotentMutation(Parts parts, Exchange exchange, Idempotency.Key key) {
        this.parts = parts;
        this.exchange = exchange;
        this.key = key;
        this.fingerprint = IdempotencyKeys.fingerprint(exchange.request());
    }

    /**
     * What the shell does for a change.
     *
     * @param refusal what stands in the way of the change itself, checked before a claim
     * @param work makes the change
     * @param answer turns a reply into what is served
     */
    record Steps(
            Supplier<@Nullable Reply> refusal,
            Function<Exchange, Served> work,
            Function<Reply, Served> answer,
            Function<Responses.Rendered, Served> replay) {}

    Served serve(Steps steps) {
        if (!IdempotencyKeys.isWellFormed(key.value())) {
            return steps.answer().apply(IdempotencyKeys.malformedKey());
        }
        for (var looks = 0; looks < MAX_LOOKS; looks++) {
            if (look(steps) instanceof Look.Decided(var served)) {
                return served;
            }
        }
        return steps.answer().apply(IdempotencyKeys.inFlight());
    }

    /** What a look at the key came to. */
    private sealed interface Look {

        record Decided(Served served) implements Look {}

        /** Between read and write somebody else moved the key: look again. */
        record ChangedHands() implements Look {}
    }

    private Look look(Steps steps) {
        var state = parts.idempotency().read(key, now());
        return switch (state) {
            case Idempotency.Done(var print, var answer) ->
                print.equals(fingerprint)
                        ? new Look.Decided(replay(answer, steps))
                        : refuse(steps, IdempotencyKeys.reusedKey());
            case Idempotency.InProgress running
            when !running.fingerprint().equals(fingerprint) -> refuse(steps, IdempotencyKeys.reusedKey());
            case Idempotency.InProgress running
            when now().isBefore(running.lockedUntil()) -> refuse(steps, IdempotencyKeys.inFlight());
            case Idempotency.InProgress running -> attempt(state, running.usageId(), steps);
            case Idempotency.Absent() -> attempt(state, parts.ids().of("use"), steps);
        };
    }

    private static Look refuse(Steps steps, Reply refusal) {
        return new Look.Decided(steps.answer().apply(refusal));
    }

    private Served replay(Idempotency.Stored answer, Steps steps) {
        var body = answer.body();
        return body == null
                ? steps.answer().apply(IdempotencyKeys.tooLarge())
                : steps.replay().apply(Responses.Rendered.of(answer, body)).with("Idempotency-Replayed", "true");
    }

    /** One attempt under a claim. */
    private Look attempt(Idempotency.State seen, String seed, Steps steps) {
        var refusal = steps.refusal().get();
        if (refusal != null) {
            return refuse(steps, refusal);
        }
        var fence = parts.ids().of("att");
        var claim = new Idempotency.InProgress(fingerprint, seed, fence, now().plus(Idempotency.LOCK));
        if (!parts.idempotency().claim(key, seen, claim, now())) {
            return new Look.ChangedHands();
        }
        var served = steps.work().apply(exchange.underSeed(seed));
        if (served.rendered().status() < 400) {
            // Whatever becomes of the record, the change is made and this is its answer.
            parts.idempotency()
                    .complete(key, fence, withoutSecret(served.rendered().toStored()), now());
        } else {
            parts.idempotency().release(key, fence);
        }
        return new Look.Decided(served);
    }

    /** The answer as it may rest: secrets are shown once and stored nowhere. */
    private static Idempotency.Stored withoutSecret(Idempotency.Stored answer) {
        var body = answer.body();
        if (body == null || body.length() == 0) {
            return answer;
        }
        try {
            var stripped = strip(Json.read(body.bytes()));
            return new Idempotency.Stored(answer.status(), answer.headers(), new Body(Json.write(stripped)));
        } catch (Json.MalformedJson e) {
            throw new IllegalStateException("an answer to a change is JSON", e);
        }
    }

    private static @Nullable Object strip(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object -> {
                var kept = new LinkedHashMap<String, @Nullable Object>();
                Json.asObject(object).forEach((name, element) -> {
                    if (!name.equals(SECRET)) {
                        kept.put(name, strip(element));
                    }
                });
                yield kept;
            }
            case List<?> list -> list.stream().map(IdempotentMutation::strip).toList();
            case null, default -> value;
        };
    }

    private Instant now() {
        return parts.clock().instant();
    }
}

package omni.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.call.Shell.Parts;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Request;
import omni.http.Responses;
import omni.meter.Annulment;
import omni.meter.Call;
import omni.meter.Idempotency;
import omni.meter.Settlement;
import omni.meter.VoidMark;
import org.jspecify.annotations.Nullable;

/**
 * A billable call with an Idempotency-Key (contract 10, architecture 5). The claim is made after the checks and just
 * before the work, and carries the usage id, so that a retry after a crash charges nothing again.
 */
final class IdempotentFlow {

    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7E]{1,255}");

    /** How often a key that changes hands between read and claim is looked at again. */
    private static final int MAX_LOOKS = 3;

    private final Parts parts;
    private final Exchange exchange;
    private final Account stored;

    IdempotentFlow(Parts parts, Exchange exchange, Account stored) {
        this.parts = parts;
        this.exchange = exchange;
        this.stored = stored;
    }

    Served enter(String header, MeteredFlow.Attempts attempts) {
        if (!wellFormed(header)) {
            return attempts.problem(malformed());
        }
        var key = new Idempotency.Key(stored.orgId(), stored.live(), header);
        var fingerprint = fingerprint(exchange.request());
        try {
            for (var look = 0; look < MAX_LOOKS; look++) {
                var served = look(key, fingerprint, attempts);
                if (served != null) {
                    return served;
                }
            }
            return attempts.problem(inFlight());
        } catch (StoreUnavailable e) {
            parts.log().fault("idempotency", exchange.requestId(), e, now());
            return attempts.problem(MeteredFlow.meteringUnavailable());
        }
    }

    /** One look at the key; null when it changed hands meanwhile. */
    private @Nullable Served look(Idempotency.Key key, String fingerprint, MeteredFlow.Attempts attempts) {
        var now = now();
        var state = parts.idempotency().read(key, now);
        return switch (state) {
            case Idempotency.Done(var print, var answer) ->
                print.equals(fingerprint) ? attempts.replay(answer) : attempts.problem(reused());
            case Idempotency.InProgress running
            when !running.fingerprint().equals(fingerprint) -> attempts.problem(reused());
            case Idempotency.InProgress running
            when now.isBefore(running.lockedUntil()) -> attempts.problem(inFlight());
            case Idempotency.InProgress running -> takeOver(key, running, attempts);
            case Idempotency.Absent() -> {
                var refusal = attempts.refusedByGate();
                var fresh = new Claim(key, fingerprint, attempts.usageId(), attempt(), false, false);
                yield refusal != null ? refusal : claimed(state, fresh, attempts);
            }
        };
    }

    private @Nullable Served claimed(Idempotency.State seen, Claim claim, MeteredFlow.Attempts attempts) {
        return parts.idempotency().claim(claim.key, seen, claim.inProgress(now()), now()) ? attempts.work(claim) : null;
    }

    /** A refusal is as much an end of the dead attempt's call as an answer: what that one may have charged is given back. */
    private @Nullable Served takeOver(
            Idempotency.Key key, Idempotency.InProgress running, MeteredFlow.Attempts attempts) {
        var claim = earlier(key, running.fingerprint(), running);
        var refusal = claim.charged() ? null : attempts.refusedByGate();
        if (refusal == null) {
            return claimed(running, claim, attempts);
        }
        var dead = new Claim(key, running.fingerprint(), running.usageId(), running.fence(), true, false);
        return attempts.refuseInstead(dead, refusal);
    }

    private String attempt() {
        return parts.ids().of("att");
    }

    /** Takes over from an attempt that died: under its usage id, unless that one is void already. */
    private Claim earlier(Idempotency.Key key, String fingerprint, Idempotency.InProgress running) {
        var items = parts.ledger().read(running.usageId());
        var fence = attempt();
        return items.isVoided()
                ? new Claim(key, fingerprint, parts.ids().of("use"), fence, false, false)
                : new Claim(
                        key,
                        fingerprint,
                        running.usageId(),
                        fence,
                        true,
                        items.countedRow().isPresent());
    }

    /** The key that came with a request; of several, none could be told to count: they read as one that is not well-formed. */
    static Optional<String> header(Request request) {
        var keys = request.headerValues("Idempotency-Key");
        return keys.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", keys));
    }

    static boolean wellFormed(String header) {
        return KEY.matcher(header).matches();
    }

    static Reply.Problem malformed() {
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

    static Reply.Problem reused() {
        return Reply.Problem.of(ErrorCode.IDEMPOTENCY_KEY_REUSED, "This Idempotency-Key was used for another request.");
    }

    private Instant now() {
        return parts.clock().instant();
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

    /** A key held by this attempt. */
    final class Claim {

        private final Idempotency.Key key;
        private final String fingerprint;
        private final String usageId;
        private final String fence;
        private final boolean takeover;
        private final boolean charged;
        private boolean over;

        private Claim(
                Idempotency.Key key,
                String fingerprint,
                String usageId,
                String fence,
                boolean takeover,
                boolean charged) {
            this.key = key;
            this.fingerprint = fingerprint;
            this.usageId = usageId;
            this.fence = fence;
            this.takeover = takeover;
            this.charged = charged;
        }

        String usageId() {
            return usageId;
        }

        /** Whether an earlier attempt ran under the same usage id: it may have been charged. */
        boolean takeover() {
            return takeover;
        }

        /** Whether this attempt has freed the key: then no other ever runs under its usage id. */
        boolean over() {
            return over;
        }

        /** Whether an earlier attempt is known to have been charged: then this one answers without a commit. */
        boolean charged() {
            return charged;
        }

        private Idempotency.InProgress inProgress(Instant now) {
            return new Idempotency.InProgress(fingerprint, usageId, fence, now.plus(Idempotency.LOCK));
        }

        Annulment annulment() {
            return (call, account, answered) -> {
                var mark = VoidMark.of(call, account, answered, now());
                var result = parts.idempotency().annulAndRelease(key, fence, mark);
                over |= result == Annulment.Result.MARKED;
                return result;
            };
        }

        /** Frees the key; where that fails the next attempt takes it over after the lock. False when another one has. */
        boolean release() {
            if (over) {
                return true;
            }
            var release = parts.idempotency().release(key, fence);
            over = release == Idempotency.Release.FREED;
            if (release == Idempotency.Release.UNKNOWN) {
                releaseMissed();
            }
            return release != Idempotency.Release.LOST_FENCE;
        }

        private void releaseMissed() {
            var line = new LinkedHashMap<String, @Nullable Object>();
            line.put("event", "idempotency_release_missed");
            line.put("requestId", exchange.requestId());
            line.put("usageId", usageId);
            parts.log().line(line);
        }

        /** Gives up before an error is answered; null when the error may be answered, else what stands in its way. */
        @Nullable
        Settlement giveUp(Call call, Account account, Call.Outcome answered) {
            if (!takeover) {
                return release() ? null : new Settlement.TakenOver();
            }
            return ended(annulment().annul(call, account, answered), account);
        }

        /** Stores a charged answer; null when it is stored, else what stands in the way of sending it. */
        @Nullable
        Settlement store(Call call, Account account, Responses.Rendered rendered) {
            return switch (parts.idempotency().complete(key, fence, rendered.stored(), now())) {
                case DONE -> null;
                case LOST_FENCE -> new Settlement.TakenOver();
                case UNKNOWN ->
                    switch (annulment().annul(call, account, new Call.Outcome(503, 0))) {
                        case ANSWERED -> null;
                        case MARKED -> new Settlement.Unavailable(account, true);
                        case TAKEN_OVER -> new Settlement.TakenOver();
                        case FAILED -> new Settlement.Unavailable(account, false);
                    };
            };
        }

        private static @Nullable Settlement ended(Annulment.Result result, Account account) {
            return switch (result) {
                case MARKED -> null;
                case ANSWERED -> new Settlement.AnsweredElsewhere();
                case TAKEN_OVER -> new Settlement.TakenOver();
                case FAILED -> new Settlement.Unavailable(account, false);
            };
        }
    }
}

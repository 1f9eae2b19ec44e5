package omni.call;

import java.time.Instant;
import omni.access.StoreUnavailable;
import omni.call.Shell.Parts;
import omni.http.Reply;
import omni.ledger.ProofDeadline;
import omni.meter.Call;
import omni.meter.Idempotency;

/**
 * What an Idempotency-Key adds to a call before its work (contract 10, architecture 5): a stored answer is sent again, a key in use
 * refuses, and else the key is claimed. The claim is made after the checks and just before the work, and carries the usage id, so
 * that a retry after a crash charges nothing again.
 */
record ClaimStep(Parts parts, MeteredSteps steps, MeteredAnswers answers, Replay replay) implements Step {

    /** How often a key that changes hands between read and claim is looked at again. */
    private static final int MAX_LOOKS = 3;

    /** What a look at the key came to. */
    private sealed interface Look {

        record Decided(Outcome outcome) implements Look {}

        /** Between read and write somebody else moved the key: look again. */
        record ChangedHands() implements Look {}
    }

    /** The key of this attempt, and which request it stands for. */
    private record Keyed(Attempt attempt, Idempotency.Key key, String fingerprint) {}

    @Override
    public Outcome take(Attempt attempt) {
        var request = attempt.exchange().request();
        var header = IdempotencyKeys.header(request).orElseThrow();
        if (!IdempotencyKeys.isWellFormed(header)) {
            return refuse(attempt, IdempotencyKeys.malformedKey());
        }
        var key = new Idempotency.Key(attempt.stored().orgId(), attempt.stored().live(), header);
        var keyed = new Keyed(attempt, key, IdempotencyKeys.fingerprint(request));
        try {
            for (var looks = 0; looks < MAX_LOOKS; looks++) {
                if (look(keyed) instanceof Look.Decided(var outcome)) {
                    return outcome;
                }
            }
            return refuse(attempt, IdempotencyKeys.inFlight());
        } catch (StoreUnavailable e) {
            parts.log().fault("idempotency", attempt.exchange().requestId(), e, now());
            return refuse(attempt, MeteredAnswers.meteringUnavailable());
        }
    }

    private Look look(Keyed keyed) {
        var now = now();
        var attempt = keyed.attempt();
        return switch (parts.idempotency().read(keyed.key(), now)) {
            case Idempotency.Done(var print, var answer) ->
                new Look.Decided(
                        print.equals(keyed.fingerprint())
                                ? new Answered(replay.send(attempt, answer))
                                : refuse(attempt, IdempotencyKeys.reusedKey()));
            case Idempotency.InProgress running
            when !running.fingerprint().equals(keyed.fingerprint()) ->
                new Look.Decided(refuse(attempt, IdempotencyKeys.reusedKey()));
            case Idempotency.InProgress running
            when now.isBefore(running.lockedUntil()) -> new Look.Decided(refuse(attempt, IdempotencyKeys.inFlight()));
            case Idempotency.InProgress dead -> takeOver(keyed, dead);
            case Idempotency.Absent absent -> claimFresh(keyed, absent);
        };
    }

    private Look claimFresh(Keyed keyed, Idempotency.Absent absent) {
        return switch (steps.checkFunding(keyed.attempt())) {
            case Answered refusal -> new Look.Decided(refusal);
            case Next next ->
                claim(keyed, absent, newClaim(keyed, keyed.attempt().call().usageId(), Claim.Origin.FRESH));
        };
    }

    /** Takes over from an attempt that died; one that was charged already is answered without asking again. */
    private Look takeOver(Keyed keyed, Idempotency.InProgress dead) {
        var claim = successor(keyed, dead);
        var checked = claim.isCharged() ? new Next(keyed.attempt()) : steps.checkFunding(keyed.attempt());
        return switch (checked) {
            case Next next -> claim(keyed, dead, claim);
            case Answered(var refusal) -> refuseInstead(keyed, dead, refusal);
        };
    }

    /** Runs under the dead attempt's usage id, unless that one is void already. */
    private Claim successor(Keyed keyed, Idempotency.InProgress dead) {
        var items = parts.ledger().read(dead.usageId());
        if (items.isVoided() || !mayProve(keyed, dead)) {
            return newClaim(keyed, parts.ids().of("use"), Claim.Origin.FRESH);
        }
        var origin = items.countedRow().isPresent() ? Claim.Origin.CHARGED_TAKEOVER : Claim.Origin.TAKEOVER;
        return newClaim(keyed, dead.usageId(), origin);
    }

    /** Who takes over work that was paid before it has time of its own to prove its end; false when the charge is given back already. */
    private boolean mayProve(Keyed keyed, Idempotency.InProgress dead) {
        var now = now();
        return !keyed.attempt().route().commitBefore()
                || parts.ledger().extend(dead.usageId(), now.plus(ProofDeadline.LIMIT), now);
    }

    private Claim newClaim(Keyed keyed, String usageId, Claim.Origin origin) {
        var fence = parts.ids().of("att");
        var inProgress = new Idempotency.InProgress(keyed.fingerprint(), usageId, fence, now().plus(Idempotency.LOCK));
        return new Claim(parts, keyed.attempt().exchange().requestId(), keyed.key(), inProgress, origin);
    }

    private static Look claim(Keyed keyed, Idempotency.State seen, Claim claim) {
        return claim.take(seen) ? new Look.Decided(new Next(keyed.attempt().under(claim))) : new Look.ChangedHands();
    }

    /** A refusal is as much an end of the dead attempt's call as an answer: what that one may have charged is given back. */
    private Look refuseInstead(Keyed keyed, Idempotency.InProgress dead, Served refusal) {
        var attempt = keyed.attempt();
        var itsClaim = new Claim(parts, attempt.exchange().requestId(), keyed.key(), dead, Claim.Origin.TAKEOVER);
        var itsAttempt = attempt.under(itsClaim);
        var answered = new Call.Outcome(refusal.rendered().status(), steps.latencyMs(attempt));
        return switch (itsClaim.annulment().annul(itsAttempt.call(), attempt.stored(), answered)) {
            case MARKED -> new Look.Decided(new Answered(refusal));
            case ANSWERED, TAKEN_OVER -> new Look.ChangedHands();
            case FAILED -> new Look.Decided(new Answered(answers.chargeRemains(itsAttempt, attempt.stored())));
        };
    }

    private Outcome refuse(Attempt attempt, Reply.Problem problem) {
        return new Answered(answers.refuse(attempt, attempt.stored(), problem));
    }

    private Instant now() {
        return parts.clock().instant();
    }
}

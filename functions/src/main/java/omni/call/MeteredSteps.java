package omni.call;

import java.util.function.Supplier;
import omni.call.Shell.Parts;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Responses;
import omni.ledger.Ledger;
import omni.ledger.UsageRow;
import omni.log.CommitLine;
import omni.log.LogLine;
import omni.meter.Annulment;
import omni.meter.Call;
import omni.meter.Settlement;
import omni.meter.Verdict;
import omni.refusal.RefusalProblems;

/** The steps of a metered call, each of which lets it go on or answers it. */
record MeteredSteps(Parts parts, Responses responses, RefusalProblems problems, MeteredAnswers answers) {

    private static final int UNAVAILABLE = 503;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A failed call takes no unit and no price: whatever became of its commit, there is nothing to give back. */
    private static final Annulment NOTHING_CHARGED = (call, account, answered) -> Annulment.Result.MARKED;

    /** Step 3 of contract 4: the rate window, on the facts that authentication read. */
    Step.Outcome checkRate(Attempt attempt) {
        var limited = parts.metering()
                .admission()
                .decideRate(attempt.stored(), attempt.call(), parts.clock().instant());
        return limited == null
                ? new Step.Next(attempt)
                : new Step.Answered(answers.refuse(attempt, attempt.stored(), problems.of(limited)));
    }

    /** Steps 4 to 7 of contract 4, on the same facts. */
    Step.Outcome checkFunding(Attempt attempt) {
        var verdict = parts.metering()
                .admission()
                .decide(attempt.stored(), attempt.call(), parts.clock().instant());
        return switch (verdict) {
            case Verdict.Admitted admitted -> new Step.Next(attempt);
            case Verdict.Refused(var refusal) ->
                new Step.Answered(answers.refuse(attempt, attempt.stored(), problems.of(refusal)));
        };
    }

    /** The work, up to the bytes of its answer; a fault in it is a failed call like any other. */
    Step.Outcome work(Attempt attempt) {
        var rendered = render(attempt);
        var outcome = new Call.Outcome(rendered.status(), latencyMs(attempt));
        return new Step.Next(attempt.withWork(new Attempt.Work(rendered, outcome)));
    }

    Responses.Rendered render(Attempt attempt) {
        var trace = attempt.exchange().trace();
        try {
            return responses.render(attempt.endpoint().handle(attempt.exchange()), trace);
        } catch (RuntimeException e) {
            parts.log()
                    .fault(
                            attempt.route().endpointKey(),
                            attempt.exchange().requestId(),
                            e,
                            parts.clock().instant());
            return responses.render(
                    Reply.Problem.of(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side."), trace);
        }
    }

    /**
     * A failed call gives its usage id up; what an earlier attempt was charged is given back first. Its row goes under a usage id
     * that no other attempt can charge: else that one would take this row for its own commit.
     */
    Step.Outcome giveUpFailed(Attempt attempt) {
        if (!attempt.hasFailed()) {
            return new Step.Next(attempt);
        }
        var answered = attempt.finishedWork().outcome();
        return switch (attempt.hold().giveUp(attempt.call(), attempt.stored(), answered)) {
            case Clearance.Blocked(var settlement) -> new Step.Answered(answers.answerUnsettled(attempt, settlement));
            case Clearance.Clear() ->
                new Step.Next(
                        attempt.hold().isExclusive()
                                ? attempt
                                : attempt.underUsageId(parts.ids().of("use")));
        };
    }

    /** A failed call ends here: free, but with its row and its place in the window. */
    Step.Outcome recordFailed(Attempt attempt) {
        if (!attempt.hasFailed()) {
            return new Step.Next(attempt);
        }
        var outcome = attempt.finishedWork().outcome();
        var settlement = parts.metering().settle(attempt.stored(), attempt.call(), outcome, false, NOTHING_CHARGED);
        logCommit(settlement);
        return new Step.Answered(
                switch (settlement) {
                    case Settlement.Committed(var after, var call) -> answers.answerUncharged(attempt, after);
                    case Settlement.Refused(var refusal, var account) ->
                        answers.refuse(attempt, account, problems.of(refusal));
                    case Settlement.Unavailable(var account, var clean) -> {
                        parts.log()
                                .line(new LogLine.CallLoss(
                                        LogLine.CallLoss.Loss.FAILED_CALL_ROW_MISSED,
                                        attempt.exchange().requestId(),
                                        attempt.call().usageId()));
                        yield answers.answerUncharged(attempt, account);
                    }
                    case Settlement.AnsweredElsewhere(), Settlement.TakenOver() ->
                        throw new IllegalStateException("nobody else answers a call that gave its usage id up");
                });
    }

    /** The commit of a call that succeeded, or whose work waits for it. */
    Step.Outcome commit(Attempt attempt) {
        var hold = attempt.hold();
        if (hold.isCharged()) {
            return new Step.Next(attempt);
        }
        var outcome =
                attempt.work().map(Attempt.Work::outcome).orElseGet(() -> Call.Outcome.expected(latencyMs(attempt)));
        var settlement = parts.metering()
                .settle(attempt.stored(), attempt.call(), outcome, hold.mayBeCharged(), hold.annulment());
        logCommit(settlement);
        return settlement instanceof Settlement.Committed(var after, var _)
                ? new Step.Next(attempt.withAccount(after))
                : new Step.Answered(answers.answerUnsettled(attempt, settlement));
    }

    /** The line of a commit in the log is the row's second source. */
    private void logCommit(Settlement settlement) {
        if (settlement instanceof Settlement.Committed(var after, var _)) {
            UsageRow.of(after).ifPresent(row -> parts.log().line(new CommitLine(row)));
        }
    }

    /** Where the work came after its commit and failed, the charge is given back. */
    Step.Outcome giveBackFailed(Attempt attempt) {
        if (!attempt.hasFailed()) {
            return new Step.Next(attempt);
        }
        return new Step.Answered(giveBack(
                attempt, attempt.finishedWork().outcome(), () -> answers.answerUncharged(attempt, attempt.account())));
    }

    /** Whoever is answered in place of success is not charged: the mark first, then the answer. */
    private Served giveBack(Attempt attempt, Call.Outcome answered, Supplier<Served> answer) {
        return switch (attempt.hold().annulment().annul(attempt.call(), attempt.account(), answered)) {
            case MARKED -> answer.get();
            case ANSWERED -> answers.answerUnsettled(attempt, new Settlement.AnsweredElsewhere());
            case TAKEN_OVER -> answers.answerUnsettled(attempt, new Settlement.TakenOver());
            case FAILED -> answers.chargeRemains(attempt, attempt.account());
        };
    }

    /**
     * Where the work came after its commit and succeeded, that is proved before the answer is released: a process that dies on the way
     * leaves no proof, and the charge is given back. Without a proof the answer is none either.
     */
    Step.Outcome prove(Attempt attempt) {
        var usageId = attempt.call().usageId();
        var proof = parts.ledger().prove(usageId, parts.clock().instant());
        if (proof == Ledger.Proof.UNKNOWN) {
            proof = parts.ledger().prove(usageId, parts.clock().instant());
        }
        if (proof == Ledger.Proof.PROVED) {
            return new Step.Next(attempt);
        }
        var unavailable = new Settlement.Unavailable(attempt.account(), true);
        var answered = new Call.Outcome(UNAVAILABLE, latencyMs(attempt));
        return new Step.Answered(giveBack(attempt, answered, () -> answers.answerUnsettled(attempt, unavailable)));
    }

    /** A charged answer is stored before it is released. */
    Step.Outcome store(Attempt attempt) {
        var rendered = attempt.finishedWork().rendered();
        return switch (attempt.hold().store(attempt.call(), attempt.account(), rendered)) {
            case Clearance.Clear() -> new Step.Next(attempt);
            case Clearance.Blocked(var settlement) -> new Step.Answered(answers.answerUnsettled(attempt, settlement));
        };
    }

    long latencyMs(Attempt attempt) {
        return (parts.nanos().getAsLong() - attempt.startedAt()) / NANOS_PER_MILLI;
    }
}

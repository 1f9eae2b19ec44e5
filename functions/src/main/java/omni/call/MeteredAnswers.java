package omni.call;

import omni.account.Account;
import omni.billing.Money;
import omni.call.Shell.Parts;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Responses;
import omni.log.LogLine;
import omni.meter.Settlement;
import omni.refusal.RefusalProblems;
import org.jspecify.annotations.Nullable;

/** What a metered call is answered, with the account's standing and the cost that each answer tells (contract 8). */
record MeteredAnswers(Parts parts, Responses responses, RefusalProblems problems) {

    /** The work's answer, charged for. */
    Served answerCharged(Attempt attempt) {
        var price = price(attempt, attempt.account());
        return serve(
                attempt,
                attempt.account(),
                attempt.finishedWork().rendered(),
                price,
                attempt.call().usageId());
    }

    /** The answer of work that failed: nothing is charged for it. */
    Served answerUncharged(Attempt attempt, Account account) {
        return serve(
                attempt,
                account,
                attempt.finishedWork().rendered(),
                Money.ZERO,
                attempt.call().usageId());
    }

    /** A stored answer, sent again. */
    Served replay(Attempt attempt, Account account, Responses.Rendered rendered) {
        return serve(attempt, account, rendered, Money.ZERO, null);
    }

    /** A refusal before the work. */
    Served refuse(Attempt attempt, Account account, Reply.Problem problem) {
        return refuse(attempt, account, problem, null);
    }

    /** A problem after the work, or in its place: the log has the usage id. */
    Served refuseSettled(Attempt attempt, Account account, Reply.Problem problem) {
        return refuse(attempt, account, problem, attempt.call().usageId());
    }

    /** What is answered in place of success when a call was not settled; its key is freed where it is ours to free. */
    Served answerUnsettled(Attempt attempt, Settlement settlement) {
        return switch (settlement) {
            case Settlement.Refused(var refusal, var account) -> release(attempt, account, problems.of(refusal));
            case Settlement.Unavailable(var account, var clean) ->
                clean ? release(attempt, account, meteringUnavailable()) : chargeRemains(attempt, account);
            case Settlement.TakenOver() -> refuse(attempt, attempt.stored(), IdempotencyKeys.inFlight());
            case Settlement.AnsweredElsewhere() ->
                attempt.work().isEmpty()
                        ? refuse(attempt, attempt.stored(), IdempotencyKeys.inFlight())
                        : answerCharged(attempt.withAccount(attempt.stored()));
            case Settlement.Committed committed -> throw new IllegalStateException("a committed call is answered");
        };
    }

    /** Answers a problem once the key is free; an attempt that has lost it leaves the answer to the one that has it. */
    private Served release(Attempt attempt, Account account, Reply.Problem problem) {
        return attempt.hold().release()
                ? refuseSettled(attempt, account, problem)
                : refuse(attempt, account, IdempotencyKeys.inFlight());
    }

    /** The residue of architecture 5: something may stay charged though nobody was answered. */
    Served chargeRemains(Attempt attempt, Account account) {
        parts.log()
                .line(new LogLine.CallLoss(
                        LogLine.CallLoss.Loss.CHARGE_WITHOUT_ANSWER,
                        attempt.exchange().requestId(),
                        attempt.call().usageId()));
        return refuseSettled(attempt, account, meteringUnavailable());
    }

    static Reply.Problem meteringUnavailable() {
        return Reply.Problem.of(
                        ErrorCode.METERING_UNAVAILABLE,
                        "The call could not be counted, so it was not served; nothing is charged.")
                .retryAfter(1);
    }

    private Money price(Attempt attempt, Account after) {
        var live = attempt.exchange().requireCaller().liveAccount();
        return !after.live() || live == null
                ? Money.ZERO
                : parts.headers()
                        .planPrice(
                                after,
                                attempt.route().meterClass(),
                                attempt.exchange().now());
    }

    private Served refuse(Attempt attempt, Account account, Reply.Problem problem, @Nullable String usageId) {
        var rendered = responses.render(problem, attempt.exchange().trace());
        // whoever is refused as unknown learns nothing of the organization either (contract 8)
        return problem.code().status() == 401
                ? new Served(rendered, null, attempt.route().meterClass().key(), Money.ZERO, usageId)
                : serve(attempt, account, rendered, Money.ZERO, usageId);
    }

    private Served serve(
            Attempt attempt, Account counted, Responses.Rendered rendered, Money cost, @Nullable String usageId) {
        var caller = attempt.exchange().requireCaller().withAccount(counted);
        var live = caller.liveAccount() == null ? counted : caller.liveAccount();
        var meterClass = attempt.route().meterClass();
        var standing =
                parts.headers().of(live, counted, meterClass, parts.clock().instant());
        return new Served(rendered, standing, meterClass.key(), cost, usageId);
    }
}

package omni.call;

import omni.account.Account;
import omni.call.Shell.Parts;
import omni.http.Responses;
import omni.meter.Idempotency;
import omni.meter.WindowCount;
import omni.refusal.RefusalProblems;

/** A stored answer under an Idempotency-Key, sent again: counted in the window, billed to nobody (contract 7.2, 10). */
record Replay(Parts parts, RefusalProblems problems, MeteredAnswers answers, MeteredSteps steps) {

    Served send(Attempt attempt, Idempotency.Stored answer) {
        var live = attempt.exchange().requireCaller().liveAccount();
        var plan = parts.headers()
                .position(
                        live == null ? attempt.stored() : live,
                        attempt.exchange().now())
                .effectivePlan();
        return switch (parts.metering().count(attempt.stored(), attempt.route().meterClass(), plan)) {
            case WindowCount.Limited(var refusal, var account) ->
                answers.refuse(attempt, account, problems.of(refusal));
            case WindowCount.Missed(var account, var cause) ->
                answers.refuse(attempt, account, MeteredAnswers.meteringUnavailable());
            case WindowCount.Counted(var after) -> send(attempt, answer, after);
        };
    }

    /** What was too large to be stored is made anew where a GET makes it. */
    private Served send(Attempt attempt, Idempotency.Stored answer, Account after) {
        var body = answer.body();
        if (body == null && !attempt.route().method().equals("GET")) {
            return answers.refuse(attempt, after, IdempotencyKeys.tooLarge());
        }
        var rendered = body == null ? steps.render(attempt) : Responses.Rendered.of(answer, body);
        var served = answers.replay(attempt, after, rendered);
        return rendered.status() < 400 ? served.with("Idempotency-Replayed", "true") : served;
    }
}

package omni.call;

import java.util.List;
import java.util.Optional;
import omni.account.Account;
import omni.call.Shell.Parts;
import omni.catalog.RouteEntry;
import omni.http.Responses;
import omni.meter.Call;
import omni.refusal.RefusalProblems;

/**
 * A billable call from step 3 on (contract 4 and 10, architecture 3 and 5), as the list of its steps. Nothing is released before
 * its commit; a refused call does no work and writes nothing.
 */
final class MeteredFlow {

    private final Parts parts;
    private final MeteredAnswers answers;

    /** The ordinary order: work, commit, answer. */
    private final List<Step> workFirst;

    /** The same under an Idempotency-Key. */
    private final List<Step> workFirstKeyed;

    /** For work that must not run unpaid: commit, work, proof, answer; a failure gives the charge back. */
    private final List<Step> commitFirst;

    /** The same under an Idempotency-Key. */
    private final List<Step> commitFirstKeyed;

    MeteredFlow(Parts parts, Responses responses, RefusalProblems problems) {
        this.parts = parts;
        this.answers = new MeteredAnswers(parts, responses, problems);
        var steps = new MeteredSteps(parts, responses, problems, answers);
        var claim = new ClaimStep(parts, steps, answers, new Replay(parts, problems, answers, steps));
        workFirst = List.of(steps::checkRate, steps::checkFunding, steps::work, steps::recordFailed, steps::commit);
        workFirstKeyed = List.of(
                steps::checkRate,
                claim,
                steps::work,
                steps::giveUpFailed,
                steps::recordFailed,
                steps::commit,
                steps::store);
        commitFirst = List.of(
                steps::checkRate, steps::checkFunding, steps::commit, steps::work, steps::giveBackFailed, steps::prove);
        commitFirstKeyed = List.of(
                steps::checkRate, claim, steps::commit, steps::work, steps::giveBackFailed, steps::prove, steps::store);
    }

    Served serve(RouteEntry route, Endpoint endpoint, Exchange exchange, long startedAt) {
        var attempt = attempt(route, endpoint, exchange, startedAt);
        for (var step : steps(route, exchange)) {
            switch (step.take(attempt)) {
                case Step.Next(var next) -> attempt = next;
                case Step.Answered(var served) -> {
                    return served;
                }
            }
        }
        return answers.answerCharged(attempt);
    }

    private List<Step> steps(RouteEntry route, Exchange exchange) {
        var keyed = IdempotencyKeys.header(exchange.request()).isPresent();
        if (route.commitBefore()) {
            return keyed ? commitFirstKeyed : commitFirst;
        }
        return keyed ? workFirstKeyed : workFirst;
    }

    private Attempt attempt(RouteEntry route, Endpoint endpoint, Exchange exchange, long startedAt) {
        var stored = exchange.requireCaller().account();
        if (stored == null) {
            throw new IllegalStateException("the gate lets nobody without an account in here");
        }
        var call = call(route, exchange, stored);
        return new Attempt(
                route, endpoint, exchange, call, stored, stored, new Unkeyed(parts), Optional.empty(), startedAt);
    }

    private Call call(RouteEntry route, Exchange exchange, Account stored) {
        var principal = exchange.requireCaller().principal();
        var live = exchange.requireCaller().liveAccount();
        return new Call(
                parts.ids().of("use"),
                exchange.requestId(),
                principal.principalId(),
                principal.authMode(),
                principal.keyHash(),
                principal.keyExpiresAt(),
                route.number(),
                route.meterClass(),
                false,
                stored.live() || live == null ? null : parts.headers().position(live, exchange.now()));
    }
}

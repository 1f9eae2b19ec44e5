package omni.assistant;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.assistant.Intent.Call;
import omni.chat.ChatRuntime.Turn;
import omni.chat.ChatStep;
import omni.chat.FinishReason;
import omni.chat.RuntimeStep;

/** Follows what a message is answered by: the plan, the calls, then what is said; where it stands, the turn's steps tell. */
final class Script {

    private final Turn turn;

    private Script(Turn turn) {
        this.turn = turn;
    }

    static RuntimeStep next(Intent intent, Turn turn) {
        var script = new Script(turn);
        return switch (intent) {
            case Intent.Words(var pieces) ->
                script.say(
                        pieces.stream().<RuntimeStep>map(RuntimeStep.Say::new).toList(), FinishReason.STOP);
            case Intent.Lookups lookups -> script.next(lookups);
        };
    }

    private RuntimeStep next(Intent.Lookups lookups) {
        if (lookups.calls().size() > 1) {
            var decided = decided();
            if (decided.isEmpty()) {
                return plan(lookups.calls());
            }
            if (!decided.get().isApproved()) {
                return say(List.of(new RuntimeStep.Say("All right, I have looked nothing up.")), FinishReason.STOP);
            }
        }
        var done = done(lookups.calls());
        return done.size() < lookups.calls().size()
                ? call(lookups.calls().get(done.size()), done)
                : tell(lookups, done);
    }

    private Optional<ChatStep.PlanDecided> decided() {
        return turn.steps().stream()
                .filter(ChatStep.PlanDecided.class::isInstance)
                .map(ChatStep.PlanDecided.class::cast)
                .findFirst();
    }

    private static RuntimeStep plan(List<Call> calls) {
        var wanted = calls.stream().filter(call -> !isOnTheWay(call, calls)).toList();
        var tools = wanted.stream()
                .map(call -> call.card().tool().title())
                .distinct()
                .collect(joining(", "));
        var subjects = wanted.stream()
                .map(Call::about)
                .filter(about -> !about.isEmpty())
                .distinct()
                .collect(joining(", "));
        return new RuntimeStep.ProposePlan(
                subjects.isEmpty() ? tools : tools + ": " + subjects,
                calls.stream().map(Questions::summary).toList(),
                calls.stream().map(call -> call.card().name()).distinct().toList());
    }

    /** Whether a call only finds what another needs. */
    private static boolean isOnTheWay(Call call, List<Call> calls) {
        int at = calls.indexOf(call);
        return calls.stream().map(Call::chain).anyMatch(chain -> chain != null && chain.from() == at);
    }

    /** How the calls came out so far, each in its place; one that lacks what an earlier one should have found is passed over. */
    private List<Outcome> done(List<Call> calls) {
        var steps =
                turn.steps().stream().flatMap(step -> Outcome.of(step).stream()).iterator();
        var done = new ArrayList<Outcome>();
        for (var call : calls) {
            if (lacksArgument(call, done)) {
                done.add(new Outcome.PassedOver());
            } else if (steps.hasNext()) {
                done.add(steps.next());
            } else {
                break;
            }
        }
        return done;
    }

    private static boolean lacksArgument(Call call, List<Outcome> done) {
        var chain = call.chain();
        return chain != null
                && done.size() > chain.from()
                && done.get(chain.from()).value(chain, call.card()).isEmpty();
    }

    private static RuntimeStep call(Call call, List<Outcome> done) {
        return new RuntimeStep.CallTool(call.card().name(), Outcome.arguments(call, done), Questions.summary(call));
    }

    private RuntimeStep tell(Intent.Lookups lookups, List<Outcome> done) {
        var areAllDown = done.stream()
                .allMatch(outcome -> (outcome instanceof Outcome.Failed failed && failed.isTransient())
                        || outcome instanceof Outcome.PassedOver);
        return say(new Telling(lookups, done).steps(), areAllDown ? FinishReason.ERROR : FinishReason.STOP);
    }

    /** The first of the answer's pieces that has not been sent; at last its end. */
    private RuntimeStep say(List<RuntimeStep> pieces, FinishReason reason) {
        long sent = turn.steps().stream()
                .filter(step -> step instanceof ChatStep.Said || step instanceof ChatStep.Cited)
                .count();
        return sent < pieces.size() ? pieces.get((int) sent) : new RuntimeStep.Finish(reason);
    }
}

package omni.dialog;

import java.util.ArrayList;
import java.util.List;
import omni.chat.ChatRuntime;
import omni.chat.ChatStep;
import omni.chat.FinishReason;
import omni.chat.RuntimeStep;
import omni.chat.RuntimeStep.CallTool;
import omni.chat.RuntimeStep.Cite;
import omni.chat.RuntimeStep.Finish;
import omni.chat.RuntimeStep.ProposePlan;
import omni.chat.RuntimeStep.Say;
import org.jspecify.annotations.Nullable;

/** Does one step after the other, as a test lists them: which is next follows from the steps that are done, as with any runtime. */
final class ScriptedRuntime implements ChatRuntime {

    private final List<RuntimeStep> script = new ArrayList<>();
    final List<Turn> turns = new ArrayList<>();
    private Runnable before = () -> {};
    private @Nullable ChatRuntime other;
    private int hangsAt = Integer.MAX_VALUE;

    ScriptedRuntime does(RuntimeStep... steps) {
        script.clear();
        script.addAll(List.of(steps));
        return this;
    }

    /** Another runtime in its place. */
    void is(ChatRuntime runtime) {
        other = runtime;
    }

    /** Happens before each step. */
    void before(Runnable happens) {
        before = happens;
    }

    /** Never says what comes after so many steps. */
    void hangsAt(int step) {
        hangsAt = step;
    }

    @Override
    public RuntimeStep next(Turn turn) {
        turns.add(turn);
        before.run();
        if (other != null) {
            return other.next(turn);
        }
        var done = (int) turn.steps().stream().filter(ScriptedRuntime::counts).count();
        if (done >= hangsAt) {
            throw Hang.forever();
        }
        return done < script.size() ? script.get(done) : new Finish(FinishReason.STOP);
    }

    /** An approved permission leaves no step but its tool's. */
    private static boolean counts(ChatStep step) {
        return switch (step) {
            case ChatStep.Said _,
                    ChatStep.Cited _,
                    ChatStep.ToolUsed _,
                    ChatStep.PlanDecided _,
                    ChatStep.PermissionRefused _ -> true;
        };
    }

    static Say say(String text) {
        return new Say(text);
    }

    static CallTool call(String tool) {
        return new CallTool(tool, java.util.Map.of("q", "Apple"), "Looks Apple up");
    }

    static ProposePlan plan(String... tools) {
        return new ProposePlan("Two looks", List.of("Find it", "Read it"), List.of(tools));
    }

    static Cite cite(String accession) {
        return new Cite(new RuntimeStep.Citation(accession, "item_1", "https://sec.example/1", "…"));
    }

    static Finish finish(FinishReason reason) {
        return new Finish(reason);
    }
}

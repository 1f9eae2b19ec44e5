package omni.dialog;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omni.chat.ChatMessage;
import omni.chat.ChatRuntime.Turn;
import omni.chat.ChatStep;
import omni.chat.ChatTool;
import omni.chat.ChatTurn;
import omni.chat.RuntimeStep;
import omni.json.Json;
import omni.log.ChatLine.Failure;
import omni.socket.ServerFrame;
import omni.socket.ServerFrame.ChatDelta;
import org.jspecify.annotations.Nullable;

/** One run: asks the runtime for one step after the other, and does it. Each step says whether the run goes on. */
final class MessageRun {

    /** As JSON a frame of so many characters has less than 32 KiB, whatever they are. */
    private static final int DELTA_CHARACTERS = 4000;

    private static final int MAX_ARGUMENT_BYTES = 8 * 1024;

    private final MessageWork.Ports ports;
    private final RunHold hold;
    private final ToolSteps tools;
    private final PersonAsked person;
    private final MessageEnd end;
    private final List<ChatTurn> earlier;
    private final List<ChatTool> offered;

    MessageRun(MessageWork.Ports ports, RunHold hold) {
        this.ports = ports;
        this.hold = hold;
        this.end = new MessageEnd(ports, hold);
        this.tools = new ToolSteps(ports, hold, end);
        this.person = new PersonAsked(ports, hold, end);
        var key = hold.message().key();
        this.earlier = ports.messages().turns(key.user(), key.sessionId());
        this.offered = ports.tools().of(key.user());
    }

    /** @param answer of a person, where one was asked */
    void goOn(ChatMessage.@Nullable Answer answer) {
        var goesOn = answer == null || take(answer);
        while (goesOn) {
            goesOn = step();
        }
    }

    private boolean take(ChatMessage.Answer answer) {
        return switch (answer.question()) {
            case ChatMessage.Plan plan ->
                add(new ChatStep.PlanDecided(
                        plan.id(), plan.steps(), plan.tools(), answer.isApproved(), answer.comment()));
            case ChatMessage.Permission asked ->
                answer.isApproved()
                        ? callOrRefuse(new ToolUse(asked.toolCallId(), asked.toolName(), asked.arguments()))
                        : add(new ChatStep.PermissionRefused(asked.id(), asked.toolName(), asked.arguments()));
        };
    }

    /** While a person thinks, they may disconnect its source. */
    private boolean callOrRefuse(ToolUse use) {
        var refusal = refusal(use.name(), use.arguments());
        return refusal == null ? tools.call(use) : tools.refuse(use, refusal);
    }

    private boolean add(ChatStep step) {
        hold.add(step);
        return true;
    }

    private boolean step() {
        if (hold.isFull()) {
            return end.cutShort();
        }
        var next = Bounded.call(() -> ports.runtime().next(turn()), hold.timeLeft());
        return next.isEmpty() ? end.cutShort() : act(next.get());
    }

    private boolean act(RuntimeStep next) {
        return switch (next) {
            case RuntimeStep.Say(var text) -> say(text);
            case RuntimeStep.Cite(var citation) -> cite(citation);
            case RuntimeStep.CallTool call -> call(call);
            case RuntimeStep.ProposePlan plan -> person.propose(plan);
            case RuntimeStep.Finish(var reason) -> end.finish(reason);
        };
    }

    private Turn turn() {
        var message = hold.message();
        var off = ports.sources().disconnected(message.key().user());
        var all = offered.stream().collect(Collectors.partitioningBy((ChatTool tool) -> off.contains(tool.source())));
        return new Turn(
                message.text(),
                earlier,
                message.mode(),
                all.getOrDefault(false, List.of()),
                all.getOrDefault(true, List.of()),
                hold.steps(),
                hold.deadline());
    }

    private boolean say(String text) {
        var seq = hold.steps().stream().mapToInt(MessageRun::frames).sum();
        hold.add(new ChatStep.Said(""));
        for (var from = 0; from < text.length(); ) {
            var to = pieceEnd(text, from);
            var piece = text.substring(from, to);
            hold.addToLast(piece);
            var message = hold.message();
            if (!hold.say(new ChatDelta(message.key().id(), message.messageId(), seq++, piece))) {
                return end.fail(Failure.CONNECTION_GONE);
            }
            if (hold.isFull()) {
                return end.cutShort();
            }
            from = to;
        }
        return true;
    }

    /** In how many frames a step was said. */
    private static int frames(ChatStep step) {
        var count = 0;
        if (step instanceof ChatStep.Said(var text)) {
            for (var from = 0; from < text.length(); from = pieceEnd(text, from)) {
                count++;
            }
        }
        return count;
    }

    /** No piece ends within a pair of surrogates. */
    private static int pieceEnd(String text, int from) {
        var to = Math.min(text.length(), from + DELTA_CHARACTERS);
        return to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
    }

    private boolean cite(RuntimeStep.Citation citation) {
        var cut = new RuntimeStep.Citation(
                Cut.textOrNull(citation.accession(), 100),
                Cut.textOrNull(citation.sectionKey(), 100),
                Cut.textOrNull(citation.sourceUrl(), 2000),
                Cut.textOrNull(citation.snippet(), 1000));
        hold.add(new ChatStep.Cited(cut));
        return hold.say(new ServerFrame.Citation(
                        hold.message().messageId(), cut.accession(), cut.sectionKey(), cut.sourceUrl(), cut.snippet()))
                || end.fail(Failure.CONNECTION_GONE);
    }

    private boolean call(RuntimeStep.CallTool call) {
        if (tools.used() >= ChatMessage.MAX_TOOL_CALLS) {
            return end.cutShort();
        }
        var use = new ToolUse(ports.ids().of("tcl"), call.name(), call.arguments());
        var refusal = refusal(call.name(), call.arguments());
        if (refusal != null) {
            return tools.refuse(use, refusal);
        }
        return Consent.isNeeded(hold.message().mode(), call.name(), hold.steps())
                ? person.askFor(use, call.summary())
                : tools.call(use);
    }

    /** Why a tool can't even be asked for; null where it can. */
    private @Nullable String refusal(String name, Map<String, @Nullable Object> arguments) {
        var off = ports.sources().disconnected(hold.message().key().user());
        var tool = offered.stream().filter(known -> known.name().equals(name)).findFirst();
        if (tool.isEmpty()) {
            return "There is no tool of this name.";
        }
        if (off.contains(tool.get().source())) {
            return "The source of this tool is disconnected: " + tool.get().source() + ".";
        }
        return Json.write(arguments).length > MAX_ARGUMENT_BYTES ? "The arguments are too long." : null;
    }
}

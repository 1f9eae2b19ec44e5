package omni.dialog;

import java.time.Duration;
import java.time.Instant;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Question;
import omni.chat.ChatStep;
import omni.chat.RuntimeStep.ProposePlan;
import omni.log.ChatLine.Failure;
import omni.socket.ServerFrame;
import omni.socket.ServerFrame.PermissionRequest;
import omni.socket.ServerFrame.PlanApprovalRequest;

/** Asks a person, and ends the run: what is asked is stored, and the message goes on with the answer, or with silence. */
record PersonAsked(MessageWork.Ports ports, RunHold hold, MessageEnd end) {

    /** So much longer than a question a charge may stay unproved: for the run that goes on. */
    static final Duration MARGIN = Duration.ofMinutes(2);

    private static final int TITLE_CHARACTERS = 200;
    private static final int LINE_CHARACTERS = 400;
    private static final int MAX_LINES = 20;

    /** Asks whether a tool may be called. */
    boolean askFor(ToolUse use, String summary) {
        var expiresAt = expiresAt();
        var asked = new ChatMessage.Permission(ports.ids().of("prm"), use.toolCallId(), use.name(), use.arguments());
        return waitFor(
                asked,
                expiresAt,
                new PermissionRequest(
                        asked.id(),
                        hold.message().messageId(),
                        use.name(),
                        Cut.text(summary, LINE_CHARACTERS),
                        expiresAt));
    }

    /** Shows a plan, unless it needs nobody's consent. */
    boolean propose(ProposePlan plan) {
        var planId = ports.ids().of("pln");
        var steps = plan.steps().stream()
                .limit(MAX_LINES)
                .map(step -> Cut.text(step, LINE_CHARACTERS))
                .toList();
        var tools = plan.tools().stream().limit(MAX_LINES).toList();
        if (!Consent.isNeeded(hold.message().mode(), plan)) {
            hold.add(new ChatStep.PlanDecided(planId, steps, tools, true, null));
            return true;
        }
        var expiresAt = expiresAt();
        return waitFor(
                new ChatMessage.Plan(planId, steps, tools),
                expiresAt,
                new PlanApprovalRequest(
                        planId,
                        hold.message().messageId(),
                        Cut.text(plan.title(), TITLE_CHARACTERS),
                        steps,
                        expiresAt));
    }

    private Instant expiresAt() {
        return ports.clock().instant().plus(ChatMessage.ANSWER);
    }

    /** The charge first, which may have been given back by now; then the question, so that an answer finds it. */
    private boolean waitFor(Question question, Instant expiresAt, ServerFrame frame) {
        var now = ports.clock().instant();
        if (!ports.ledger().extend(hold.message().usageId(), expiresAt.plus(MARGIN), now)) {
            return end.fail(Failure.LAPSED);
        }
        if (hold.save(new ChatMessage.Waiting(question, expiresAt), frame)) {
            hold.sayLast(frame);
        }
        return false;
    }
}

package omni.dialog;

import java.util.List;
import omni.chat.ChatStep;
import omni.chat.ChatStep.PlanDecided;
import omni.chat.ChatStep.ToolUsed;
import omni.chat.PermissionMode;
import omni.chat.RuntimeStep.ProposePlan;

/** What a person is asked before it is done (contract 14.2, {@code permissionMode}). */
final class Consent {

    private Consent() {}

    /** Whether a person is asked before a tool is called. */
    static boolean isNeeded(PermissionMode mode, String tool, List<ChatStep> done) {
        return switch (mode) {
            case ALLOW_ALL -> false;
            case ASK -> !isPlanned(tool, done);
            case SAFE -> !isPlanned(tool, done) && !isFirst(done);
        };
    }

    /** Whether a person is asked before a plan is followed. */
    static boolean isNeeded(PermissionMode mode, ProposePlan plan) {
        return switch (mode) {
            case ALLOW_ALL -> false;
            case ASK -> true;
            case SAFE -> plan.tools().size() > 1 || plan.steps().size() > 1;
        };
    }

    private static boolean isPlanned(String tool, List<ChatStep> done) {
        return done.stream()
                .anyMatch(step -> step instanceof PlanDecided plan
                        && plan.isApproved()
                        && plan.tools().contains(tool));
    }

    /** One tool alone needs nobody's consent, but for a person who has just refused. */
    private static boolean isFirst(List<ChatStep> done) {
        return done.stream().noneMatch(Consent::isUsedOrRefused);
    }

    private static boolean isUsedOrRefused(ChatStep step) {
        return switch (step) {
            case ToolUsed _ -> true;
            case PlanDecided plan -> !plan.isApproved();
            case ChatStep.PermissionRefused _ -> true;
            case ChatStep.Said _, ChatStep.Cited _ -> false;
        };
    }
}

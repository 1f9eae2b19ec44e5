package omni.dialog;

import omni.socket.ClientFrame.PermissionResponse;
import omni.socket.ClientFrame.PlanApproval;

/** What a person says to a question. */
final class Answers {

    private Answers() {}

    static PermissionResponse permission(String permissionId, boolean approved) {
        return new PermissionResponse("r", permissionId, approved);
    }

    static PlanApproval plan(String planId, boolean approved) {
        return new PlanApproval("r", planId, approved, "Well.");
    }
}

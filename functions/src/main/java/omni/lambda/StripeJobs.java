package omni.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import omni.call.Operation.Group;
import omni.job.Jobs;
import omni.job.PushUsage;
import omni.job.Reconcile;
import omni.job.SweepStripe;

/** How each job of the group {@code STRIPE} is made. */
public record StripeJobs(StripeRoot root) {

    /** The function of a job. */
    public RequestStreamHandler function(Jobs job) {
        return switch (job) {
            case SWEEP_STRIPE -> new SweepStripe(root.sweep());
            case PUSH_USAGE -> new PushUsage(root.pushRun());
            case RECONCILE -> new Reconcile(root.reconciliationRun());
            default -> throw OperationSetting.notOf(Group.STRIPE, job.name());
        };
    }
}

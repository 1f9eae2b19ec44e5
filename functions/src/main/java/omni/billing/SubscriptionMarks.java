package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has set on a subscription; its status does not show it.
 *
 * @param cancelAtPeriodEnd whether it ends no later than its period
 * @param cancelAt when it ends; null while that is not set
 * @param collectionPaused whether its invoices are not collected for now; its plan stays
 */
public record SubscriptionMarks(
        boolean cancelAtPeriodEnd, @Nullable Instant cancelAt, boolean collectionPaused) {

    public static final SubscriptionMarks NONE = new SubscriptionMarks(false, null, false);
}

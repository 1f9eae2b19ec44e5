package omni.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.billing.Approval;

/** The value of an {@link AccountField}, of which each rendering makes its own. */
public sealed interface AccountValue {

    record Whole(long number) implements AccountValue {}

    record Truth(boolean truth) implements AccountValue {}

    record Moment(Instant at) implements AccountValue {}

    record Approvals(List<Approval> approvals) implements AccountValue {}

    /** A count for each meter class; a class that is absent has none. */
    record Counts(Map<Integer, Long> byClass) implements AccountValue {}
}

package omni.meter;

import omni.account.Account;

/** The port to the counters: carries out one {@link CommitPlan} as one conditional write, without retrying by itself. */
public interface Meter {

    Result write(CommitPlan plan);

    /** What is known about the write afterwards. */
    sealed interface Result {

        /** It took effect; {@code after} is the account as it then was. */
        record Applied(Account after) implements Result {}

        /** The condition did not hold on {@code current}; nothing was written. */
        record Refused(Account current) implements Result {}

        /** Throttled, or canceled by a transaction: certainly not written. */
        record NotApplied(String cause) implements Result {}

        /** No answer: it may have been written, may still be, or may never be. */
        record Unknown(String cause) implements Result {}
    }
}

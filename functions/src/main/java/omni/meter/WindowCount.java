package omni.meter;

import omni.account.Account;

/** How the counting of a free call or a replay ended. */
public sealed interface WindowCount {

    record Counted(Account after) implements WindowCount {}

    record Limited(Refusal.RateLimited refusal, Account account) implements WindowCount {}

    /** The count was not written, or nobody knows. */
    record Missed(Account account, String cause) implements WindowCount {}
}

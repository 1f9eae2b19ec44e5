package omni.meter;

import omni.account.Account;
import omni.account.LastCall;

/** How the commit of a call ended. */
public sealed interface Settlement {

    /** Counted once; {@code after} is the account with it, {@code call} what was recorded. */
    record Committed(Account after, LastCall call) implements Settlement {}

    /** Refused on fresher facts: the finished work is discarded, nothing was charged. */
    record Refused(Refusal refusal, Account account) implements Settlement {}

    /** With an Idempotency-Key: this attempt's answer is stored already and stands. */
    record AnsweredElsewhere() implements Settlement {}

    /** With an Idempotency-Key: a later attempt has taken over, and it alone may answer. */
    record TakenOver() implements Settlement {}

    /**
     * Nothing can be said, so nothing is served.
     *
     * @param clean false when a charge may remain although nobody was answered: counted by a metric
     */
    record Unavailable(Account account, boolean clean) implements Settlement {}
}

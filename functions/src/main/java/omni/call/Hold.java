package omni.call;

import omni.account.Account;
import omni.http.Responses;
import omni.meter.Annulment;
import omni.meter.Call;

/** What an attempt has on its usage id: who else may run under it, and how it is given up. */
sealed interface Hold permits Claim, Unkeyed {

    /** Whether an earlier attempt ran under the same usage id: it may have been charged. */
    boolean mayBeCharged();

    /** Whether an earlier attempt is known to have been charged: then this one answers without a commit. */
    boolean isCharged();

    /** Whether no other attempt can run under the usage id any more. */
    boolean isExclusive();

    /** How an answer other than success is marked, where something may have been charged. */
    Annulment annulment();

    /** Gives up the usage id, uncharged; false when another attempt has it. */
    boolean release();

    /** Gives up before an error is answered; what an earlier attempt may have been charged is given back first. */
    Clearance giveUp(Call call, Account account, Call.Outcome answered);

    /** Stores a charged answer where a retry will look for it. */
    Clearance store(Call call, Account account, Responses.Rendered rendered);
}

package omni.meter;

import omni.account.Account;

/** Puts the mark that the caller of a usage id was not answered, so that whatever was charged under it is given back. */
@FunctionalInterface
public interface Annulment {

    Result annul(Call call, Account account, Call.Outcome answered);

    /** How that went, in order of precedence. */
    enum Result {
        /** The mark is there. */
        MARKED,
        /** An earlier attempt's answer is stored as the answer: the caller gets that one, nothing was marked. */
        ANSWERED,
        /** Another attempt has taken the call over: it decides about the mark. */
        TAKEN_OVER,
        /** The mark may not be there: the residue of architecture 5. */
        FAILED
    }
}

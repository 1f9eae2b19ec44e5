package omni.http;

import omni.access.Principal;
import omni.metering.Account;
import org.jspecify.annotations.Nullable;

/**
 * A proved principal with the facts that authentication read.
 *
 * @param account the live account, or the test account for a test key; null for a human without an organisation
 * @param liveAccount the organisation's live account, whatever the key's mode; null likewise
 */
public record Caller(
        Principal principal,
        @Nullable Account account,
        @Nullable Account liveAccount) {

    /** The same caller after its call was counted on {@code after}. */
    Caller counted(Account after) {
        return new Caller(principal, after, after.live() ? after : liveAccount);
    }

    /** The live account of the organisation that the shell has made sure of. */
    public Account live() {
        if (liveAccount == null) {
            throw new IllegalStateException("the shell lets nobody without an account in here");
        }
        return liveAccount;
    }

    /** The organisation that the shell has made sure of. */
    public String orgId() {
        var orgId = principal.orgId();
        if (orgId == null) {
            throw new IllegalStateException("the shell lets nobody without an organisation in here");
        }
        return orgId;
    }
}

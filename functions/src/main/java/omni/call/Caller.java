package omni.call;

import java.util.List;
import omni.access.Principal;
import omni.account.Account;
import omni.member.OpenInvitation;
import org.jspecify.annotations.Nullable;

/**
 * A proved principal with the facts that authentication read.
 *
 * @param account the live account, or the test account for a test key; null for a human without an organization
 * @param liveAccount the organization's live account, whatever the key's mode; null likewise
 * @param invitations of a human without an organization: those that they may join
 */
public record Caller(
        Principal principal,
        @Nullable Account account,
        @Nullable Account liveAccount,
        List<OpenInvitation> invitations) {

    public Caller {
        invitations = List.copyOf(invitations);
    }

    /** A caller who is invited nowhere, or need not know. */
    public Caller(Principal principal, @Nullable Account account, @Nullable Account liveAccount) {
        this(principal, account, liveAccount, List.of());
    }

    /** The same caller after its call was counted on {@code after}. */
    Caller withAccount(Account after) {
        return new Caller(principal, after, after.live() ? after : liveAccount);
    }

    /** The live account of the organization that the shell has made sure of. */
    public Account live() {
        if (liveAccount == null) {
            throw new IllegalStateException("the shell lets nobody without an account in here");
        }
        return liveAccount;
    }

    /** The organization that the shell has made sure of. */
    public String orgId() {
        var orgId = principal.orgId();
        if (orgId == null) {
            throw new IllegalStateException("the shell lets nobody without an organization in here");
        }
        return orgId;
    }
}

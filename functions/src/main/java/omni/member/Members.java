package omni.member;

import java.time.Instant;
import java.util.List;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * The port to the members of organizations (contract 11.1a). Each change is one transaction with its audit event and with the
 * organization's counts of seats taken and of active members, which are what its conditions bound: so neither a seat too many
 * nor an organization without a member comes of any race.
 */
public interface Members {

    /** Everybody who takes a seat, newest first. */
    List<Member> list(String orgId);

    /** Who takes a seat under this address; null for nobody. */
    @Nullable
    Member find(String orgId, EmailAddress email);

    /** Gives a seat to somebody who has none, if fewer than {@code seats} are taken. */
    Invitation invite(Member.Invited invited, int seats, AuditEvent event);

    /** Who was an active member under this address and was removed, the latest first; nobody longer than 400 days. */
    List<Member.Active> listRemoved(String orgId, EmailAddress email);

    /**
     * Takes a member's seat, and of an active one the way from the person to the organization, which ends their sessions and
     * bearer tokens there and leaves them free to join or found another. The key ring
     * moves on with it, so that what they are making at this moment is decided again, and it stays known that they were here.
     */
    Removal remove(Member member, AuditEvent event);

    /** Lists a member under the address that the issuer has verified now; false when anything of it changed meanwhile. */
    boolean move(Move move);

    /**
     * Somebody who signed in with another address than before.
     *
     * @param member as they were listed
     * @param human the same person with the new address
     * @param mergedInvitation an invitation of their own organization to that address, which is theirs now: its seat is given back. Null
     *     for none
     * @param session opened with it
     */
    record Move(
            Member.Active member,
            Human human,
            Member.@Nullable Invited mergedInvitation,
            Session session,
            AuditEvent event) {}

    /** Lets an invitation stand anew from now on, in the seat that it has; false when it changed meanwhile. */
    boolean renew(Member.Invited before, Member.Invited after, AuditEvent event);

    /** The invitations of an address that stand, the oldest first, {@code limit} at most. */
    List<Member.Invited> invitations(EmailAddress email, Instant now, int limit);

    /** Makes the invited person an active member, and for a browser opens their session, unless they have an organization. */
    Joining join(Joiner joiner);

    /**
     * Somebody who chose to take up an invitation.
     *
     * @param invitation that they take up
     * @param human as they will be known
     * @param session their first under it; null for one without a browser
     */
    record Joiner(
            Member.Invited invitation,
            Human human,
            @Nullable Session session,
            AuditEvent event) {}

    /** How an invitation ended. */
    enum Invitation {
        INVITED,
        /** They take a seat already: nothing was written. */
        KNOWN,
        /** All seats are taken: nothing was written. */
        FULL
    }

    /** How a removal ended. */
    enum Removal {
        REMOVED,
        /** Nobody active would be left: nothing was written. */
        LAST,
        /** The member changed meanwhile: read and decide again. */
        MOVED
    }

    /** How joining ended. */
    enum Joining {
        JOINED,
        /** The invitation is no more: nothing was written. */
        WITHDRAWN,
        /** The person has an organization: nothing was written. */
        ELSEWHERE
    }
}

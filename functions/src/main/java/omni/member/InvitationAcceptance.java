package omni.member;

import java.time.Instant;
import java.util.Map;
import omni.access.AuthMode;
import omni.access.Human;
import omni.access.IdentityProvider.Identity;
import omni.access.Ids;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/** What taking up an invitation makes: a person of the organization, a browser's session and the audit event (contract 11.1a). */
public final class InvitationAcceptance {

    private InvitationAcceptance() {}

    /**
     * Who joins, and how.
     *
     * @param identity with the verified address that was invited
     * @param provedBy how they proved it
     * @param undecidedSession the session in which they chose it, which another one goes on from; null for one without a browser
     * @param userId a new one, so that no session of an earlier membership comes back to life
     */
    public record Joining(
            Identity identity, AuthMode provedBy, @Nullable Session undecidedSession, String userId) {}

    /** Ids are fresh ones of {@code ids}; everything happens at {@code now}. */
    public static Members.Joiner prepare(
            Member.Invited invitation, Joining joining, Ids ids, String requestId, Instant now) {
        var identity = joining.identity();
        var undecided = joining.undecidedSession();
        var human = new Human(
                identity.issuer(),
                identity.subject(),
                joining.userId(),
                invitation.orgId(),
                invitation.email().value(),
                now);
        return new Members.Joiner(
                invitation,
                human,
                undecided == null ? null : undecided.settle(ids, human, now),
                event(invitation, human, joining.provedBy(), ids, requestId, now));
    }

    private static AuditEvent event(
            Member.Invited invitation, Human human, AuthMode provedBy, Ids ids, String requestId, Instant now) {
        return new AuditEvent(
                ids.of("evt"),
                invitation.orgId(),
                AuditEvent.AUDIT,
                "member.joined",
                human.userId(),
                provedBy.wire(),
                "api",
                requestId,
                Map.of(
                        "email", human.email(),
                        "previous", Map.of("status", invitation.status()),
                        "new", Map.of("status", "active", "userId", human.userId())),
                now);
    }
}

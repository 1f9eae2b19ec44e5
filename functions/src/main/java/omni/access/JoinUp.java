package omni.access;

import java.time.Instant;
import java.util.Map;
import omni.access.IdentityProvider.Identity;
import omni.metering.AuthMode;

/** What taking up an invitation makes: a person of the organisation, their session and the audit event (contract 11.1a). */
public final class JoinUp {

    private JoinUp() {}

    /** Ids are fresh ones of {@code ids}; everything happens at {@code now}. */
    public static Members.Joiner prepare(
            Member.Invited invitation, Identity identity, Ids ids, String requestId, Instant now) {
        var human = new Human(
                identity.issuer(),
                identity.subject(),
                ids.of("usr"),
                invitation.orgId(),
                invitation.email().value(),
                now);
        return new Members.Joiner(
                invitation,
                human,
                Session.opened(ids, human, identity.operatorGroup(), now),
                event(invitation, human, ids, requestId, now));
    }

    private static AuditEvent event(Member.Invited invitation, Human human, Ids ids, String requestId, Instant now) {
        return new AuditEvent(
                ids.of("evt"),
                invitation.orgId(),
                AuditEvent.AUDIT,
                "member.joined",
                human.userId(),
                AuthMode.SESSION.wire(),
                "api",
                requestId,
                Map.of(
                        "email", human.email(),
                        "previous", Map.of("status", invitation.status()),
                        "new", Map.of("status", "active", "userId", human.userId())),
                now);
    }
}

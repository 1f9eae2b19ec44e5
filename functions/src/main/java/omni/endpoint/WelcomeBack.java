package omni.endpoint;

import java.util.Map;
import java.util.Optional;
import omni.access.AuthMode;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.access.IdentityProvider.Identity;
import omni.access.Ids;
import omni.call.Exchange;
import omni.event.AuditEvent;
import omni.member.Member;
import omni.member.Members;
import omni.member.Session;
import omni.member.Sessions;

/**
 * Opens the session of a person who belongs somewhere, under the address that the issuer has verified now, and lists them under it
 * (contract 3). Where somebody else is listed under that address, the list stays as it is: the session says the new one all the
 * same, and nothing is decided on the list.
 */
record WelcomeBack(Members members, Sessions sessions, Ids ids) {

    /** The session; empty when the membership changed meanwhile: whoever asks looks again. */
    Optional<Session> open(Human human, Identity identity, Exchange exchange) {
        var now = human.at(new EmailAddress(identity.email()));
        var session = Session.open(ids, now, identity.operatorGroup(), exchange.now());
        if (!now.email().equals(human.email())
                && members.find(human.orgId(), new EmailAddress(human.email())) instanceof Member.Active listed
                && listed.human().equals(human)) {
            return moveToNewAddress(listed, now, session, exchange);
        }
        sessions.open(session);
        return Optional.of(session);
    }

    private Optional<Session> moveToNewAddress(Member.Active listed, Human now, Session session, Exchange exchange) {
        var taken = members.find(now.orgId(), new EmailAddress(now.email()));
        if (taken instanceof Member.Active) {
            sessions.open(session);
            return Optional.of(session);
        }
        var merged = taken instanceof Member.Invited invited ? invited : null;
        var move = new Members.Move(listed, now, merged, session, event(listed, now, exchange));
        return members.move(move) ? Optional.of(session) : Optional.empty();
    }

    private AuditEvent event(Member.Active listed, Human now, Exchange exchange) {
        return new AuditEvent(
                ids.of("evt"),
                now.orgId(),
                AuditEvent.AUDIT,
                "member.updated",
                now.userId(),
                AuthMode.SESSION.wire(),
                "api",
                exchange.requestId(),
                Map.of(
                        "email", now.email(),
                        "previous", Map.of("email", listed.human().email()),
                        "new", Map.of("email", now.email())),
                exchange.now());
    }
}

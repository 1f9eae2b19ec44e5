package omni.fakes;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.access.Member;
import org.jspecify.annotations.Nullable;

/** Who belongs where: what organisations, members and sessions in memory share. Whoever changes it holds its monitor. */
final class People {

    private record Subject(String issuer, String subject) {}

    private final Map<Subject, Human> humans = new HashMap<>();
    private final Map<String, Map<EmailAddress, Member>> members = new HashMap<>();

    synchronized @Nullable Human human(String issuer, String subject) {
        return humans.get(new Subject(issuer, subject));
    }

    synchronized Map<EmailAddress, Member> members(String orgId) {
        return members.computeIfAbsent(orgId, unknown -> new LinkedHashMap<>());
    }

    synchronized Map<String, Map<EmailAddress, Member>> all() {
        return members;
    }

    /** False for a person who belongs somewhere. */
    synchronized boolean add(Member.Active member) {
        var human = member.human();
        if (humans.putIfAbsent(new Subject(human.issuer(), human.subject()), human) != null) {
            return false;
        }
        members(human.orgId()).put(member.email(), member);
        return true;
    }

    synchronized void remove(Member member) {
        members(member.orgId()).remove(member.email());
        if (member instanceof Member.Active(var human, var invitedAt)) {
            humans.remove(new Subject(human.issuer(), human.subject()));
        }
    }
}

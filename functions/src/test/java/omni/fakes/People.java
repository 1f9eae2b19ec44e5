package omni.fakes;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.member.Member;
import org.jspecify.annotations.Nullable;

/** Who belongs where: what organizations, members and sessions in memory share. Whoever changes it holds its monitor. */
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

    /** False for a member who is no longer as they were. */
    synchronized boolean move(Member.Active before, Member.Active after) {
        var key = new Subject(after.human().issuer(), after.human().subject());
        var members = members(before.orgId());
        if (!before.equals(members.get(before.email())) || !before.human().equals(humans.get(key))) {
            return false;
        }
        humans.put(key, after.human());
        members.remove(before.email());
        members.put(after.email(), after);
        return true;
    }

    synchronized void remove(Member member) {
        members(member.orgId()).remove(member.email());
        if (member instanceof Member.Active(var human, var invitedAt)) {
            humans.remove(new Subject(human.issuer(), human.subject()));
        }
    }
}

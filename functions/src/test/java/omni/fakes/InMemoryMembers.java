package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import omni.access.EmailAddress;
import omni.event.AuditEvent;
import omni.member.Member;
import omni.member.Members;
import org.jspecify.annotations.Nullable;

/** Members in memory, sharing people with organizations and sessions; what was written or refused can be asked for. */
public final class InMemoryMembers implements Members {

    private final People people;
    private final InMemorySessions sessions;
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final List<Runnable> before = new ArrayList<>();
    private final List<Member.Active> removed = new ArrayList<>();
    private Consumer<Member.Active> whenRemoved = member -> {};
    private int calls;

    public InMemoryMembers(InMemorySessions sessions) {
        this.sessions = sessions;
        this.people = sessions.people();
    }

    public List<AuditEvent> events() {
        return List.copyOf(events);
    }

    /** How often the store was asked. */
    public int calls() {
        return calls;
    }

    /** Runs once, before the next change: what another request does in between. */
    public void beforeNextChange(Runnable meanwhile) {
        before.add(meanwhile);
    }

    private void changing() {
        calls++;
        if (!before.isEmpty()) {
            before.removeFirst().run();
        }
    }

    /** Puts a member there, whatever the seats. */
    public void put(Member member) {
        synchronized (people) {
            switch (member) {
                case Member.Invited invited -> people.members(invited.orgId()).put(invited.email(), invited);
                case Member.Active active -> people.add(active);
            }
        }
    }

    @Override
    public List<Member> list(String orgId) {
        calls++;
        synchronized (people) {
            return people.members(orgId).values().stream()
                    .sorted(Comparator.comparing(Member::invitedAt)
                            .thenComparing(member -> member.email().value())
                            .reversed())
                    .toList();
        }
    }

    @Override
    public @Nullable Member find(String orgId, EmailAddress email) {
        calls++;
        synchronized (people) {
            return people.members(orgId).get(email);
        }
    }

    @Override
    public List<Member.Active> listRemoved(String orgId, EmailAddress email) {
        synchronized (people) {
            return removed.stream()
                    .filter(member ->
                            member.orgId().equals(orgId) && member.email().equals(email))
                    .toList()
                    .reversed();
        }
    }

    /** Tells whoever else has to know, in the same step. */
    public void whenRemoved(Consumer<Member.Active> told) {
        whenRemoved = told;
    }

    @Override
    public Invitation invite(Member.Invited invited, int seats, AuditEvent event) {
        changing();
        synchronized (people) {
            var members = people.members(invited.orgId());
            if (members.containsKey(invited.email())) {
                return Invitation.KNOWN;
            }
            if (members.size() >= seats) {
                return Invitation.FULL;
            }
            members.put(invited.email(), invited);
            events.add(event);
            return Invitation.INVITED;
        }
    }

    @Override
    public Removal remove(Member member, AuditEvent event) {
        changing();
        synchronized (people) {
            if (!member.equals(people.members(member.orgId()).get(member.email()))) {
                return Removal.MOVED;
            }
            if (member instanceof Member.Active && active(member.orgId()) == 1) {
                return Removal.LAST;
            }
            people.remove(member);
            if (member instanceof Member.Active active) {
                removed.add(active);
                whenRemoved.accept(active);
            }
            events.add(event);
            return Removal.REMOVED;
        }
    }

    private long active(String orgId) {
        return people.members(orgId).values().stream()
                .filter(Member.Active.class::isInstance)
                .count();
    }

    @Override
    public boolean move(Move move) {
        changing();
        synchronized (people) {
            var after = new Member.Active(move.human(), move.member().invitedAt());
            if (!Objects.equals(people.members(after.orgId()).get(after.email()), move.mergedInvitation())
                    || !people.move(move.member(), after)) {
                return false;
            }
            sessions.open(move.session());
            events.add(move.event());
            return true;
        }
    }

    @Override
    public boolean renew(Member.Invited old, Member.Invited after, AuditEvent event) {
        changing();
        synchronized (people) {
            if (!old.equals(people.members(old.orgId()).get(old.email()))) {
                return false;
            }
            people.members(after.orgId()).put(after.email(), after);
            events.add(event);
            return true;
        }
    }

    @Override
    public List<Member.Invited> invitations(EmailAddress email, Instant now, int limit) {
        calls++;
        synchronized (people) {
            return people.all().values().stream()
                    .map(Map::copyOf)
                    .map(members -> members.get(email))
                    .filter(Member.Invited.class::isInstance)
                    .map(Member.Invited.class::cast)
                    .filter(invited -> invited.openAt(now))
                    .sorted(Comparator.comparing(Member.Invited::invitedAt).thenComparing(Member.Invited::orgId))
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public Joining join(Joiner joiner) {
        changing();
        var human = joiner.human();
        synchronized (people) {
            if (people.human(human.issuer(), human.subject()) != null) {
                return Joining.ELSEWHERE;
            }
            var invitation = joiner.invitation();
            if (!invitation.equals(people.members(human.orgId()).get(invitation.email()))) {
                return Joining.WITHDRAWN;
            }
            people.add(new Member.Active(human, invitation.invitedAt()));
            var session = joiner.session();
            if (session != null) {
                sessions.open(session);
            }
            events.add(joiner.event());
            return Joining.JOINED;
        }
    }
}

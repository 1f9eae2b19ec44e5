package omni.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import omni.access.Ids;
import omni.billing.BillingState;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * Finds how the billing state of an organization moves on: {@code billing.state.changed}, each transition once and in order,
 * whatever caused it (contract 5.3, 11.9). Pure: from what was announced last and one write of the account to what is now.
 *
 * <p>Until the write the account was as before it, so what time alone changed since the last look is announced first, with the
 * time at which it came true; then what the write changed.
 */
public record StateChanges(Terms terms) {

    /**
     * What is announced, to be stored in one transaction.
     *
     * @param due when time alone will change the state next, if nothing else does; null for never
     */
    public record Announcement(
            AnnouncedState next,
            List<AuditEvent> events,
            @Nullable Instant due) {

        public Announcement {
            events = List.copyOf(events);
        }
    }

    /** Whether a write can matter to the state: nearly all writes are calls that leave it as it is. No I/O. */
    public boolean concerns(AccountChange change, Instant now) {
        var before = change.before();
        var at = at(change, now);
        return change.reminderAt() != null
                || change.changesStanding()
                || state(change.after(), at)
                        != (before == null
                                ? AnnouncedState.opening(change.after()).state()
                                : state(before, at));
    }

    /** What is to be announced of a write; empty when it was looked at already. */
    public Optional<Announcement> announcementOf(AnnouncedState announced, AccountChange change, Instant now) {
        if (announced.knows(change)) {
            return Optional.empty();
        }
        var at = later(at(change, now), announced.seenAt());
        var transitions = new Transitions(announced);
        var before = change.before();
        if (before != null) {
            turningPointsSince(before, announced, at)
                    .forEach(instant -> transitions.byTime(state(before, instant), instant));
            transitions.byTime(state(before, at), at);
        }
        transitions.byWrite(state(change.after(), at), at, change);
        return Optional.of(new Announcement(
                new AnnouncedState(
                        announced.orgId(),
                        announced.version() + 1,
                        transitions.state,
                        at,
                        transitions.announcedAt,
                        change.place()),
                transitions.events,
                due(change.after(), at)));
    }

    /** A call was decided at its own time, a reminder not before its own; other facts count from when they are seen. */
    private static Instant at(AccountChange change, Instant now) {
        var reminded = change.reminderAt();
        if (reminded != null) {
            return later(now, reminded);
        }
        var call = change.call();
        return call == null ? now : call.at();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private BillingState state(Account account, Instant at) {
        return terms.position(account.rolledTo(at, terms.renewal()), at).state();
    }

    /** The instants since the last look at which time alone may have changed the state. */
    private TreeSet<Instant> turningPointsSince(Account account, AnnouncedState announced, Instant at) {
        var passed = turningPoints(account);
        passed.removeIf(turn -> announced.version() == 0 || !turn.isAfter(announced.seenAt()) || turn.isAfter(at));
        return passed;
    }

    /** When time alone changes the state next; null for never. */
    private @Nullable Instant due(Account account, Instant at) {
        var state = state(account, at);
        for (var turn : turningPoints(account)) {
            if (turn.isAfter(at) && state(account, turn) != state) {
                return turn;
            }
        }
        return null;
    }

    /** The instants at which time alone may change the state of an account, if nobody writes to it. */
    private TreeSet<Instant> turningPoints(Account account) {
        var turns = new TreeSet<Instant>();
        var standing = account.standing();
        var delinquentSince = standing.delinquentSince();
        if (delinquentSince != null) {
            turns.add(delinquentSince.plus(terms.grace()));
        }
        var contract = standing.contract();
        if (contract != null) {
            turns.add(contract.startsAt());
            var endsAt = contract.endsAt();
            if (endsAt != null) {
                turns.add(endsAt);
            }
        }
        if (terms.renewal() == GrantRenewal.MONTHLY) {
            turns.add(account.grant().period().start());
            turns.add(account.grant().period().end());
        }
        return turns;
    }

    /** The states that were announced so far, and the events that announce them. */
    private static final class Transitions {

        private final AnnouncedState announced;
        private final List<AuditEvent> events = new ArrayList<>();
        private BillingState state;
        private Instant announcedAt;

        Transitions(AnnouncedState announced) {
            this.announced = announced;
            this.state = announced.state();
            this.announcedAt = announced.announcedAt();
        }

        void byTime(BillingState next, Instant at) {
            add(next, at, "system", null);
        }

        void byWrite(BillingState next, Instant at, AccountChange change) {
            var call = change.call();
            add(next, at, change.source(), call == null ? null : call.requestId());
        }

        private void add(BillingState next, Instant at, String source, @Nullable String requestId) {
            if (next == state) {
                return;
            }
            announcedAt = at.isAfter(announcedAt) ? at : announcedAt.plusMillis(1);
            events.add(new AuditEvent(
                    id(announced, events.size()),
                    announced.orgId(),
                    AuditEvent.BILLING,
                    "billing.state.changed",
                    null,
                    null,
                    source,
                    requestId,
                    Map.of("from", state.wire(), "to", next.wire()),
                    announcedAt));
            state = next;
        }

        /** Named by what it announces: announced again after a crash it would be the same event. */
        private static String id(AnnouncedState announced, int index) {
            return Ids.ofWords(
                    "evt", "state", announced.orgId(), Long.toString(announced.version()), Integer.toString(index));
        }
    }
}

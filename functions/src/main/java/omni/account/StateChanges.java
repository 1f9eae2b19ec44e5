package omni.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import omni.billing.BillingState;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the billing state of an organisation moves on: {@code billing.state.changed}, each transition once and in order,
 * whatever caused it (contract 5.3, 11.9). Pure: from what was told last and one write of the account to what is told now.
 *
 * <p>Until the write the account was as before it, so what time alone changed since the last look is told first, with the time
 * at which it came true; then what the write changed.
 */
public record StateChanges(Terms terms) {

    private static final int ID_LENGTH = 20;

    /**
     * What is told, to be stored in one transaction.
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
    public boolean concerns(AccountChange move, Instant now) {
        var before = move.before();
        var at = at(move, now);
        return move.reminderAt() != null
                || move.changesStanding()
                || state(move.after(), at)
                        != (before == null
                                ? AnnouncedState.opening(move.after()).state()
                                : state(before, at));
    }

    /** What is to be told of a write; null when it was looked at already. */
    public @Nullable Announcement tell(AnnouncedState announced, AccountChange move, Instant now) {
        if (announced.knows(move)) {
            return null;
        }
        var at = later(at(move, now), announced.seenAt());
        var telling = new Telling(announced);
        var before = move.before();
        if (before != null) {
            passed(before, announced, at).forEach(instant -> telling.time(state(before, instant), instant));
            telling.time(state(before, at), at);
        }
        telling.move(state(move.after(), at), at, move);
        return new Announcement(
                new AnnouncedState(
                        announced.orgId(), announced.version() + 1, telling.state, at, telling.toldAt, move.place()),
                telling.events,
                due(move.after(), at));
    }

    /** A call was decided at its own time, a reminder not before its own; other facts count from when they are seen. */
    private static Instant at(AccountChange move, Instant now) {
        var reminded = move.reminderAt();
        if (reminded != null) {
            return later(now, reminded);
        }
        var call = move.call();
        return call == null ? now : call.at();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private BillingState state(Account account, Instant at) {
        return terms.position(account.rolledTo(at, terms.renewal()), at).state();
    }

    /** The instants since the last look at which time alone may have changed the state. */
    private TreeSet<Instant> passed(Account account, AnnouncedState announced, Instant at) {
        var passed = turns(account);
        passed.removeIf(turn -> announced.version() == 0 || !turn.isAfter(announced.seenAt()) || turn.isAfter(at));
        return passed;
    }

    /** When time alone changes the state next; null for never. */
    private @Nullable Instant due(Account account, Instant at) {
        var state = state(account, at);
        for (var turn : turns(account)) {
            if (turn.isAfter(at) && state(account, turn) != state) {
                return turn;
            }
        }
        return null;
    }

    /** The instants at which time alone may change the state of an account, if nobody writes to it. */
    private TreeSet<Instant> turns(Account account) {
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

    /** The states that were told so far, and the events that tell them. */
    private static final class Telling {

        private final AnnouncedState announced;
        private final List<AuditEvent> events = new ArrayList<>();
        private BillingState state;
        private Instant toldAt;

        Telling(AnnouncedState announced) {
            this.announced = announced;
            this.state = announced.state();
            this.toldAt = announced.announcedAt();
        }

        void time(BillingState next, Instant at) {
            tell(next, at, "system", null);
        }

        void move(BillingState next, Instant at, AccountChange move) {
            var call = move.call();
            tell(next, at, move.source(), call == null ? null : call.requestId());
        }

        private void tell(BillingState next, Instant at, String source, @Nullable String requestId) {
            if (next == state) {
                return;
            }
            toldAt = at.isAfter(toldAt) ? at : toldAt.plusMillis(1);
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
                    toldAt));
            state = next;
        }

        /** Named by what it tells: told again after a crash it would be the same event. */
        private static String id(AnnouncedState announced, int index) {
            var told = announced.orgId() + "#state#" + announced.version() + "#" + index;
            try {
                var hash = MessageDigest.getInstance("SHA-256").digest(told.getBytes(StandardCharsets.UTF_8));
                return "evt_" + HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}

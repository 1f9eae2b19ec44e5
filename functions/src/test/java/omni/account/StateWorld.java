package omni.account;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.fakes.AnAccount;
import omni.fakes.Fixture;
import omni.fakes.InMemoryAnnouncements;
import omni.fakes.InMemoryEvents;
import omni.fakes.MovableClock;
import omni.fakes.Steps;
import omni.meter.Plans;
import org.jspecify.annotations.Nullable;

/** One organization with a movable clock and the stream of its account; each call of the port is a step where a test may act. */
final class StateWorld {

    static final Instant START = Instant.parse("2026-05-14T09:00:00Z");
    static final String ORG = "org_0123456789Ab";

    /** The process dies at a step. */
    static final class Crash extends RuntimeException {
        Crash() {
            super("crash", null, false, false);
        }
    }

    final MovableClock clock = new MovableClock(START);
    private final InMemoryEvents events = new InMemoryEvents();
    private final InMemoryAnnouncements stored = new InMemoryAnnouncements(events, this::writeReminder);
    private final List<AccountChange> feed = new ArrayList<>();
    private final Terms terms;
    private Account account;
    private @Nullable Instant reminded;
    private final Steps steps = new Steps();

    StateWorld(GrantRenewal renewal) {
        terms = new Terms(
                Fixture.catalog().rateCard(),
                Fixture.catalog().meterClasses(),
                Duration.ofDays(7),
                renewal,
                true,
                null);
        account = AnAccount.at(START).of(ORG).grantLeft(2).build();
        feed.add(new AccountChange(place(), null, account, null));
    }

    void onStep(Steps.Step next) {
        steps.onStep(next);
    }

    private StreamPlace place() {
        return new StreamPlace("stream", BigInteger.valueOf(1_000L + feed.size()));
    }

    private void write(Account after, @Nullable Instant reminder) {
        feed.add(new AccountChange(place(), account, after, reminder));
        account = after;
    }

    private void writeReminder(Announcements.Reminder due, Instant now) {
        if (reminded == null || reminded.isBefore(due.at())) {
            reminded = now;
            write(account, now);
        }
    }

    /** A webhook or an operator changes the facts of payment. */
    StateWorld standing(UnaryOperator<Account.Standing> change) {
        write(copy(account.grant(), change.apply(account.standing()), account.ledger(), account.last()), null);
        return this;
    }

    StateWorld card(boolean onFile) {
        return standing(was -> new Account.Standing(
                onFile,
                was.subscription(),
                was.delinquentSince(),
                true,
                was.contract(),
                was.operatorRestriction(),
                was.disputeLostAt()));
    }

    StateWorld delinquentSince(@Nullable Instant since) {
        return standing(was -> new Account.Standing(
                was.cardOnFile(),
                was.subscription(),
                since,
                was.hadCardOrPlan(),
                was.contract(),
                was.operatorRestriction(),
                was.disputeLostAt()));
    }

    StateWorld restrict(boolean restricted) {
        return standing(was -> new Account.Standing(
                was.cardOnFile(),
                was.subscription(),
                was.delinquentSince(),
                was.hadCardOrPlan(),
                was.contract(),
                restricted,
                was.disputeLostAt()));
    }

    StateWorld contract(omni.billing.@Nullable Contract contract) {
        return standing(was -> new Account.Standing(
                was.cardOnFile(),
                was.subscription(),
                was.delinquentSince(),
                true,
                contract,
                was.operatorRestriction(),
                was.disputeLostAt()));
    }

    /** A call that the grant pays, or nobody. */
    StateWorld call() {
        var rolled = account.rolledTo(clock.instant(), terms.renewal());
        var left = rolled.grant().unitsLeft() > 0;
        var call = Plans.call("use_" + feed.size(), 200, left ? Funding.GRANT : Funding.NONE, 0, 0);
        var made = new LastCall(
                call.usageId(),
                "req_" + feed.size(),
                call.principalId(),
                call.authMode(),
                call.route(),
                call.meterClass(),
                false,
                200,
                1,
                1,
                0,
                call.funding(),
                call.price(),
                call.plan(),
                call.state(),
                call.rateCardVersion(),
                clock.instant(),
                false);
        var grant = rolled.grant();
        var counters = rolled.ledger();
        write(
                copy(
                        left ? new Account.Grant(grant.total(), grant.unitsUsed() + 1, grant.period()) : grant,
                        account.standing(),
                        new Account.Counters(
                                counters.period(),
                                counters.sequence() + 1,
                                counters.accrual(),
                                0,
                                counters.previousPeriod(),
                                counters.previousAccrual(),
                                counters.previousSequence()),
                        made),
                null);
        return this;
    }

    /** A unit of the grant is given back: no version of the account moves. */
    StateWorld credit() {
        var grant = account.grant();
        write(
                copy(
                        new Account.Grant(grant.total(), grant.unitsUsed() - 1, grant.period()),
                        account.standing(),
                        account.ledger(),
                        account.last()),
                null);
        return this;
    }

    private Account copy(
            Account.Grant grant, Account.Standing standing, Account.Counters ledger, @Nullable LastCall last) {
        return new Account(
                account.orgId(),
                true,
                account.factsVersion() + 1,
                account.keysVersion(),
                grant,
                standing,
                ledger,
                account.caps(),
                account.approvals(),
                account.windows(),
                last);
    }

    StateWorld later(Duration by) {
        clock.advance(by);
        return this;
    }

    private StateAnnouncer announcer() {
        return new StateAnnouncer(new StateChanges(terms), steps.port(Announcements.class, stored), clock);
    }

    int countWrites() {
        return feed.size();
    }

    /** Brings part of the stream, as often as it likes. */
    StateWorld deliver(int from, int to) {
        announcer().announce(List.copyOf(feed.subList(from, to)));
        return this;
    }

    StateWorld deliver() {
        return deliver(0, feed.size());
    }

    /** The hourly job, then the stream. */
    StateWorld hour() {
        announcer().remind();
        return deliver();
    }

    StateWorld job() {
        announcer().remind();
        return this;
    }

    List<Announcements.Reminder> waiting() {
        return stored.waiting();
    }

    /** As {@code ListEvents} shows them, oldest first. */
    List<AuditEvent> events() {
        return events.page(ORG, Events.Filter.ALL, 1000, null).rows().reversed();
    }

    /** The states that were told, from the one that an organization begins with. */
    List<String> path() {
        var path = new ArrayList<String>();
        for (var event : events()) {
            if (path.isEmpty()) {
                path.add(String.valueOf(event.data().get("from")));
            } else if (!path.getLast().equals(event.data().get("from"))) {
                throw new AssertionError("the chain is broken: " + events());
            }
            path.add(String.valueOf(event.data().get("to")));
        }
        return path;
    }

    String stateNow() {
        var now = clock.instant();
        return terms.position(account.rolledTo(now, terms.renewal()), now)
                .state()
                .wire();
    }
}

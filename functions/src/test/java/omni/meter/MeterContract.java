package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import omni.account.Account;
import omni.account.Funding;
import omni.account.Windows;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.fakes.Altered;
import omni.fakes.AnAccount;
import omni.fakes.Books;
import omni.meter.Meter.Result;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every meter owes: a plan is carried out exactly as {@link CommitPlan#holds} and {@link CommitPlan#apply} say. */
public abstract class MeterContract {

    private static final InvoicePeriod MAY = InvoicePeriod.at(Plans.NOW);
    private static final InvoicePeriod JUNE = new InvoicePeriod(202606);
    private static final String ORG = "org_0123456789Ab";

    protected abstract Books books();

    /** A plan on an account that has moved on, and whether it still holds. */
    private record Case(String name, CommitPlan plan, Account current, boolean holds) {}

    private static List<Case> cases() {
        var granted = AnAccount.at(Plans.NOW).grantLeft(2).build();
        var paying = AnAccount.at(Plans.NOW)
                .grantLeft(0)
                .card()
                .withAccrual(100)
                .aiUsed(3)
                .build();
        var cases = new ArrayList<Case>();
        versions(cases, granted, paying);
        money(cases, granted, paying);
        windows(cases, granted);
        unwindowed(cases, granted, paying);
        rolls(cases, granted, paying);
        closings(cases, granted, paying);
        return cases;
    }

    private static void versions(List<Case> cases, Account granted, Account paying) {
        var grant = Plans.grant(granted).build();
        var failed = Plans.failedCall(granted).build();
        var window = Plans.windowOnly(granted).build();
        cases.add(new Case("grant call on its own basis", grant, granted, true));
        cases.add(
                new Case("paid call on its own basis", Plans.paidCall(paying, 7).build(), paying, true));
        cases.add(new Case("failed call on its own basis", failed, granted, true));
        cases.add(new Case("window only on its own basis", window, granted, true));
        for (var plan : List.of(grant, failed, window)) {
            var kind = plan.last() == null ? "window only" : plan.charges() ? "grant call" : "failed call";
            cases.add(new Case(kind + ", keys moved on", plan, Altered.keysVersion(granted, 2), false));
            cases.add(new Case(kind + ", keys moved back", plan, Altered.keysVersion(granted, 0), false));
            cases.add(new Case(kind + ", minute moved on", plan, minute(granted, 1), false));
            cases.add(new Case(kind + ", minute behind", plan, minute(granted, -1), false));
            cases.add(new Case(kind + ", period moved on", plan, period(granted, JUNE), plan.last() == null));
            cases.add(new Case(kind + ", facts moved on", plan, Altered.factsVersion(granted, 2), !plan.charges()));
            var landed = Altered.last(granted, Plans.call("use_1", 200, Funding.GRANT, 0, 0));
            cases.add(new Case(kind + ", landed already", plan, landed, plan.last() == null));
            var other = Altered.last(granted, Plans.call("use_2", 200, Funding.GRANT, 0, 0));
            cases.add(new Case(kind + ", another landed", plan, other, true));
        }
    }

    private static void money(List<Case> cases, Account granted, Account paying) {
        var grant = Plans.grant(granted).build();
        cases.add(new Case("one grant unit left", grant, Altered.grant(granted, 250, 249, MAY), true));
        cases.add(new Case("no grant unit left", grant, Altered.grant(granted, 250, 250, MAY), false));
        cases.add(new Case("grant of another month", grant, Altered.grant(granted, 250, 248, JUNE), false));
        var paid = Plans.paidCall(paying, 7).build();
        cases.add(new Case("paid, a unit was given back", paid, Altered.grant(paying, 250, 249, MAY), false));
        cases.add(new Case("paid, grant overdrawn", paid, Altered.grant(paying, 250, 251, MAY), true));
        var capped = Plans.paidCall(paying, 7).accruedAtMost(100L).build();
        cases.add(new Case("accrual at its ceiling", capped, paying, true));
        cases.add(new Case("accrual one micro-dollar over", capped, Altered.ledger(paying, MAY, 101, 3), false));
        var ai = Plans.paidAi(paying, 7).aiAtMost(3L).build();
        cases.add(new Case("AI quota at its ceiling", ai, paying, true));
        cases.add(new Case("AI quota one over", ai, Altered.ledger(paying, MAY, 100, 4), false));
        var both = Plans.paidAi(paying, 7).accruedAtMost(100L).aiAtMost(3L).build();
        cases.add(new Case("both ceilings, both at them", both, paying, true));
        cases.add(new Case("both ceilings, one over", both, Altered.ledger(paying, MAY, 101, 3), false));
    }

    private static void windows(List<Case> cases, Account granted) {
        for (var minutes : List.of(0L, 1L)) {
            var plan =
                    Plans.grant(granted).minutesLater(minutes).windowAtMost(4L).build();
            var kind = "window, minute rolled by " + minutes;
            cases.add(new Case(kind + ", class never called", plan, granted, true));
            cases.add(new Case(kind + ", at its ceiling", plan, Altered.windows(granted, Plans.CLASS, 4, 9), true));
            cases.add(new Case(kind + ", one over", plan, Altered.windows(granted, Plans.CLASS, 5, 0), false));
        }
        var later = Plans.grant(granted).minutesLater(2).build();
        cases.add(new Case(
                "rolled by two, any window fits", later, Altered.windows(granted, Plans.CLASS, 999, 999), true));
        var counted = Plans.windowOnly(granted).minutesLater(1).windowAtMost(4L).build();
        cases.add(new Case("window only, rolled, over", counted, Altered.windows(granted, Plans.CLASS, 5, 0), false));
    }

    private static void unwindowed(List<Case> cases, Account granted, Account paying) {
        var full = Altered.windows(granted, Plans.CLASS, 999, 999);
        for (var minutes : List.of(0L, 1L, 2L)) {
            var kind = "no window, minute rolled by " + minutes;
            var plan = Plans.grant(granted).unwindowed().minutesLater(minutes).build();
            cases.add(new Case(kind, plan, granted, true));
            cases.add(new Case(kind + ", the class's is full", plan, full, true));
            cases.add(new Case(kind + ", facts moved on", plan, Altered.factsVersion(granted, 2), false));
            var paid = Plans.paidAi(paying, 7).unwindowed().minutesLater(minutes);
            cases.add(new Case(kind + ", paid", paid.build(), paying, true));
            cases.add(new Case(kind + ", accrual over", paid.accruedAtMost(99L).build(), paying, false));
        }
        cases.add(new Case(
                "no window, new month",
                Plans.paidAi(paying, 7)
                        .unwindowed()
                        .minutesLater(9)
                        .inPeriod(JUNE)
                        .build(),
                paying,
                true));
    }

    private static void rolls(List<Case> cases, Account granted, Account paying) {
        var paid = Plans.paidAi(paying, 7).minutesLater(9).inPeriod(JUNE).build();
        cases.add(new Case("new month", paid, paying, true));
        cases.add(new Case("new month, a call landed in the old one", paid, Altered.ledger(paying, MAY, 900, 5), true));
        cases.add(new Case("new month, another began it", paid, Altered.ledger(paying, JUNE, 9, 0), false));
        var failed = Plans.failedCall(paying).minutesLater(9).inPeriod(JUNE).build();
        cases.add(new Case("new month, failed call", failed, paying, true));
        var spent = Altered.grant(granted, 250, 250, MAY);
        var renewed = Plans.grant(spent)
                .minutesLater(9)
                .inPeriod(JUNE)
                .renewsGrant(true)
                .build();
        cases.add(new Case("grant renewed by a grant call", renewed, spent, true));
        cases.add(new Case("grant renewed meanwhile", renewed, Altered.grant(spent, 250, 1, JUNE), false));
        var empty = Altered.grant(paying, 0, 0, MAY);
        var nothing = Plans.paidCall(empty, 7)
                .minutesLater(9)
                .inPeriod(JUNE)
                .renewsGrant(true)
                .build();
        cases.add(new Case("grant of nothing renewed by a paid call", nothing, empty, true));
        var sameMonth = Plans.failedCall(spent).inPeriod(MAY).renewsGrant(true).build();
        cases.add(new Case("failed call renews", sameMonth, spent, true));
        cases.add(new Case(
                "failed call, renewed and used meanwhile", sameMonth, Altered.grant(spent, 250, 1, JUNE), false));
        var test = AnAccount.at(Plans.NOW).test().build();
        cases.add(new Case(
                "test account",
                Plans.test(test).minutesLater(1).windowAtMost(4L).build(),
                test,
                true));
    }

    private static void closings(List<Case> cases, Account granted, Account paying) {
        for (var minutes : List.of(0L, 1L, 9L)) {
            var closing = Plans.closing(paying, JUNE).minutesLater(minutes).build();
            var kind = "closing, " + minutes + " minutes later";
            cases.add(new Case(kind, closing, paying, true));
            cases.add(new Case(kind + ", a call landed", closing, Altered.ledger(paying, MAY, 900, 5), true));
            cases.add(new Case(kind + ", facts moved on", closing, Altered.factsVersion(paying, 9), true));
            cases.add(new Case(kind + ", grant of another month", closing, Altered.grant(paying, 250, 9, JUNE), true));
            cases.add(new Case(kind + ", a call began the month", closing, period(paying, JUNE), false));
            cases.add(new Case(kind + ", the minute moved on", closing, minute(paying, 1), false));
        }
        var spent = Altered.grant(granted, 250, 250, MAY);
        var renews =
                Plans.closing(spent, JUNE).minutesLater(9).renewsGrant(true).build();
        cases.add(new Case("closing renews the grant", renews, spent, true));
        cases.add(new Case("closing, grant renewed meanwhile", renews, Altered.grant(spent, 250, 1, JUNE), false));
        var test = AnAccount.at(Plans.NOW).test().build();
        cases.add(new Case(
                "closing of a test account",
                Plans.closing(test, JUNE).minutesLater(9).build(),
                test,
                true));
    }

    private static Account minute(Account account, long by) {
        return Altered.windows(account, new Windows(account.windows().minute() + by, Map.of(), Map.of()));
    }

    private static Account period(Account account, InvoicePeriod period) {
        return Altered.ledger(account, period, 0, 0);
    }

    @TestFactory
    Stream<DynamicTest> eachConditionHoldsAloneAndEachWayToBreakItIsRefused() {
        return cases().stream()
                .map(line -> dynamicTest(line.name(), () -> {
                    assertThat(line.plan().holds(line.current()))
                            .as("the plan's own word")
                            .isEqualTo(line.holds());
                    books().put(line.current());
                    var result = books().meter().write(line.plan());
                    var after = line.holds() ? line.plan().apply(line.current()) : line.current();
                    assertThat(result).isEqualTo(line.holds() ? new Result.Applied(after) : new Result.Refused(after));
                    assertThat(books().account(ORG, line.current().live())).isEqualTo(after);
                }));
    }

    @Test
    void aCallThatLandsBeforeTheMonthRollsIsMovedNotLost() {
        var opened = AnAccount.at(Plans.NOW)
                .grantLeft(0)
                .card()
                .withAccrual(100)
                .aiUsed(3)
                .build();
        books().put(opened);
        var roll = Plans.paidCall(opened, 7).minutesLater(1).inPeriod(JUNE).build();
        var between = Plans.paidAi(opened, 40)
                .withCall(Plans.call("use_2", 200, Funding.PAID, 40, 1))
                .build();

        books().meter().write(between);
        books().meter().write(roll);

        var counters = books().account(ORG, true).ledger();
        assertThat(counters).isEqualTo(new Account.Counters(JUNE, 2, new Money(7), 0, MAY, new Money(140), 1));
    }

    @Test
    void aMonthIsClosedWithAllThatLandedInItAndNothingLandsAfterwards() {
        var opened = AnAccount.at(Plans.NOW)
                .grantLeft(0)
                .card()
                .withAccrual(100)
                .aiUsed(3)
                .build();
        books().put(opened);
        var closing = Plans.closing(opened, JUNE).minutesLater(9).build();
        var between = Plans.paidCall(opened, 40).build();
        var late = Plans.failedCall(opened)
                .withCall(Plans.call("use_2", 404, Funding.NONE, 0, 0))
                .build();

        books().meter().write(between);
        var closed = books().meter().write(closing);

        assertThat(books().meter().write(late)).isInstanceOf(Result.Refused.class);
        assertThat(books().meter().write(closing)).isInstanceOf(Result.Refused.class);
        var account = books().account(ORG, true);
        assertThat(closed).isEqualTo(new Result.Applied(account));
        assertThat(account.ledger()).isEqualTo(new Account.Counters(JUNE, 1, Money.ZERO, 0, MAY, new Money(140), 1));
        assertThat(account.last()).as("no call, so the stream sees none").isEqualTo(between.last());
    }

    @Test
    void aCallThatLandsBeforeTheMinuteRollsIsMovedNotLost() {
        var opened = Altered.windows(AnAccount.at(Plans.NOW).build(), Plans.CLASS, 6, 50);
        books().put(opened);
        var roll = Plans.grant(opened).minutesLater(1).build();
        var between = Plans.grant(opened)
                .withCall(Plans.call("use_2", 200, Funding.GRANT, 0, 0))
                .build();

        books().meter().write(between);
        books().meter().write(roll);

        var windows = books().account(ORG, true).windows();
        assertThat(windows).isEqualTo(new Windows(opened.windows().minute() + 1, Map.of(1, 1L), Map.of(1, 7L)));
    }

    @Test
    void randomPlansMeanWhatTheySay() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var round = 0; round < rounds(); round++) {
            var versions = new ArrayList<Account>();
            versions.add(RandomPlans.account(random, ORG));
            books().put(versions.getLast());
            for (var write = 0; write < 12; write++) {
                var plan = RandomPlans.plan(random, versions.get(random.nextInt(versions.size())), write);
                var current = versions.getLast();
                var holds = plan.holds(current);
                var after = holds ? plan.apply(current) : current;
                assertThat(books().meter().write(plan))
                        .as("seed %s, round %s, write %s: %s", seed, round, write, plan)
                        .isEqualTo(holds ? new Result.Applied(after) : new Result.Refused(current));
                versions.add(after);
            }
            assertThat(books().account(ORG, true)).as("seed %s", seed).isEqualTo(versions.getLast());
        }
    }

    /** How many random lives: fewer where a write takes a millisecond. */
    protected abstract int rounds();
}

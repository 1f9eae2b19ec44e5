package omni.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import omni.account.Account;
import omni.account.Funding;
import omni.account.LastCall;
import omni.account.Windows;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.budget.BudgetAlerts;
import omni.fakes.Altered;
import omni.fakes.AnAccount;
import omni.fakes.InMemoryStore;
import omni.fakes.Stumbling;
import omni.ledger.UsageRecorder.Change;
import omni.meter.Meter;
import omni.meter.Plans;
import omni.meter.VoidMark;
import org.junit.jupiter.api.Test;

/** Rows, roll-ups and credits are exactly once, however often, late and interrupted the stream tells of them. */
class UsageRecorderTest {

    private static final Instant NOW = Plans.NOW;
    private static final String ORG = "org_0123456789Ab";
    private static final InvoicePeriod JUNE = new InvoicePeriod(202606);

    private final Audit.Alarms alarms = new Audit.Alarms();

    /** A life with everything in it: grant and paid, a failed call, a double charge, a void, both sides of an hour. */
    private record Life(InMemoryStore books, Account openAccount, List<Change> news) {}

    private static Life life() {
        var books = new InMemoryStore();
        var opened = AnAccount.at(NOW).grantLeft(2).card().build();
        books.put(opened);
        commit(books, "use_a", 200, Funding.GRANT, 0, NOW);
        commit(books, "use_b", 404, Funding.NONE, 0, NOW);
        commit(books, "use_c", 200, Funding.GRANT, 0, NOW);
        commit(books, "use_d", 200, Funding.PAID, 50_000, NOW.plusSeconds(3_600));
        commit(books, "use_e", 200, Funding.PAID, 70_000, NOW.plusSeconds(3_600));
        commit(books, "use_d", 200, Funding.PAID, 50_000, NOW.plusSeconds(3_601));
        books.ledger().putVoid(mark("use_c", true, 503));
        return new Life(books, opened, books.news());
    }

    private static void commit(
            InMemoryStore books, String usageId, int status, Funding funding, long price, Instant at) {
        commit(books, books.account(ORG, true), usageId, status, funding, price, at);
    }

    private static void commit(
            InMemoryStore books, Account basis, String usageId, int status, Funding funding, long price, Instant at) {
        var call = call(usageId, status, funding, price, at);
        var period = InvoicePeriod.at(at);
        var plan = (funding == Funding.GRANT ? Plans.grant(basis) : Plans.paidCall(basis, price))
                .withCall(call)
                .minutesLater(Windows.minuteOf(at) - basis.windows().minute())
                .inPeriod(period)
                .build();
        assertThat(books.meter().write(plan)).isInstanceOf(Meter.Result.Applied.class);
    }

    private static LastCall call(String usageId, int status, Funding funding, long price, Instant at) {
        var made = Plans.call(usageId, status, funding, price, 0);
        return new LastCall(
                made.usageId(),
                made.requestId(),
                made.principalId(),
                made.authMode(),
                made.route(),
                made.meterClass(),
                false,
                status,
                12,
                made.units(),
                0,
                funding,
                new Money(price),
                made.plan(),
                made.state(),
                made.rateCardVersion(),
                at,
                false);
    }

    private static VoidMark mark(String usageId, boolean live, int status) {
        return new VoidMark(usageId, ORG, live, status, 88, NOW);
    }

    private UsageRecorder recorder(InMemoryStore books) {
        return books.recorder(alarms);
    }

    /** One that works on the books through what happens in between. */
    private UsageRecorder recorder(InMemoryStore books, Stumbling between) {
        return new UsageRecorder(
                new UsageRecorder.Ports(
                        between.port(Ledger.class, books.ledger()),
                        between.port(RollUps.class, books.rollUps()),
                        between.port(KeyUse.class, books.keyUse()),
                        between.port(UnprovenCalls.class, books.unproven()),
                        UsageRecorder.Caps.in(books.accounts())),
                BudgetAlerts::raise,
                alarms);
    }

    private void assertBalanced(Life life, Object what) {
        Audit.balance(life.books(), life.openAccount(), what);
        assertThat(life.books().account(ORG, true).grant().unitsUsed())
                .as("%s", what)
                .isEqualTo(249);
        assertThat(life.books().account(ORG, true).ledger().accrual())
                .as("%s", what)
                .isEqualTo(new Money(120_000));
        assertThat(life.books().usage().credits().stream().map(UsageRow::sequence))
                .as("%s: credits", what)
                .containsExactlyInAnyOrder(3L, 6L);
    }

    @Test
    void aBatchMayComeAgainInAnyPart() {
        var size = life().news().size();
        for (var from = 0; from <= size; from++) {
            for (var to = from; to <= size; to++) {
                var life = life();
                recorder(life.books()).record(life.news());
                recorder(life.books()).record(life.news().subList(from, to));
                assertBalanced(life, "again " + from + ".." + to);
            }
        }
        assertThat(alarms.raised).isEmpty();
    }

    @Test
    void aRecordMayStandTwiceInOneBatch() {
        var life = life();
        var twice = new ArrayList<>(life.news());
        twice.addAll(life.news());

        recorder(life.books()).record(twice);

        assertBalanced(life, "twice in one batch");
    }

    @Test
    void aCrashBeforeAnyStepIsHealedByTheNextDelivery() {
        var crashes = 0;
        for (var at = 0; ; at++, crashes++) {
            var life = life();
            if (!crashes(life, at)) {
                break;
            }
            recorder(life.books()).record(life.news());
            assertBalanced(life, "crash before step " + at);
        }
        assertThat(crashes).as("steps of a batch").isGreaterThan(15);
    }

    @Test
    void aBatchThatCrashesAgainAndAgainIsHealedInTheEnd() {
        for (var at = 0; at < 25; at++) {
            var life = life();
            for (var next = at; next < 25; next += 3) {
                crashes(life, next);
            }
            recorder(life.books()).record(life.news());
            assertBalanced(life, "crashes from step " + at);
        }
    }

    private boolean crashes(Life life, int at) {
        try {
            recorder(life.books(), new Stumbling(at + 1, Stumbling.diesBefore()))
                    .record(life.news());
            return false;
        } catch (Stumbling.Death e) {
            return true;
        }
    }

    /** Voids and commits are told by different shards, so two consumers work at the same time. */
    @Test
    void anotherConsumerMayWorkBetweenAnyTwoSteps() {
        var size = life().news().size();
        for (var from = 0; from < size; from++) {
            for (var at = 0; ; at++) {
                var life = life();
                var other = life.news().subList(from, size);
                var between = new Stumbling(
                        at + 1, Stumbling.first(() -> recorder(life.books()).record(other)));
                recorder(life.books(), between).record(life.news());
                if (between.calls() <= at) {
                    break;
                }
                assertBalanced(life, "before step " + at + " the records from " + from);
            }
        }
    }

    /** A lost race is decided again on what is read then: a credit may come in between once more. */
    @Test
    void twoOthersMayWorkBetweenAnyTwoSteps() {
        var size = life().news().size();
        for (var first = 0; first < 16; first++) {
            for (var second = first; second < 26; second++) {
                var life = life();
                var books = life.books();
                var news = life.news();
                var inner = new Stumbling(
                        second + 1, Stumbling.first(() -> recorder(books).record(news.subList(size - 1, size))));
                var outer = new Stumbling(
                        first + 1, Stumbling.first(() -> recorder(books).record(news.subList(0, 1))));
                new UsageRecorder(
                                new UsageRecorder.Ports(
                                        outer.port(Ledger.class, inner.port(Ledger.class, books.ledger())),
                                        outer.port(RollUps.class, inner.port(RollUps.class, books.rollUps())),
                                        outer.port(KeyUse.class, inner.port(KeyUse.class, books.keyUse())),
                                        outer.port(UnprovenCalls.class, books.unproven()),
                                        UsageRecorder.Caps.in(books.accounts())),
                                BudgetAlerts::raise,
                                alarms)
                        .record(news);
                recorder(books).record(life.news());
                assertBalanced(life, "before steps " + first + " and " + second);
            }
        }
    }

    /** The record waits in its place until somebody replays it; whatever of it had been done before it was parked. */
    @Test
    void aParkedRecordThatComesLateIsAddedToItsRollUpsOnce() {
        var news = life().news();
        for (var parked = 0; parked < news.size(); parked++) {
            for (var done = 0; done < 8; done++) {
                var life = life();
                var late = List.of(life.news().get(parked));
                crashes(new Life(life.books(), life.openAccount(), late), done);
                recorder(life.books()).record(life.news().subList(0, parked));
                recorder(life.books()).record(life.news().subList(parked + 1, news.size()));
                recorder(life.books()).record(late);
                recorder(life.books()).record(late);
                Audit.balance(life.books(), life.openAccount(), "parked " + parked + " after " + done + " steps");
                assertBalanced(life, "parked " + parked + " after " + done + " steps", parked);
            }
        }
    }

    /** Rows that only the log has kept: whichever they are, once the stream is through with the others, and told twice. */
    @Test
    void whatTheStreamHasLostIsRebuiltFromItsCommits() {
        var size = life().news().size();
        for (var lost = 1; lost < 1 << size; lost++) {
            var life = life();
            var told = new ArrayList<Change>();
            var kept = new ArrayList<UsageRow>();
            for (var index = 0; index < size; index++) {
                var change = life.news().get(index);
                if ((lost & 1 << index) == 0) {
                    told.add(change);
                } else if (change instanceof Change.Committed(var _, var row, var _)) {
                    kept.addFirst(row);
                }
            }
            recorder(life.books()).record(told);
            recorder(life.books()).rebuild(kept);
            recorder(life.books()).rebuild(kept);
            if (life.books().ledger().read("use_c").toCredit().isEmpty()) {
                Audit.balance(life.books(), life.openAccount(), "lost " + Integer.toBinaryString(lost));
            }
            assertBalanced(life, "lost " + Integer.toBinaryString(lost), 0);
        }
    }

    /** Of a double charge one is given back, whichever came late. */
    private void assertBalanced(Life life, String what, int parked) {
        assertThat(life.books().account(ORG, true).ledger().accrual())
                .as("%s", what)
                .isEqualTo(new Money(120_000));
        assertThat(life.books().usage().credits()).as("%s of %s", what, parked).hasSize(2);
    }

    @Test
    void aGapIsAnAlarm() {
        var life = life();
        var skipped = (Change.Committed) life.news().get(2);

        recorder(life.books())
                .record(List.of(new Change.Committed(skipped.before() - 1, skipped.row(), skipped.after())));

        assertThat(alarms.raised).containsExactly("gap 1..3");
    }

    @Test
    void aChargeOfTheMonthBeforeIsGivenBackToItsClosingTotal() {
        var books = new InMemoryStore();
        var opened = AnAccount.at(NOW).grantLeft(0).card().withAccrual(1_000).build();
        books.put(opened);
        commit(books, "use_may", 200, Funding.PAID, 50_000, NOW);
        commit(books, "use_june", 200, Funding.PAID, 20_000, JUNE.start().plusSeconds(5));
        books.ledger().putVoid(mark("use_may", true, 503));

        recorder(books).record(books.news());

        var counters = books.account(ORG, true).ledger();
        assertThat(counters.previousAccrual()).isEqualTo(new Money(1_000));
        assertThat(counters.accrual()).isEqualTo(new Money(20_000));
        Audit.rollUps(books, books.rows(books.account(ORG, true)), "month before");
        assertThat(alarms.raised).isEmpty();
    }

    @Test
    void aChargeOfAnOlderMonthIsAnAlarmAndStands() {
        var books = new InMemoryStore();
        books.put(AnAccount.at(NOW).grantLeft(0).card().build());
        commit(books, "use_may", 200, Funding.PAID, 50_000, NOW);
        commit(books, "use_june", 200, Funding.PAID, 20_000, JUNE.start());
        commit(books, "use_july", 200, Funding.PAID, 10_000, JUNE.end());
        books.ledger().putVoid(mark("use_may", true, 503));

        recorder(books).record(books.news());

        assertThat(alarms.raised).containsExactly("too old 1");
        assertThat(books.ledger().read("use_may").countedRow()).isPresent();
        Audit.rollUps(books, books.rows(books.account(ORG, true)), "too old");
    }

    @Test
    void aUnitOfAnEarlierMonthlyGrantIsCreditedAndOwedToNobody() {
        var books = new InMemoryStore();
        books.put(AnAccount.at(NOW).grantLeft(2).build());
        commit(books, "use_may", 200, Funding.GRANT, 0, NOW);
        books.put(Altered.grant(books.account(ORG, true), 250, 1, JUNE));
        books.ledger().putVoid(mark("use_may", true, 503));

        recorder(books).record(books.news());

        assertThat(alarms.raised).isEmpty();
        assertThat(books.account(ORG, true).grant().unitsUsed()).isEqualTo(1);
        assertThat(books.ledger().read("use_may").countedRow()).isEmpty();
    }

    /** Whatever it came to: success, failure, or no answer at all; and however its commits and its void are told. */
    @Test
    void aCallThatWasCommittedTwiceIsShownAndCountedOnce() {
        for (var status : List.of(200, 404)) {
            for (var voided : List.of(false, true)) {
                for (var order = 0; order < 24; order++) {
                    var books = new InMemoryStore();
                    var opened = AnAccount.at(NOW).grantLeft(0).card().build();
                    books.put(opened);
                    for (var second = 0; second < 3; second++) {
                        var funding = status < 400 ? Funding.PAID : Funding.NONE;
                        commit(books, "use_twice", status, funding, status < 400 ? 50_000 : 0, NOW);
                        commit(books, "use_" + second, 200, Funding.PAID, 20_000, NOW);
                    }
                    if (voided) {
                        books.ledger().putVoid(mark("use_twice", true, 503));
                    }
                    var what = status + (voided ? " voided" : "") + ", order " + order;
                    var news = new ArrayList<>(books.news());
                    Collections.shuffle(news, new Random(order));
                    news.forEach(change -> recorder(books).record(List.of(change)));

                    Audit.balance(books, opened, what);
                    var period = books.rollUps().read(RollUp.Scope.period(ORG, true, InvoicePeriod.at(NOW)));
                    assertThat(Objects.requireNonNull(period.tallies().get("class#1"))
                                    .requests())
                            .as(what)
                            .isEqualTo(4);
                }
            }
        }
    }

    /** A call that was committed before its work takes what its caller got in the end. */
    @Test
    void aVoidedRowTakesTheStatusAndLatencyThatWereAnswered() {
        var life = life();

        recorder(life.books()).record(life.news());

        var row = life.books().ledger().read("use_c").rows().getFirst();
        assertThat(row.isCredited()).isTrue();
        assertThat(row.call().status()).isEqualTo(503);
        assertThat(row.call().latencyMs()).isEqualTo(88);
        assertThat(row.units()).isZero();
        assertThat(row.funding()).isEqualTo(Funding.NONE);
    }

    @Test
    void aTestCallHasItsRowsAndItsCreditMovesNoMoney() {
        var books = new InMemoryStore();
        var live = AnAccount.at(NOW).grantLeft(2).build();
        var test = AnAccount.at(NOW).test().build();
        books.put(live);
        books.put(test);
        commit(books, test, "use_t", 200, Funding.NONE, 0, NOW);
        books.ledger().putVoid(mark("use_t", false, 500));

        recorder(books).record(books.news());

        assertThat(books.account(ORG, true)).isEqualTo(live);
        var row = books.ledger().read("use_t").rows().getFirst();
        assertThat(row.live()).isFalse();
        assertThat(row.call().status()).isEqualTo(500);
        Audit.rollUps(books, books.rows(test), "test account");
        assertThat(books.rollUps()
                        .read(RollUp.Scope.period(ORG, true, InvoicePeriod.at(NOW)))
                        .tallies())
                .isEmpty();
        assertThat(alarms.raised).isEmpty();
    }

    @Test
    void theLastUseOfAKeyIsItsLatestCall() {
        var life = life();

        recorder(life.books()).record(life.news());

        assertThat(life.books().usage().lastUses())
                .containsExactly(java.util.Map.entry(ORG + "/key_1", NOW.plusSeconds(3_601)));
    }
}

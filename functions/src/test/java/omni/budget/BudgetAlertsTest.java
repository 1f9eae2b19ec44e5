package omni.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import omni.account.Account;
import omni.account.Funding;
import omni.billing.BudgetCaps;
import omni.billing.Money;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.fakes.ARow;
import omni.fakes.InMemoryStore;
import omni.fakes.Steps;
import omni.ledger.Audit;
import omni.ledger.KeyUse;
import omni.ledger.Ledger;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.ledger.UnprovenCalls;
import omni.ledger.UsageRecorder;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import omni.meter.PayingAccount;
import omni.meter.VoidMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetAlertsTest {

    private static final Instant NOW = PayingAccount.NOW;

    /** The process dies at a step. */
    private static final class Crash extends RuntimeException {}

    /** The stream's consumer; each call of the books that it writes to is a step at which a test may act. */
    private static final class Consumer {
        final InMemoryStore books = new InMemoryStore();
        final Audit.Alarms alarms = new Audit.Alarms();
        private final Steps steps = new Steps();

        UsageRecorder recorder() {
            return new UsageRecorder(
                    new UsageRecorder.Ports(
                            steps.port(Ledger.class, books.ledger()),
                            steps.port(RollUps.class, books.rollUps()),
                            steps.port(KeyUse.class, books.keyUse()),
                            steps.port(UnprovenCalls.class, books.unproven()),
                            UsageRecorder.Caps.in(books.accounts())),
                    BudgetAlerts::raise,
                    alarms);
        }

        void onStep(Steps.Step next) {
            steps.onStep(next);
        }
    }

    private final Consumer store = new Consumer();

    private static Account start(BudgetCaps caps) {
        return PayingAccount.of(0, PayingAccount.card(), 0, caps, List.of());
    }

    private static Account withCaps(Account account, BudgetCaps caps) {
        return account.withCaps(caps);
    }

    /** Commits calls of one cent each, all at the same instant. */
    private static List<Change> calls(Account from, int count, Instant at) {
        var changes = new ArrayList<Change>();
        var account = from;
        for (var index = 0; index < count; index++) {
            var sequence = account.ledger().sequence();
            account = PayingAccount.afterCall(account, "entity_resolve", "use_" + sequence, at);
            changes.add(new Change.Committed(sequence, UsageRow.of(account).orElseThrow(), account));
        }
        return changes;
    }

    private static Account last(List<Change> changes) {
        return ((Change.Committed) changes.getLast()).after();
    }

    /** As {@code ListEvents} shows them, oldest first. */
    private List<AuditEvent> listEvents() {
        return store.books
                .events()
                .page(PayingAccount.ORG, Events.Filter.ALL, 100, null)
                .rows()
                .reversed();
    }

    private List<Object> percents() {
        return listEvents().stream()
                .filter(event -> event.type().equals("billing.budget.threshold"))
                .map(event -> event.data().getOrDefault("percent", "none"))
                .toList();
    }

    private long softCaps() {
        return listEvents().stream()
                .filter(event -> event.type().equals("billing.budget.soft_cap"))
                .count();
    }

    @ParameterizedTest(name = "in batches of {0}")
    @ValueSource(ints = {1, 7, 100, 500})
    void fiveHundredCallsAcrossTheLevelsTellFourTimesInOrder(int size) {
        var changes = calls(start(new BudgetCaps(500L, 250L, null)), 500, NOW);
        for (var from = 0; from < changes.size(); from += size) {
            store.recorder().record(changes.subList(from, Math.min(changes.size(), from + size)));
        }
        assertThat(percents()).containsExactly(75, 90, 95, 100);
        assertThat(softCaps()).isOne();
        assertThat(listEvents()).extracting(AuditEvent::occurredAt).doesNotHaveDuplicates();
    }

    @Test
    void anEventSaysWhereTheAccountStoodWhenTheLevelWasReached() {
        store.recorder().record(calls(start(new BudgetCaps(100L, null, null)), 75, NOW));
        assertThat(listEvents()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("billing");
            assertThat(event.source()).isEqualTo("system");
            assertThat(event.actorPrincipalId()).isNull();
            assertThat(event.requestId()).isEqualTo("req_use_74");
            assertThat(event.occurredAt()).isEqualTo(NOW);
            assertThat(event.data())
                    .containsEntry("percent", 75)
                    .containsEntry("invoicePeriod", "2026-05")
                    .containsEntry("accruedUsageCents", 75L)
                    .containsEntry("spendCapCents", 100L);
        });
    }

    @ParameterizedTest(name = "accrued {0} of a cap of one cent")
    @ValueSource(longs = {7_499, 7_500})
    void aLevelIsReachedToTheMicroDollar(long accrued) {
        var after = start(new BudgetCaps(1L, null, null));
        var row = ARow.of(PayingAccount.ORG, 1, NOW)
                .fundedBy(Funding.PAID, accrued)
                .build();
        store.recorder().record(List.of(new Change.Committed(0, row, after)));
        assertThat(percents()).hasSize(accrued == 7_500 ? 1 : 0);
    }

    @Test
    void oneCallThatReachesThreeLevelsTellsThemInOrder() {
        store.recorder().record(calls(start(new BudgetCaps(1L, 1L, null)), 1, NOW));
        assertThat(percents()).containsExactly(75, 90, 95, 100);
        assertThat(softCaps()).isOne();
    }

    @Test
    void aCapOfZeroAndNoCapTellNothing() {
        var grant = PayingAccount.of(5, PayingAccount.card(), 0, new BudgetCaps(0L, null, null), List.of());
        store.recorder().record(calls(grant, 5, NOW));
        assertThat(listEvents()).isEmpty();
        var open = calls(start(BudgetCaps.NONE), 5, NOW);
        store.recorder().record(open);
        // The cap is set to zero after five cents: what is committed then tells nothing of it either.
        var zero = withCaps(last(open), new BudgetCaps(0L, null, null));
        store.recorder()
                .record(List.of(new Change.Committed(
                        zero.ledger().sequence() - 1, UsageRow.of(zero).orElseThrow(), zero)));
        assertThat(listEvents()).isEmpty();
    }

    @Test
    void unitsOfTheGrantReachNoLevel() {
        store.recorder()
                .record(calls(
                        PayingAccount.of(3, PayingAccount.card(), 9_900, new BudgetCaps(1L, 0L, null), List.of()),
                        3,
                        NOW));
        assertThat(listEvents()).isEmpty();
    }

    @Test
    void aChangedCapTellsNoLevelAgain() {
        var first = calls(start(new BudgetCaps(10L, null, null)), 9, NOW);
        store.recorder().record(first);
        assertThat(percents()).containsExactly(75, 90);
        var higher = calls(withCaps(last(first), new BudgetCaps(100L, null, null)), 85, NOW);
        store.recorder().record(higher);
        assertThat(percents()).containsExactly(75, 90);
        store.recorder().record(calls(last(higher), 1, NOW));
        assertThat(percents()).containsExactly(75, 90, 95);
    }

    @Test
    void aNewMonthTellsThemAgain() {
        var may = calls(start(new BudgetCaps(4L, 2L, null)), 4, NOW);
        store.recorder().record(may);
        store.recorder().record(calls(last(may), 4, Instant.parse("2026-06-01T00:00:00.000Z")));
        assertThat(percents()).containsExactly(75, 90, 95, 100, 75, 90, 95, 100);
        assertThat(softCaps()).isEqualTo(2);
        assertThat(listEvents())
                .extracting(event -> event.data().get("invoicePeriod"))
                .contains("2026-05", "2026-06");
        assertThat(store.books.events().all()).extracting(AuditEvent::id).doesNotHaveDuplicates();
    }

    /** Of a call that is paid before its work nobody knows whether it will stand: it counts once that is proved. */
    @Test
    void aCallThatIsPaidBeforeItsWorkCountsWhenItsEndIsKnown() {
        var account = start(new BudgetCaps(10L, 8L, null));
        store.books.put(account);
        store.recorder().record(List.of(committed(1, 70_000, false, account), committed(2, 10_000, true, account)));
        assertThat(listEvents()).as("at work").isEmpty();

        assertThat(store.books.ledger().prove("use_2", NOW)).isEqualTo(Ledger.Proof.PROVED);
        store.recorder().record(List.of(new Change.Proved("use_2")));
        assertThat(percents()).containsExactly(75);
        assertThat(softCaps()).isOne();
        assertThat(listEvents().getLast().requestId()).isEqualTo("req_2");
        assertThat(listEvents().getLast().data()).containsEntry("accruedUsageCents", 8L);
    }

    /** Its proof may be told before its commit, with it, or while another one is at work. */
    @Test
    void aProofThatIsToldInAnyOrderRaisesItsLevels() {
        var account = start(new BudgetCaps(10L, null, null));
        for (var order = 0; order < 6; order++) {
            var told = new Consumer();
            told.books.put(account);
            assertThat(told.books.ledger().prove("use_2", NOW)).isEqualTo(Ledger.Proof.PROVED);
            var news = new ArrayList<Change>(List.of(
                    committed(1, 70_000, false, account),
                    committed(2, 10_000, true, account),
                    new Change.Proved("use_2")));
            Collections.shuffle(news, new Random(order));
            if (order % 2 == 0) {
                told.recorder().record(news);
            } else {
                news.forEach(change -> told.recorder().record(List.of(change)));
            }
            assertThat(told.books.events().all())
                    .as("order %s", order)
                    .extracting(event -> event.data().get("percent"))
                    .containsExactly(75);
        }
    }

    /** A call that failed after it was paid raises nothing, however it is told, and what is paid after it does. */
    @Test
    void aCallThatFailsAfterItWasPaidRaisesNoLevel() {
        var account = PayingAccount.of(0, PayingAccount.card(), 150_000, new BudgetCaps(10L, null, null), List.of());
        for (var order = 0; order < 24; order++) {
            var told = new Consumer();
            told.books.put(account);
            told.books.ledger().putVoid(new VoidMark("use_2", PayingAccount.ORG, true, 502, 3, NOW));
            var news = new ArrayList<Change>(List.of(
                    committed(1, 70_000, false, account),
                    committed(2, 20_000, true, account),
                    new Change.Voided("use_2"),
                    committed(3, 4_000, false, account)));
            Collections.shuffle(news, new Random(order));
            news.forEach(change -> told.recorder().record(List.of(change)));
            assertThat(told.books.events().all()).as("order %s", order).isEmpty();

            told.recorder().record(List.of(committed(4, 1_000, false, account)));
            assertThat(told.books.events().all())
                    .as("order %s", order)
                    .extracting(event -> event.data().get("percent"))
                    .containsExactly(75);
        }
    }

    private static Change committed(long sequence, long price, boolean beforeWork, Account after) {
        var row = ARow.of(PayingAccount.ORG, sequence, NOW).fundedBy(Funding.PAID, price);
        return new Change.Committed(sequence - 1, (beforeWork ? row.beforeWork() : row).build(), after);
    }

    /** The process dies before and after the effect of each single step; the batch comes again, as a stream brings it. */
    @Test
    void wheneverTheProcessDiesEachLevelIsToldOnce() {
        var changes = calls(start(new BudgetCaps(20L, 10L, null)), 20, NOW);
        var steps = steps(changes);
        assertThat(steps).isGreaterThan(80);
        for (var crash = 1; crash <= steps; crash++) {
            var dying = new Consumer();
            var left = new AtomicInteger(crash);
            dying.onStep(done -> {
                if (left.decrementAndGet() == 0) {
                    throw new Crash();
                }
            });
            inBatches(dying, changes);
            assertEvents(dying, "crash at step " + crash);
        }
    }

    /** Dies again and again, at random steps, with batches of random size that overlap with what was delivered before. */
    @Test
    void anyRedeliveryAndAnyNumberOfCrashesTellEachLevelOnce() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var changes = calls(start(new BudgetCaps(20L, 10L, null)), 20, NOW);
        for (var round = 0; round < 300; round++) {
            var dying = new Consumer();
            dying.onStep(done -> {
                if (random.nextInt(25) == 0) {
                    throw new Crash();
                }
            });
            for (var at = 0; at < changes.size(); ) {
                var to = Math.min(changes.size(), at + 1 + random.nextInt(8));
                record(dying, changes.subList(random.nextInt(at + 1), to));
                at = to;
            }
            assertEvents(dying, "seed " + seed + " round " + round);
        }
    }

    /** Another consumer handles the very batch between any two steps of this one. */
    @Test
    void twoConsumersOfOneBatchTellEachLevelOnce() {
        var changes = calls(start(new BudgetCaps(20L, 10L, null)), 20, NOW);
        var steps = steps(changes);
        for (var meet = 1; meet <= steps; meet++) {
            var shared = new Consumer();
            var left = new AtomicInteger(meet);
            shared.onStep(done -> {
                if (left.decrementAndGet() == 0) {
                    shared.onStep(nothing -> {});
                    inBatches(shared, changes);
                }
            });
            inBatches(shared, changes);
            assertEvents(shared, "met at step " + meet);
        }
    }

    private static int steps(List<Change> changes) {
        var counted = new AtomicInteger();
        var counting = new Consumer();
        counting.onStep(done -> counted.incrementAndGet());
        inBatches(counting, changes);
        return counted.get();
    }

    private static void inBatches(Consumer store, List<Change> changes) {
        Stream.of(changes.subList(0, 9), changes.subList(9, 16), changes.subList(16, 20))
                .forEach(batch -> record(store, batch));
    }

    private static void record(Consumer store, List<Change> batch) {
        for (; ; ) {
            try {
                store.recorder().record(batch);
                return;
            } catch (Crash crash) {
                // the stream brings the batch again
            }
        }
    }

    private static void assertEvents(Consumer store, String when) {
        var events = store.books
                .events()
                .page(PayingAccount.ORG, Events.Filter.ALL, 100, null)
                .rows()
                .reversed();
        assertThat(events)
                .as(when)
                .extracting(event -> event.data().getOrDefault("percent", "soft"))
                .containsExactly("soft", 75, 90, 95, 100);
        var period = store.books
                .rollUps()
                .read(RollUp.Scope.period(
                        PayingAccount.ORG, true, start(BudgetCaps.NONE).ledger().period()));
        assertThat(period.tallies().get("class#1"))
                .as(when)
                .satisfies(tally -> assertThat(tally.amount()).isEqualTo(Money.ofCents(20)));
        assertThat(store.alarms.raised).as(when).isEmpty();
    }
}

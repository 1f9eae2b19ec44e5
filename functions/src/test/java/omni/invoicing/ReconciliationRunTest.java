package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import omni.billing.InvoicePeriod;
import omni.billing.MonthBook;
import omni.fakes.InMemoryMonthBooks;
import omni.fakes.InMemoryOpenDiscrepancies;
import omni.fakes.InMemoryStore;
import omni.fakes.InMemorySweepRounds;
import omni.member.Roster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hourly run, over one organization that pays and others that do nothing. */
class ReconciliationRunTest implements ReconciliationRun.Watch {

    private final UsageLife life =
            new UsageLife(new InMemoryStore(), new InMemoryMonthBooks(), Instant.parse("2026-05-14T09:43:00Z"));
    private final InMemoryOpenDiscrepancies known = new InMemoryOpenDiscrepancies();
    private final InMemorySweepRounds rounds = new InMemorySweepRounds();
    private final TreeSet<String> organizations = new TreeSet<>(List.of("org_a", UsageLife.ORG, "org_z"));
    private final List<String> told = new ArrayList<>();

    @Override
    public void drifting(String orgId, Discrepancy drift) {
        told.add("drift " + drift.kind() + " since " + drift.since());
    }

    @Override
    public void comparisonFailed(String orgId, String detail) {
        told.add("failed " + orgId);
    }

    @Override
    public void roundUnfinished(SweepRound round, String detail) {
        told.add("unfinished " + round.stage());
    }

    @Override
    public void comparisonBroke(String orgId, RuntimeException fault) {
        told.add("broken " + orgId);
    }

    private ReconciliationRun.Summary run() {
        return run(() -> Duration.ofMinutes(9));
    }

    private ReconciliationRun.Summary run(Supplier<Duration> left) {
        Roster roster = (after, limit) -> (after == null ? organizations : organizations.tailSet(after, false))
                .stream().limit(limit).toList();
        var reads = new Reconciliation.Ports(life.books.accounts(), life.books.rollUps(), life.reports, life.usage);
        return new ReconciliationRun(
                        new ReconciliationRun.Ports(rounds, roster, known), new Reconciliation(reads), this, life.clock)
                .run(left);
    }

    @BeforeEach
    void somebodyPays() {
        life.customer();
        life.subscribe();
        life.clock.advance(Duration.ofSeconds(2));
        life.call(1);
        life.deliver();
        life.push();
    }

    private void loseWhatWasMoved() {
        var report = life.book("2026-05");
        var move = report.moveRestTo(MonthBook.open(UsageLife.ORG, new InvoicePeriod(202606)));
        assertThat(life.reports.write(move.from())).isTrue();
    }

    @Test
    void whenAllAgreesTheRoundIsMadeOnceADayAndNobodyIsTold() {
        assertThat(run()).isEqualTo(new ReconciliationRun.Summary(3, 0, 0, true));
        life.clock.advance(Duration.ofHours(1));
        assertThat(run()).isEqualTo(new ReconciliationRun.Summary(0, 0, 0, true));
        life.clock.advance(Duration.ofDays(1));
        assertThat(run()).isEqualTo(new ReconciliationRun.Summary(3, 0, 0, true));
        assertThat(told).isEmpty();
        assertThat(known.all()).isEmpty();
    }

    @Test
    void aDriftIsLookedAtEachHourToldOfWhenItLastsAndForgottenWhenItAgreesAgain() {
        var good = life.book("2026-05");
        loseWhatWasMoved();
        var since = life.now();
        assertThat(run().drifts()).isZero();
        assertThat(known.all())
                .singleElement()
                .extracting(OpenDiscrepancies.Known::since)
                .isEqualTo(since);

        life.clock.advance(Duration.ofMinutes(61));
        assertThat(run()).isEqualTo(new ReconciliationRun.Summary(1, 0, 1, true));
        assertThat(told).containsExactly("drift MOVED since " + since);

        var bad = life.book("2026-05");
        assertThat(life.reports.write(new MonthBook(
                        bad.orgId(), bad.period(), bad.version(), good.amounts(), bad.lastReport(), bad.closing())))
                .isTrue();
        life.clock.advance(Duration.ofHours(1));
        assertThat(run()).isEqualTo(new ReconciliationRun.Summary(1, 0, 0, true));
        assertThat(known.all()).isEmpty();
    }

    @Test
    void aRunWithoutTimeLeavesTheRestToTheNextOne() {
        var looks = new int[] {3};
        assertThat(run(() -> Duration.ofSeconds(looks[0]-- > 0 ? 100 : 1)))
                .isEqualTo(new ReconciliationRun.Summary(2, 0, 0, false));
        life.clock.advance(Duration.ofHours(1));
        assertThat(run()).isEqualTo(new ReconciliationRun.Summary(1, 0, 0, true));
    }
}

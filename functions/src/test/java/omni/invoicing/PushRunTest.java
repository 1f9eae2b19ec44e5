package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.billing.InMemoryPayments.Line;
import omni.billing.Money;
import omni.fakes.InMemoryMonthBooks;
import omni.fakes.InMemoryPushMarks;
import omni.fakes.InMemoryStore;
import omni.invoicing.TroubledPorts.Trouble;
import org.junit.jupiter.api.Test;

class PushRunTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final long SEARCH = 12_347;

    private final UsageLife life =
            new UsageLife(new InMemoryStore(), new InMemoryMonthBooks(), Instant.parse("2026-05-14T09:00:00Z"));
    private final InMemoryPushMarks marks = new InMemoryPushMarks();
    private final List<String> alarms = new ArrayList<>();

    private PushRun.Summary run() {
        return run(life.ports(), LONG);
    }

    private PushRun.Summary run(UsagePush.Ports ports, Duration limit) {
        return new PushRun(marks, new UsagePush(ports), life.keeper(), life.clock, new Told(), 1).run(limit);
    }

    private final class Told implements PushRun.Alarm {

        @Override
        public void drifting(String orgId, PushOutcome.Drifting drifting) {
            alarms.add("drift " + drifting.period().text() + " since "
                    + drifting.drift().since());
        }

        @Override
        public void pushFailed(String orgId, String detail, Instant since) {
            alarms.add("failed since " + since);
        }

        @Override
        public void pushBroke(String orgId, RuntimeException fault) {
            alarms.add("broken " + fault.getClass().getSimpleName());
        }
    }

    private void mark() {
        marks.mark(UsageLife.ORG, life.now());
    }

    @Test
    void anOrganizationThatIsMarkedIsToldOfAndItsMarksGo() {
        life.customer();
        life.subscribe();
        life.at("05-14T09:30:00");
        life.call(1);
        mark();
        life.at("05-14T10:17:00");
        mark();
        assertThat(run().outcomes()).isEqualTo(Map.of("UpToDate", 1));
        assertThat(life.lastReport("2026-05").total()).isEqualTo(new Money(SEARCH));
        assertThat(marks.waiting()).isEmpty();
        assertThat(run().outcomes()).isEmpty();
    }

    @Test
    void aSubscriptionThatIsMissingIsBegun() {
        life.customer();
        life.call(1);
        mark();
        assertThat(run().outcomes()).isEqualTo(Map.of("UpToDate", 1));
        assertThat(life.live()).hasSize(1);
        assertThat(life.lastReport("2026-05").total()).isEqualTo(new Money(SEARCH));
    }

    @Test
    void aMarkThatIsMadeMeanwhileStays() {
        life.customer();
        life.subscribe();
        life.call(1);
        mark();
        run(new TroubledPorts(5, Trouble.OTHER_AFTER, this::mark).over(life.ports()), LONG);
        assertThat(marks.waiting()).hasSize(1);
        assertThat(run().outcomes()).isEqualTo(Map.of("UpToDate", 1));
        assertThat(marks.waiting()).isEmpty();
    }

    @Test
    void ofAnOrganizationThatHasToBeLookedAtAgainTheOldestMarkStays() {
        life.customer();
        life.subscribe();
        life.call(1);
        for (var hour = 0; hour < 9; hour++) {
            life.at("06-01T0" + hour + ":17:00");
            if (hour == 0) {
                life.push();
            }
            mark();
        }
        var summary = run();
        assertThat(summary.outcomes()).isEqualTo(Map.of("Drifting", 1));
        assertThat(summary.oldest()).isEqualTo(Instant.parse("2026-06-01T00:00:00Z"));
        assertThat(alarms).containsExactly("drift 2026-05 since 2026-06-01T00:17:00Z");
        assertThat(marks.waiting()).extracting(PushMarks.Mark::hour).containsExactly(summary.oldest());
        life.deliver();
        assertThat(run().outcomes()).isEqualTo(Map.of("UpToDate", 1));
        assertThat(marks.waiting()).isEmpty();
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH)));
    }

    @Test
    void whatStripeDoesNotAnswerIsAnAlarmAndStaysMarked() {
        life.customer();
        life.subscribe();
        life.call(1);
        mark();
        life.payments.line(Line.DOWN);
        life.at("05-14T11:17:00");
        assertThat(run().outcomes()).isEqualTo(Map.of("Failed", 1));
        assertThat(alarms).containsExactly("failed since 2026-05-14T09:00:00Z");
        life.payments.line(Line.UP);
        assertThat(run().outcomes()).isEqualTo(Map.of("UpToDate", 1));
    }

    @Test
    void aFaultWithOneOrganizationIsNoneOfTheOthers() {
        life.customer();
        life.subscribe();
        life.call(1);
        mark();
        marks.mark("org_gone", life.now());
        marks.mark("org_ahead", life.now().minusSeconds(3600));
        var summary = run(new TroubledPorts(2, Trouble.DIES_BEFORE, () -> {}).over(life.ports()), LONG);
        assertThat(summary.outcomes()).isEqualTo(Map.of("NoMetering", 2, "Failed", 1));
        assertThat(alarms).containsExactly("broken Death", "failed since 2026-05-14T09:00:00Z");
        assertThat(marks.waiting()).extracting(PushMarks.Mark::orgId).containsExactly(UsageLife.ORG);
    }

    @Test
    void aRunThatTakesTooLongLeavesTheRestToTheNext() {
        for (var org = 0; org < 10; org++) {
            marks.mark("org_" + org, life.now());
        }
        var slow = new TroubledPorts(4, Trouble.OTHER_AFTER, () -> life.clock.advance(LONG)).over(life.ports());
        var summary = run(slow, LONG);
        assertThat(summary.complete()).isFalse();
        assertThat(summary.outcomes()).isEqualTo(Map.of("NoMetering", 4));
        assertThat(marks.waiting()).hasSize(6);
        assertThat(run()).isEqualTo(new PushRun.Summary(Map.of("NoMetering", 6), life.now(), true));
        assertThat(run(life.ports(), Duration.ZERO).complete())
                .as("nothing waits")
                .isTrue();
    }

    @Test
    void manyAtOnceEndAsOneAfterTheOtherDo() {
        for (var org = 0; org < 100; org++) {
            marks.mark("org_" + org, life.now());
        }
        life.customer();
        life.subscribe();
        life.call(1);
        mark();

        var summary =
                new PushRun(marks, new UsagePush(life.ports()), life.keeper(), life.clock, new Told(), 7).run(LONG);

        assertThat(summary).isEqualTo(new PushRun.Summary(Map.of("NoMetering", 100, "UpToDate", 1), life.now(), true));
        assertThat(marks.waiting()).isEmpty();
    }

    @Test
    void noSliceIsBegunWhenTheTimeIsUp() {
        for (var org = 0; org < 10; org++) {
            marks.mark("org_" + org, life.now());
        }
        var slow = new TroubledPorts(2, Trouble.OTHER_AFTER, () -> life.clock.advance(LONG)).over(life.ports());

        var summary = new PushRun(marks, new UsagePush(slow), life.keeper(), life.clock, new Told(), 4).run(LONG);

        assertThat(summary.complete()).isFalse();
        var done = summary.outcomes().getOrDefault("NoMetering", 0);
        assertThat(done).isBetween(1, 4);
        assertThat(marks.waiting()).hasSize(10 - done);
    }
}

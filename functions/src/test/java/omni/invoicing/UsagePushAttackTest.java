package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import omni.billing.Money;
import omni.fakes.InMemoryMonthBooks;
import omni.fakes.InMemoryStore;
import omni.fakes.Stumbling.Death;
import omni.invoicing.TroubledPorts.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a push is interrupted in or crossed by, what is invoiced and what is still to be come to the ledger. */
class UsagePushAttackTest {

    /** The same lives in every run; {@code -Domni.seed=N} lives others. */
    private static final long SEED = Long.getLong("omni.seed", 20_261_124L);

    private static final long SEARCH = 12_347;
    private static final long AI = 1_000_003;

    private static UsageLife life(String start) {
        return new UsageLife(new InMemoryStore(), new InMemoryMonthBooks(), Instant.parse("2026-" + start + "Z"));
    }

    /** What happens at a step of a push, while it runs. */
    enum Other {
        A_PUSH {
            @Override
            void happens(UsageLife life) {
                life.push();
            }
        },
        A_CALL {
            @Override
            void happens(UsageLife life) {
                life.call(2);
            }
        },
        A_CREDIT {
            @Override
            void happens(UsageLife life) {
                life.annul("use_1");
                life.deliver();
            }
        };

        abstract void happens(UsageLife life);
    }

    /** A month in its middle, with a total that was told and another to be told. */
    private static UsageLife inMay() {
        var life = life("05-14T09:00:00");
        life.customer();
        life.subscribe();
        life.at("05-14T09:00:10");
        life.call(1);
        life.deliver();
        life.push();
        life.at("05-14T10:17:00");
        life.call(2);
        life.deliver();
        return life;
    }

    /** A month whose total was told, and that has ended since with two calls more; its draft is there. */
    private static UsageLife pastMay() {
        var life = inMay();
        life.at("05-31T23:59:59");
        life.call(1);
        life.deliver();
        life.at("06-01T00:17:00");
        return life;
    }

    private static void survive(UsageLife life, Trouble trouble, Other other, int step) {
        var ports = new TroubledPorts(step, trouble, () -> other.happens(life));
        try {
            new UsagePush(ports.over(life.ports())).push(UsageLife.ORG, life.now());
        } catch (Death e) {
            assertThat(trouble).isIn(Trouble.DIES_BEFORE, Trouble.DIES_AFTER);
        }
    }

    private static int steps(UsageLife life) {
        var ports = new TroubledPorts(Integer.MAX_VALUE, Trouble.DIES_BEFORE, () -> {});
        assertThat(new UsagePush(ports.over(life.ports())).push(UsageLife.ORG, life.now()))
                .isEqualTo(new PushOutcome.UpToDate());
        return ports.calls();
    }

    @ParameterizedTest
    @EnumSource
    void theTotalOfAMonthIsRightWhateverHappensAtAnyStep(Trouble trouble) {
        var steps = steps(inMay());
        assertThat(steps).isGreaterThan(7);
        for (var step = 1; step <= steps; step++) {
            for (var other : Other.values()) {
                var what = trouble + ", " + other + " at " + step;
                var life = inMay();
                survive(life, trouble, other, step);
                life.at("05-14T11:17:00");
                life.deliver();
                assertThat(life.push()).as(what).isEqualTo(new PushOutcome.UpToDate());
                assertThat(life.book("2026-05").total()).as(what).isEqualTo(life.ledger());
                life.at("05-31T23:58:59");
                assertThat(life.push()).as(what).isEqualTo(new PushOutcome.UpToDate());
                life.at("06-01T02:00:00");
                assertThat(life.invoices())
                        .as("%s: what the meter says, to the invoice that nobody held", what)
                        .isEqualTo(Map.of("2026-05", life.ledger()));
                life.push();
                life.addsUp(what);
            }
        }
    }

    @Test
    void aSecondIsNeverUsedForTwoTotals() {
        var steps = steps(inMay());
        for (var step = 1; step <= steps; step++) {
            for (var trouble : List.of(Trouble.DIES_AFTER, Trouble.LOST_AFTER)) {
                var life = inMay();
                survive(life, trouble, Other.A_PUSH, step);
                life.call(1);
                life.deliver();
                assertThat(life.push())
                        .as("%s at %s, another total in the same second", trouble, step)
                        .isEqualTo(new PushOutcome.UpToDate());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theInvoiceOfAMonthIsRightWhateverHappensAtAnyStep(Trouble trouble) {
        var steps = steps(pastMay());
        assertThat(steps).isGreaterThan(15);
        for (var step = 1; step <= steps; step++) {
            for (var other : Other.values()) {
                var what = trouble + ", " + other + " at " + step;
                var life = pastMay();
                survive(life, trouble, other, step);
                life.holdDrafts();
                life.deliver();
                for (var hour = 1; hour < 4; hour++) {
                    life.at("06-01T0" + hour + ":17:00");
                    life.push();
                }
                assertThat(life.push()).as(what).isEqualTo(new PushOutcome.UpToDate());
                life.addsUp(what);
                var may = life.invoices().getOrDefault("2026-05", Money.ZERO);
                var credited = may.equals(new Money(SEARCH + AI));
                assertThat(credited || may.equals(new Money(2 * SEARCH + AI)))
                        .as("%s: %s", what, may)
                        .isTrue();
                assertThat(life.book("2026-05").amounts().rest()).as(what).isEqualTo(Money.ZERO);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAnInterruptedClosingLeftIsNotStuckWhenItIsTooOldToBeTold(Trouble trouble) {
        var steps = steps(pastMay());
        for (var step = 1; step <= steps; step++) {
            var what = trouble + " at " + step;
            var life = pastMay();
            life.holdDrafts();
            survive(life, trouble, Other.A_PUSH, step);
            life.at("07-20T00:17:00");
            life.deliver();
            assertThat(life.push()).as(what).isEqualTo(new PushOutcome.UpToDate());
            life.addsUp(what);
            assertThat(life.book("2026-05").amounts().rest()).as(what).isEqualTo(Money.ZERO);
        }
    }

    @Test
    void whateverComesTheBooksAddUp() {
        var seeds = new Random(SEED);
        for (var round = 0; round < 300; round++) {
            UsageStories.wild(new InMemoryStore(), new InMemoryMonthBooks(), seeds.nextLong(), 120);
        }
    }

    /** Usage was invoiced too high in mid-month, its statement's answer was lost, and another subscription bills the rest. */
    @Test
    void whatWasToldBeforeASubscriptionBeganHoldsNoneOfItsDrafts() {
        UsageStories.wild(new InMemoryStore(), new InMemoryMonthBooks(), -5_629_186_964_399_339_230L, 120);
    }

    @Test
    void withoutWildHandsEachMonthsInvoiceIsItsAccrual() {
        var seeds = new Random(SEED);
        for (var round = 0; round < 150; round++) {
            UsageStories.ordinary(new InMemoryStore(), new InMemoryMonthBooks(), seeds.nextLong(), 100);
        }
    }
}

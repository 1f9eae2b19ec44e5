package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import omni.access.AuthMode;
import omni.account.Account;
import omni.account.Terms;
import omni.account.Windows;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.billing.SubscriptionStatus;
import omni.fakes.AnAccount;
import omni.fakes.Books;
import omni.fakes.Tariff;
import org.junit.jupiter.api.Test;

/** Many callers at once on one account: no bound is passed by one unit, and nobody is refused who would have fitted. */
public abstract class RacesContract {

    private static final int CALLERS = 12;
    private static final Instant NOW = Plans.NOW;

    private final String org = "org_" + UUID.randomUUID().toString().substring(24);
    private final AtomicInteger usageIds = new AtomicInteger();

    protected abstract Books books();

    /** How many calls race, at least 300. */
    protected abstract int calls();

    /** All calls of a race, each decided on the same snapshot, with its class and how it ended. */
    private record Ended(MeterClass meterClass, Settlement settlement) {

        boolean isCommitted() {
            return settlement instanceof Settlement.Committed;
        }
    }

    private List<Ended> race(Account opened, Terms terms, List<MeterClass> classes) {
        books().put(opened);
        var metering = new Metering(
                new Admission(terms), books().meter(), call -> KeyCheck.Result.GOOD, () -> NOW, attempt -> {});
        try (var pool = Executors.newFixedThreadPool(CALLERS)) {
            var running = new ArrayList<Future<Ended>>();
            for (var meterClass : classes) {
                running.add(pool.submit(() -> new Ended(meterClass, settle(metering, opened, meterClass))));
            }
            var ended = new ArrayList<Ended>();
            for (var call : running) {
                ended.add(call.get());
            }
            return ended;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private Settlement settle(Metering metering, Account opened, MeterClass meterClass) {
        var call = new Call(
                "use_" + org + usageIds.incrementAndGet(),
                "req_1",
                "key_1",
                AuthMode.API_KEY,
                "hash",
                null,
                1,
                meterClass,
                false,
                null);
        return metering.settle(opened, call, new Call.Outcome(200, 1), false, (annulled, account, answered) -> {
            throw new AssertionError("no answer was lost");
        });
    }

    private List<MeterClass> same(MeterClass meterClass) {
        return java.util.Collections.nCopies(calls(), meterClass);
    }

    private static List<Long> committedSequences(List<Ended> ended) {
        return ended.stream()
                .map(Ended::settlement)
                .filter(Settlement.Committed.class::isInstance)
                .map(settlement ->
                        ((Settlement.Committed) settlement).after().ledger().sequence())
                .sorted()
                .toList();
    }

    @Test
    void exactlyTheGrantIsServed() {
        var ended = race(AnAccount.at(NOW).of(org).grantLeft(137).build(), Tariff.withoutLimits(), same(Plans.CLASS));

        assertThat(committedSequences(ended))
                .as("each served call saw its own sequence")
                .containsExactlyElementsOf(
                        java.util.stream.LongStream.rangeClosed(1, 137).boxed().toList());
        assertThat(ended.stream().map(Ended::settlement).filter(Settlement.Refused.class::isInstance))
                .hasSize(calls() - 137);
        assertThat(books().account(org, true).grant().unitsLeft()).isZero();
    }

    @Test
    void theGrantEndsAndPayingBeginsWithoutAGap() {
        var ended = race(
                AnAccount.at(NOW).of(org).grantLeft(137).card().build(), Tariff.withoutLimits(), same(Plans.CLASS));

        assertThat(committedSequences(ended)).hasSize(calls());
        assertThat(books().account(org, true).grant().unitsLeft()).isZero();
        assertThat(books().account(org, true).ledger().accrual()).isEqualTo(Money.ofCents(5L * (calls() - 137)));
    }

    private List<MeterClass> mixedClasses(long seed) {
        var random = new Random(seed);
        return java.util.stream.IntStream.range(0, calls())
                .mapToObj(index -> {
                    var cents = 1 + random.nextInt(14);
                    return Tariff.meteredClass(cents, Math.min(17, cents + random.nextInt(4)));
                })
                .toList();
    }

    private static long cents(MeterClass meterClass) {
        return java.util.Objects.requireNonNull(meterClass.family()).payg().microDollars() / 10_000;
    }

    @Test
    void theHardCapIsNeverPassedAndNobodyIsRefusedWhoFits() {
        var seed = System.nanoTime();
        var opened =
                AnAccount.at(NOW).of(org).grantLeft(0).card().spendCapCents(900).build();
        assertBounded(race(opened, Tariff.withoutLimits(), mixedClasses(seed)), 900, seed);
    }

    @Test
    void theApprovalThresholdIsNeverPassedAndExpiredApprovalsDoNotCount() {
        var seed = System.nanoTime();
        var opened = AnAccount.at(NOW)
                .of(org)
                .grantLeft(0)
                .card()
                .spendCapCents(5_000)
                .thresholdCents(700)
                .approval(150, NOW.plusSeconds(1))
                .approval(1_000, NOW)
                .build();
        assertBounded(race(opened, Tariff.withoutLimits(), mixedClasses(seed)), 850, seed);
    }

    /** A refusal carries the accrual that it was decided on; accruals only rise, so it is the one at its turn. */
    private void assertBounded(List<Ended> ended, long cents, long seed) {
        var accepted = ended.stream()
                .filter(Ended::isCommitted)
                .mapToLong(call -> cents(call.meterClass()))
                .sum();
        assertThat(accepted).as("seed %s", seed).isLessThanOrEqualTo(cents);
        assertThat(books().account(org, true).ledger().accrual())
                .as("seed %s", seed)
                .isEqualTo(Money.ofCents(accepted));
        assertThat(ended.stream().filter(call -> !call.isCommitted()))
                .as("seed %s", seed)
                .isNotEmpty()
                .allSatisfy(call -> {
                    var accrued = accruedAt((Settlement.Refused) call.settlement());
                    assertThat(accrued.plus(Money.ofCents(cents(call.meterClass()))))
                            .isGreaterThan(Money.ofCents(cents));
                    assertThat(accrued).isLessThanOrEqualTo(Money.ofCents(accepted));
                });
    }

    private static Money accruedAt(Settlement.Refused refused) {
        return switch (refused.refusal()) {
            case Refusal.HardCapExceeded cap -> cap.accrual();
            case Refusal.ApprovalRequired approval -> approval.accrual();
            default -> throw new AssertionError("refused for " + refused.refusal());
        };
    }

    @Test
    void theAiQuotaIsExact() {
        var opened = AnAccount.at(NOW)
                .of(org)
                .grantLeft(0)
                .subscription(PlanKey.PERSONAL, SubscriptionStatus.ACTIVE)
                .build();
        var ended = race(opened, Tariff.withoutLimits(), same(Tariff.ai(2, 8)));

        assertThat(committedSequences(ended)).hasSize((int) Tariff.PERSONAL_AI_QUERIES);
        assertThat(books().account(org, true).ledger().aiUnitsUsed()).isEqualTo(Tariff.PERSONAL_AI_QUERIES);
    }

    @Test
    void theRateWindowIsExact() {
        var limited = Tariff.limitedClass(1, 5, 90);
        var before = new Windows(Windows.minuteOf(NOW) - 1, java.util.Map.of(1, 60L), java.util.Map.of());
        var opened =
                AnAccount.at(NOW).of(org).grantLeft(0).card().windows(before).build();

        var ended = race(opened, Tariff.withLimits(), same(limited));

        // 53.589 s into the minute, 60 calls of the minute before count ⌈60 × 6.411 / 60⌉ = 7
        assertThat(committedSequences(ended)).hasSize(90 - 7);
        assertThat(books().account(org, true).windows().currentOf(limited)).isEqualTo(90 - 7);
    }
}

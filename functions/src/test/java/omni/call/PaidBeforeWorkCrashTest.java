package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import omni.account.Account;
import omni.account.Funding;
import omni.billing.Money;
import omni.fakes.Faults;
import omni.fakes.Faults.Event;
import omni.fakes.InMemoryStore;
import omni.fakes.UsageStream.Delivery;
import omni.ledger.UsageRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A call that is paid before its work and has no Idempotency-Key: its process dies at any step, an answer of the store is lost at any
 * step, and the stream and the deadline come when they like. Who was not answered with success is not charged, unless the process died
 * with the proof made and the answer not sent.
 */
class PaidBeforeWorkCrashTest {

    private static final String ORG = "org_Aa0Bb1Cc2Dd3";
    private static final Instant START = Instant.parse("2026-05-14T09:30:00Z");
    private static final Duration OVERDUE = Duration.ofMinutes(3);
    private static final int SEEDS = 300;

    /** One call and what came of it. */
    private static final class Told {
        private final InMemoryStore store = new InMemoryStore();
        private final Service service = new Service(store, ORG, START, true);
        private final Faults faults = new Faults();
        private Optional<ReceivedAnswer> answer = Optional.empty();

        Told(boolean paid) {
            store.put(Account.open(ORG, true, paid ? 0 : 250, START));
            if (paid) {
                store.change(
                        ORG,
                        account ->
                                account.withStanding(new Account.Standing(true, null, null, true, null, false, null)));
            }
        }

        void call(SoldWork.End end) {
            answer = service.attempt(SentRequest.to(SoldRoute.COMMIT_BEFORE), end, faults);
        }

        private List<UsageRow> charges() {
            return service.stream().rows().stream().filter(UsageRow::isCharged).toList();
        }

        void rest() {
            service.stream().deliver(Delivery.ALL);
            service.clock().advance(OVERDUE);
            service.enforceDeadline();
            service.stream().deliver(Delivery.ALL);
            service.stream().deliverAgain();
            assertThat(service.enforceDeadline())
                    .as("nothing is given back twice")
                    .isZero();
        }

        void check(boolean isProved) {
            var charges = charges();
            var served = answer.filter(ReceivedAnswer::ok).isPresent();
            assertThat(charges).hasSize(served || isProved ? 1 : 0);
            assertThat(service.stream().rows()).noneMatch(UsageRow::isUnproven);
            var account = service.account();
            assertThat(account.grant().unitsUsed())
                    .isEqualTo(charges.stream()
                            .filter(row -> row.funding() == Funding.GRANT)
                            .count());
            assertThat(account.ledger().accrual())
                    .isEqualTo(charges.stream().map(UsageRow::price).reduce(Money.ZERO, Money::plus));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"OK, true", "OK, false", "NOT_FOUND, true", "BAD_GATEWAY, false"})
    void aCrashAtAnyStepLeavesNoChargeWithoutProof(SoldWork.End end, boolean paid) {
        for (var after : List.of(false, true)) {
            for (var step = 1; ; step++) {
                var told = new Told(paid);
                told.faults.at(step, new Event.Crash(after));
                told.call(end);
                if (told.answer.isPresent()) {
                    assertThat(step).isGreaterThan(2);
                    break;
                }
                var died = told.faults.steps().getLast();
                told.rest();
                told.check(died.equals("proof") && after);
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"OK, true", "OK, false", "NOT_FOUND, true"})
    void anAnswerLostAtAnyStepsLeavesOneChargeForASuccessAndNoneElse(SoldWork.End end, boolean paid) {
        for (var afters = 0; afters < 4; afters++) {
            for (var first = 1; first < 9; first++) {
                for (var second = first; second < 10; second++) {
                    var told = new Told(paid);
                    told.faults
                            .at(first, new Event.Lost((afters & 1) > 0))
                            .at(second, new Event.Lost((afters & 2) > 0));
                    told.call(end);
                    told.rest();
                    if (!told.service.log().contains("charge_without_answer")) {
                        told.check(false);
                    }
                }
            }
        }
    }

    @Test
    void whoeverDiesIsNamedInTheLog() {
        var told = new Told(true);
        told.faults.at(2, new Event.Crash(false));
        told.call(SoldWork.End.OK);
        assertThat(told.faults.steps()).containsExactly("commit", "work");

        told.rest();

        assertThat(told.service.log())
                .contains("\"event\":\"unproven_call_credited\",\"requestId\":\"plain\",\"usageId\":\"use_");
        assertThat(told.service.stream().rows())
                .singleElement()
                .satisfies(row -> assertThat(row.call().status()).isEqualTo(500));
    }

    /** Until two minutes are over it is left alone; what proves itself then stays, and what comes later is no answer. */
    @Test
    void aCallThatIsStillAtWorkIsLeftAloneForTwoMinutes() {
        for (var seconds : List.of(119, 120)) {
            var told = new Told(true);
            told.service.work().during(() -> {
                told.service.stream().deliver(Delivery.ALL);
                told.service.clock().advance(Duration.ofSeconds(seconds));
                assertThat(told.service.enforceDeadline()).isEqualTo(seconds < 120 ? 0 : 1);
            });
            told.call(SoldWork.End.OK);
            assertThat(told.answer.orElseThrow().status()).isEqualTo(seconds < 120 ? 200 : 503);
            told.rest();
            told.check(false);
        }
    }

    /** Many calls at once, each of which may die or lose an answer; stream and deadline run in between, in any order. */
    @Test
    void manyCallsThatDieInAnyOrderAddUp() {
        var seeds = new Random();
        for (var round = 0; round < SEEDS; round++) {
            var seed = seeds.nextLong();
            RetriedCall.runNamed("seed " + seed, () -> play(new Random(seed)));
        }
    }

    private static void play(Random random) {
        var told = new Told(random.nextBoolean());
        var served = 0;
        var proved = new ArrayList<Boolean>();
        for (var number = 0; number < 12; number++) {
            var faults = new Faults();
            var isAfter = random.nextBoolean();
            if (random.nextInt(3) > 0) {
                faults.at(1 + random.nextInt(4), new Event.Crash(isAfter));
            }
            var end = random.nextInt(4) == 0 ? SoldWork.End.BAD_GATEWAY : SoldWork.End.OK;
            var answer = told.service.attempt(SentRequest.to(SoldRoute.COMMIT_BEFORE), end, faults);
            served += answer.filter(ReceivedAnswer::ok).isPresent() ? 1 : 0;
            proved.add(answer.isEmpty() && isAfter && faults.steps().getLast().equals("proof"));
            told.service.stream().deliver(List.of(Delivery.values()).get(random.nextInt(3)));
            told.service.clock().advance(Duration.ofSeconds(random.nextInt(90)));
            if (random.nextBoolean()) {
                told.service.enforceDeadline();
            }
        }
        told.rest();
        var charged = served + (int) proved.stream().filter(died -> died).count();
        assertThat(told.charges()).hasSize(charged);
        var account = told.service.account();
        assertThat(account.grant().unitsUsed() + account.ledger().accrual().microDollars())
                .isEqualTo(told.charges().stream()
                        .mapToLong(row ->
                                row.funding() == Funding.GRANT ? 1 : row.price().microDollars())
                        .sum());
        assertThat(told.service.stream().rows()).noneMatch(UsageRow::isUnproven);
    }
}

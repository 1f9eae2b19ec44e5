package omni.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.event.AuditEvent;
import org.junit.jupiter.api.Test;

/** Each transition of the billing state is told once and in order, whatever caused it (contract 5.3, 11.9). */
class StateAnnouncerTest {

    private static final Instant START = StateWorld.START;
    private static final Duration DAY = Duration.ofDays(1);

    private static StateWorld world() {
        return new StateWorld(GrantRenewal.NONE);
    }

    private static Contract contract(Instant from, Instant to) {
        return new Contract(from, to, Discount.NONE, null);
    }

    @Test
    void aNewOrganizationIsNothingToTell() {
        assertThat(world().deliver().events()).isEmpty();
    }

    @Test
    void theLastUnitOfTheGrantIsToldWithItsRequest() {
        var world = world().call().call().call().deliver();
        assertThat(world.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(AuditEvent.BILLING);
            assertThat(event.type()).isEqualTo("billing.state.changed");
            assertThat(event.category()).isEqualTo("billing");
            assertThat(event.data()).containsEntry("from", "sandbox_grant").containsEntry("to", "payg_pending_card");
            assertThat(event.requestId()).isEqualTo("req_2");
            assertThat(event.source()).isEqualTo("api");
            assertThat(event.occurredAt()).isEqualTo(START);
        });
    }

    @Test
    void aCreditThatReturnsTheLastUnitIsTold() {
        var world = world().call().call().credit().call().credit().deliver();
        assertThat(world.path())
                .containsExactly(
                        "sandbox_grant", "payg_pending_card", "sandbox_grant", "payg_pending_card", "sandbox_grant");
        assertThat(world.events()).extracting(AuditEvent::source).containsExactly("api", "system", "api", "system");
    }

    @Test
    void cardsAndInvoicesAreToldAsStripesAndWhatOperatorsSetAsTheApis() {
        var world = world().card(true)
                .deliver()
                .delinquentSince(START)
                .deliver()
                .delinquentSince(null)
                .restrict(true)
                .restrict(false)
                .contract(contract(START, START.plus(DAY)))
                .card(false)
                .contract(null)
                .deliver();
        assertThat(world.path())
                .containsExactly(
                        "sandbox_grant",
                        "payg_active",
                        "payment_failed",
                        "payg_active",
                        "restricted_read_only",
                        "payg_active",
                        "commercial_active",
                        "sandbox_grant");
        assertThat(world.events())
                .extracting(AuditEvent::source)
                .containsExactly("stripe", "stripe", "stripe", "api", "api", "api", "api");
        assertThat(world.events()).extracting(AuditEvent::occurredAt).doesNotHaveDuplicates();
    }

    @Test
    void theEndOfTheGraceIsToldByTheHourAfterItWithTheTimeAtWhichItCameTrue() {
        var world = world().card(true).delinquentSince(START).deliver();
        assertThat(world.later(DAY.multipliedBy(7).minusMillis(1)).hour().path())
                .endsWith("payment_failed");
        assertThat(world.later(Duration.ofMinutes(50)).hour().path())
                .containsExactly("sandbox_grant", "payg_active", "payment_failed", "restricted_read_only");
        var told = world.events().getLast();
        assertThat(told.source()).isEqualTo("system");
        assertThat(told.requestId()).isNull();
        assertThat(told.occurredAt()).isEqualTo(START.plus(DAY.multipliedBy(7)));
        assertThat(world.waiting()).isEmpty();
    }

    /** Paid between the end of the grace and the hour: what time had changed is told first. */
    @Test
    void aWriteTellsWhatTimeHadChangedBeforeIt() {
        var world = world().card(true).delinquentSince(START).deliver().later(DAY.multipliedBy(8));
        assertThat(world.delinquentSince(null).deliver().path())
                .containsExactly(
                        "sandbox_grant", "payg_active", "payment_failed", "restricted_read_only", "payg_active");
        assertThat(world.hour().events()).as("the job comes too late").hasSize(4);
    }

    @Test
    void aJobThatIsDaysLateTellsAllThatPassedInOrder() {
        var world = world().contract(contract(START.plus(DAY), START.plus(DAY.multipliedBy(2))))
                .deliver();
        assertThat(world.events()).isEmpty();
        assertThat(world.later(DAY.multipliedBy(30)).hour().path())
                .containsExactly("sandbox_grant", "commercial_active", "sandbox_grant");
        assertThat(world.events())
                .extracting(AuditEvent::occurredAt)
                .containsExactly(START.plus(DAY), START.plus(DAY.multipliedBy(2)));
        assertThat(world.waiting()).isEmpty();
    }

    @Test
    void aGrantThatComesBackWithTheMonthIsToldOnceAndOnlyWhereItIsUsedUp() {
        var spent = new StateWorld(GrantRenewal.MONTHLY).call().call().deliver();
        var firstOfJune = Instant.parse("2026-06-01T00:00:00Z");
        assertThat(spent.waiting()).containsExactly(new Announcements.Reminder(StateWorld.ORG, firstOfJune));
        assertThat(spent.later(DAY.multipliedBy(18)).hour().hour().path())
                .containsExactly("sandbox_grant", "payg_pending_card", "sandbox_grant");
        assertThat(spent.events().getLast().occurredAt()).isEqualTo(firstOfJune);

        var unspent = new StateWorld(GrantRenewal.MONTHLY)
                .call()
                .card(true)
                .card(false)
                .deliver();
        assertThat(unspent.waiting()).isEmpty();
        var ordinary = world().call().call().deliver();
        assertThat(ordinary.waiting()).isEmpty();
    }

    @Test
    void aClockThatJumpsBackTellsNothingTwiceAndNothingOutOfOrder() {
        var world = world().card(true).delinquentSince(START).deliver().later(DAY.multipliedBy(8));
        world.hour().later(DAY.multipliedBy(-8)).hour().delinquentSince(null).deliver();
        assertThat(world.path())
                .containsExactly(
                        "sandbox_grant", "payg_active", "payment_failed", "restricted_read_only", "payg_active");
        assertThat(world.events()).extracting(AuditEvent::occurredAt).isSorted();
    }

    /** Calls that leave the state as it is cost no read and no write. */
    @Test
    void aCallThatChangesNothingReachesNoStore() {
        var steps = new AtomicInteger();
        var world = world().card(true).deliver();
        world.onStep(done -> steps.incrementAndGet());
        var from = world.countWrites();
        world.call().call().call().call();
        world.deliver(from, world.countWrites());
        assertThat(steps).hasValue(0);
    }

    /** A life with everything in it, its job among it; {@code deliver} says how its stream comes. */
    private static StateWorld life(Consumer<StateWorld> deliver) {
        var world = new StateWorld(GrantRenewal.MONTHLY);
        Consumer<StateWorld> hour = each -> {
            retry(each::job);
            deliver.accept(each);
        };
        deliver.accept(world.call().call());
        deliver.accept(world.credit().call().card(true));
        deliver.accept(world.delinquentSince(world.clock.instant()));
        hour.accept(world.later(DAY.multipliedBy(8)));
        deliver.accept(world.delinquentSince(null)
                .contract(contract(START.plus(DAY.multipliedBy(9)), START.plus(DAY.multipliedBy(10)))));
        hour.accept(world.later(Duration.ofHours(25)));
        deliver.accept(world.card(false));
        hour.accept(world.later(DAY.multipliedBy(20)));
        return world;
    }

    private static final List<String> LIFE = List.of(
            "sandbox_grant",
            "payg_pending_card",
            "sandbox_grant",
            "payg_pending_card",
            "payg_active",
            "payment_failed",
            "restricted_read_only",
            "payg_active",
            "commercial_active",
            "payg_pending_card",
            "sandbox_grant");

    private static void retry(Runnable work) {
        for (var attempt = 0; attempt < 3; attempt++) {
            try {
                work.run();
                return;
            } catch (StateWorld.Crash e) {
                // its next run begins anew
            }
        }
        throw new AssertionError("a test crashes once");
    }

    @Test
    void anUndisturbedLifeIsTold() {
        assertThat(life(StateWorld::deliver).path()).isEqualTo(LIFE);
    }

    @Test
    void aStreamThatComesAgainInAnyPartTellsNothingTwice() {
        var size = life(StateWorld::deliver).countWrites();
        for (var from = 0; from < size; from++) {
            for (var to = from; to <= size; to++) {
                var world = life(StateWorld::deliver);
                var told = world.events();
                world.deliver(from, to);
                assertThat(world.events()).as("again %s..%s", from, to).isEqualTo(told);
            }
        }
    }

    @Test
    void recordByRecordTellsTheSame() {
        var world = life(each -> {
            for (var index = 0; index < each.countWrites(); index++) {
                each.deliver(index, index + 1);
            }
        });
        assertThat(world.path()).isEqualTo(LIFE);
    }

    @Test
    void aCrashAtAnyStepIsHealedByTheNextDeliveryOrRun() {
        var crashes = 0;
        for (var at = 0; ; at++, crashes++) {
            var crash = new AtomicInteger(at);
            var world = life(each -> {
                each.onStep(done -> {
                    if (crash.getAndDecrement() == 0) {
                        throw new StateWorld.Crash();
                    }
                });
                retry(each::deliver);
            });
            assertThat(world.path()).as("crash at step %s", at).isEqualTo(LIFE);
            assertThat(world.waiting()).as("crash at step %s", at).isEmpty();
            if (crash.get() >= 0) {
                break;
            }
        }
        assertThat(crashes).as("steps of a life").isGreaterThan(40);
    }

    /** Another consumer brings the whole stream, or another job runs, between any two steps. */
    @Test
    void twoAtOnceTellAsOne() {
        for (var at = 0; ; at++) {
            var other = new AtomicInteger(at);
            var world = life(each -> {
                each.onStep(done -> {
                    if (other.getAndDecrement() == 0) {
                        each.job().deliver();
                    }
                });
                each.deliver();
            });
            assertThat(world.path()).as("another one at step %s", at).isEqualTo(LIFE);
            if (other.get() >= 0) {
                break;
            }
        }
    }

    @Test
    void randomLivesEndWhereTheAccountStandsWithoutAGapOrARepetition() {
        for (var seed = 1; seed <= 300; seed++) {
            var random = new Random(seed);
            var world = new StateWorld(random.nextBoolean() ? GrantRenewal.MONTHLY : GrantRenewal.NONE);
            for (var turn = 0; turn < 40; turn++) {
                move(world, random);
            }
            world.onStep(done -> {});
            world.hour();
            var path = world.path();
            assertThat(path.isEmpty() ? "sandbox_grant" : path.getLast())
                    .as("seed %s", seed)
                    .isEqualTo(world.stateNow());
            assertThat(world.events())
                    .as("seed %s", seed)
                    .allSatisfy(event -> assertThat(event.data().get("from"))
                            .isNotEqualTo(event.data().get("to")));
            var events = world.events();
            world.deliver().hour();
            assertThat(world.events()).as("seed %s, all of it again", seed).isEqualTo(events);
        }
    }

    private static void move(StateWorld world, Random random) {
        var now = world.clock.instant();
        switch (random.nextInt(12)) {
            case 0, 1 -> world.call();
            case 2 -> world.card(random.nextBoolean());
            case 3 -> world.delinquentSince(random.nextBoolean() ? now.minus(DAY) : null);
            case 4 -> world.restrict(random.nextInt(4) == 0);
            case 5 ->
                world.contract(
                        random.nextBoolean()
                                ? null
                                : contract(
                                        now.plus(DAY.multipliedBy(random.nextInt(3))), now.plus(DAY.multipliedBy(4))));
            case 6 -> world.later(Duration.ofHours(random.nextInt(24 * 6)));
            case 7 -> world.later(Duration.ofHours(random.nextInt(200)));
            case 8, 9 -> runDisturbed(world, random, world::deliver);
            case 10 -> runDisturbed(world, random, world::job);
            default -> {
                var from = random.nextInt(world.countWrites());
                world.deliver(from, from + random.nextInt(world.countWrites() - from + 1));
            }
        }
    }

    private static void runDisturbed(StateWorld world, Random random, Runnable work) {
        var at = new AtomicInteger(random.nextInt(10));
        world.onStep(done -> {
            if (at.getAndDecrement() == 0) {
                throw new StateWorld.Crash();
            }
        });
        try {
            work.run();
        } catch (StateWorld.Crash e) {
            // it comes again
        } finally {
            world.onStep(done -> {});
        }
    }
}

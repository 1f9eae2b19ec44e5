package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import omni.billing.CollectionMethod;
import omni.billing.InMemoryPayments;
import omni.billing.Payments;
import omni.billing.UsageBilling;
import omni.fakes.Around;
import omni.fakes.MeteredCustomer;
import omni.fakes.Rig;
import omni.fakes.Stumbling;
import omni.invoicing.MeteringKeeper.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One live metering subscription and one customer, whatever dies, is lost, races, or is done by hand in between. */
class MeteringKeeperAttackTest {

    /** More than any worker needs; {@link #theStepsBelowCoverAWholeRun} holds it. */
    private static final int STEPS = 26;

    /** What a worker finds. */
    enum Given {
        A_CARD_AND_NOTHING_ELSE {
            @Override
            void in(MeteredCustomer world) {
                world.payer();
            }
        },
        A_CONTRACT_WITHOUT_CUSTOMER {
            @Override
            void in(MeteredCustomer world) {
                world.contract();
            }
        },
        A_CARD_ADDED_TO_A_CONTRACT {
            @Override
            void in(MeteredCustomer world) {
                world.contract();
                world.ensure();
                world.attachCard();
            }
        },
        ONE_ENDED_BY_HAND {
            @Override
            void in(MeteredCustomer world) {
                world.payer();
                world.ensure();
                world.endAll();
            }
        },
        TWO {
            @Override
            void in(MeteredCustomer world) {
                world.payer();
                world.ensure();
                world.beginByHand();
            }
        },
        A_CONTRACT_WHOSE_CUSTOMER_WAS_DELETED {
            @Override
            void in(MeteredCustomer world) {
                world.payer();
                world.contract();
                world.ensure();
                world.deleteCustomer();
            }
        };

        abstract void in(MeteredCustomer world);
    }

    /** What happens before somebody comes again. */
    enum Meanwhile {
        NOTHING {
            @Override
            void in(MeteredCustomer world) {}
        },
        THE_MONTH_TURNS {
            @Override
            void in(MeteredCustomer world) {
                world.monthTurns();
            }
        },
        IT_IS_ENDED_BY_HAND {
            @Override
            void in(MeteredCustomer world) {
                world.endAll();
            }
        },
        THE_CARD_GOES_AND_A_CONTRACT_COMES {
            @Override
            void in(MeteredCustomer world) {
                world.contract();
                world.detachCards();
            }
        },
        THE_CUSTOMER_IS_DELETED {
            @Override
            void in(MeteredCustomer world) {
                world.deleteCustomer();
            }
        };

        abstract void in(MeteredCustomer world);
    }

    /** How a worker's n-th call goes wrong. */
    enum Trouble {
        DIES_BEFORE,
        DIES_AFTER,
        ANSWER_LOST,
        NEVER_ARRIVES,
        SERVER_ERROR,
        SERVER_ERROR_AFTER_IT_TOOK_EFFECT;

        Around in(MeteredCustomer world) {
            return switch (this) {
                case DIES_BEFORE -> Stumbling.diesBefore();
                case DIES_AFTER -> Stumbling.diesAfter();
                case ANSWER_LOST -> call -> faulty(world, InMemoryPayments.Line.ANSWERS_LOST, call);
                case NEVER_ARRIVES -> call -> faulty(world, InMemoryPayments.Line.DOWN, call);
                case SERVER_ERROR -> call -> faulty(world, InMemoryPayments.Line.BREAKS, call);
                case SERVER_ERROR_AFTER_IT_TOOK_EFFECT ->
                    call -> faulty(world, InMemoryPayments.Line.BREAKS_LATE, call);
            };
        }

        private static @Nullable Object faulty(MeteredCustomer world, InMemoryPayments.Line line, Around.Call call)
                throws Throwable {
            if (call.port() instanceof Payments || call.port() instanceof UsageBilling) {
                world.stripe.payments.fault(1, line);
            }
            return call.make();
        }
    }

    record Case(Given given, Meanwhile meanwhile) {}

    static Stream<Case> cases() {
        return Stream.of(Given.values())
                .flatMap(given -> Stream.of(Meanwhile.values()).map(meanwhile -> new Case(given, meanwhile)));
    }

    @Test
    void theStepsBelowCoverAWholeRun() {
        for (var given : Given.values()) {
            var world = new MeteredCustomer();
            given.in(world);
            var counted = Stumbling.never();

            assertThat(world.keeper(counted).ensure(Rig.ORG, world.now())).isInstanceOf(Outcome.Live.class);

            assertThat(counted.calls()).as(given.name()).isLessThan(STEPS);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whoeverComesAfterTheTroubleLeavesOne(Case told) {
        for (var trouble : Trouble.values()) {
            for (var step = 1; step <= STEPS; step++) {
                var as = told + ", " + trouble + " at step " + step;
                var world = new MeteredCustomer();
                told.given().in(world);
                try {
                    world.keeper(new Stumbling(step, trouble.in(world))).ensure(Rig.ORG, world.now());
                } catch (Stumbling.Death e) {
                    // the next one is another process's
                }
                told.meanwhile().in(world);

                assertOneIsKept(world, told, as);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void twoWorkersLeaveOneWhereverTheSecondComesBetween(Case told) {
        for (var step = 1; step <= STEPS; step++) {
            for (var after : new boolean[] {false, true}) {
                var as = told + (after ? ", after" : ", before") + " step " + step;
                var world = new MeteredCustomer();
                told.given().in(world);
                Runnable second = () -> {
                    told.meanwhile().in(world);
                    world.ensure();
                };
                world.keeper(new Stumbling(step, after ? Stumbling.then(second) : Stumbling.first(second)))
                        .ensure(Rig.ORG, world.now());

                assertThat(world.live()).as(as).hasSizeLessThanOrEqualTo(1);
                assertOneIsKept(world, told, as);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void manyAtOnceWithChangesBetweenThemLeaveOne(long seed) throws Exception {
        var world = new MeteredCustomer();
        var random = new Random(seed);
        var started = Given.values()[random.nextInt(Given.values().length)];
        started.in(world);
        var turns = random.ints(30, 0, 10).boxed().toList();
        try (var threads = Executors.newFixedThreadPool(6)) {
            var running = turns.stream()
                    .map(turn -> threads.submit(() -> {
                        switch (turn) {
                            case 0 -> world.endAll();
                            case 1 -> world.attachCard();
                            case 2 -> world.detachCards();
                            default -> world.ensure();
                        }
                    }))
                    .toList();
            for (var task : running) {
                task.get();
            }
        }
        world.contract();

        assertOneIsKept(world, new Case(started, Meanwhile.NOTHING), "seed " + seed);
    }

    private static void assertOneIsKept(MeteredCustomer world, Case told, String as) {
        var kept = world.ensure();
        var record = world.record();
        assertThat(world.stripe.payments.keysUsedAfterServerError()).as(as).isEmpty();
        assertThat(record.metering().pending()).as(as).isNull();
        assertThat(record.creation().pending()).as(as).isNull();
        assertThat(world.present()).as(as).isEqualTo(kept instanceof Outcome.NotNeeded ? 0 : 1);
        if (kept instanceof Outcome.NotNeeded) {
            assertThat(told.meanwhile()).as(as).isEqualTo(Meanwhile.THE_CUSTOMER_IS_DELETED);
            assertThat(world.live()).as(as).isEmpty();
            return;
        }
        assertThat(kept)
                .as(as)
                .isEqualTo(new Outcome.Live(
                        world.customer().orElseThrow(), world.only().id()));
        assertThat(record.metering().subscriptionId())
                .as(as)
                .isEqualTo(world.only().id());
        assertThat(world.only().collection()).as(as).isEqualTo(collection(world));
        assertThat(world.twice).as(as).hasSizeLessThanOrEqualTo(told.given() == Given.TWO ? 2 : 0);
        assertThat(world.ensure()).as(as).isEqualTo(kept);
        assertThat(world.record()).as(as).isEqualTo(record);
    }

    private static CollectionMethod collection(MeteredCustomer world) {
        var standing = world.stripe.accounts.account(Rig.ORG, true).standing();
        return standing.contract() != null && !standing.cardOnFile() ? CollectionMethod.INVOICE : CollectionMethod.CARD;
    }
}

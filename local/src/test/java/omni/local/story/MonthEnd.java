package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import omni.billing.InvoicePeriod;
import org.jspecify.annotations.Nullable;
import stripesimulator.fault.FaultPlan;

/** One telling: what happens hour by hour, and what has to hold in each of them. */
final class MonthEnd implements AutoCloseable {

    private static final Instant BIRTH = Instant.parse("2026-05-01T09:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    /** After that a look must have said so: the tolerance of what is untold, and the hour in which it comes to be told. */
    private static final Duration MUST_BE_SAID = Duration.ofHours(26);

    /** What waited for the last run is told by the next, or rings; a step of the story is up to three hours. */
    private static final Duration MUST_RING = Duration.ofHours(4);

    /** A run that has time for it, as {@code ./omni fuzz}. */
    private static final boolean EACH_HOUR = Integer.getInteger("omni.fuzz.minutes", 0) > 0;

    private final Random random;
    private final World world;
    private final MonthEndCast cast;
    private final OutsideCount outside;
    private final List<String> diary = new ArrayList<>();
    private final Map<String, Instant> said = new HashMap<>();
    private StripeWeather weather = StripeWeather.FAIR;
    private @Nullable Reconciled last;
    private int linesSeen;
    private boolean quiet;

    MonthEnd(long seed) throws Exception {
        random = new Random(seed);
        var plan =
                new World.Plan(InstantSource.fixed(BIRTH), false, Optional.of(SharedWorld.Kind.oddPrices()), Map.of());
        world = World.start(plan);
        outside = new OutsideCount(world);
        cast = new MonthEndCast(world, random);
        diary.add("seed " + seed);
        cast.settle();
    }

    MonthEndCast cast() {
        return cast;
    }

    /** Days on which nothing is wrong: told and proved. */
    void live(String until) throws Exception {
        cast.people().keySet().forEach(cast::call);
        world.to(BIRTH.plus(Duration.ofHours(26)));
        cast.people().keySet().forEach(cast::call);
        world.to(Instant.parse(until).minus(HOUR));
        hour(1, () -> StripeWeather.FAIR);
    }

    /** Until then, so many hours at a step where there is no time for each of them. */
    void hours(String until, int step, Supplier<StripeWeather> each) throws Exception {
        while (world.now().isBefore(Instant.parse(until))) {
            hour(EACH_HOUR ? 1 : step, each);
        }
    }

    void bad(String until, int step) throws Exception {
        hours(until, step, () -> StripeWeather.bad(random));
    }

    void dark(String until, int step) throws Exception {
        hours(until, step, () -> StripeWeather.dark(random));
    }

    void fair(String until, int step) throws Exception {
        hours(until, step, () -> StripeWeather.FAIR);
    }

    private void hour(int step, Supplier<StripeWeather> next) throws Exception {
        cast.calls(quiet ? 0 : 2);
        weather = next.get();
        world.local().stripe().faults(weather.plan());
        world.to(world.now().plus(Duration.ofHours(step)));
        cast.tryForCard();
        world.awaitStripe();
        if (!quiet && random.nextInt(3) == 0) {
            cast.calls(2); // no run has told these yet
            world.drain();
        }
        look();
    }

    /** What is said in this hour, beside what is so. */
    private void look() {
        var lines = world.log().lines();
        var reconciled = Reconciled.now(world, lines.subList(linesSeen, lines.size()));
        linesSeen = lines.size();
        world.local().stripe().faults(FaultPlan.NONE);
        last = reconciled;
        diary.add(world.now() + " [" + weather.words() + "] " + reconciled);
        try {
            reconciled.assertDocumented();
            var standings = outside.all(orgIds());
            cast.people()
                    .forEach((name, customer) -> compare(name, customer, Objects.requireNonNull(standings.get(customer.orgId())), reconciled));
            compareJob(reconciled);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + String.join("\n", diary), e);
        }
    }

    private List<String> orgIds() {
        return cast.people().values().stream().map(Customer::orgId).toList();
    }

    private void compare(String name, Customer customer, OutsideCount.Standing standing, Reconciled reconciled) {
        var words = name + " " + customer.orgId() + " " + standing;
        if (reconciled.saysAllAgree()) {
            assertThat(standing.isToldWhole()).as("all agree, but " + words).isTrue();
        }
        var age = standing.oldestUntold()
                .map(at -> Duration.between(at, world.now()))
                .orElse(Duration.ZERO);
        if (standing.gone() || age.compareTo(MUST_RING) <= 0) {
            return;
        }
        assertThat(reconciled.rings("usage_push_failed", customer.orgId())
                        || reconciled.rings("usage_drift", customer.orgId())
                        || reconciled.rings("ledger_drift", customer.orgId())
                        || reconciled.rings("round_unfinished", ""))
                .as("nothing rings, but " + words)
                .isTrue();
        if (age.compareTo(MUST_BE_SAID) > 0) {
            assertThat(reconciled.command().exitCode())
                    .as("untold for " + age + ": " + words)
                    .isNotZero();
        }
    }

    /** What the job rings the command shows, and the other way around once the job has come to it. */
    private void compareJob(Reconciled reconciled) {
        var drifts = reconciled.drifts();
        if (reconciled.command().exitCode() != 2) {
            assertThat(drifts).as("rung and not said").containsAll(reconciled.rungDrifts());
        }
        said.keySet().retainAll(drifts);
        drifts.forEach(drift -> said.putIfAbsent(drift, world.now()));
        said.forEach((drift, since) -> {
            if (Duration.between(since, world.now()).compareTo(MUST_BE_SAID) > 0) {
                assertThat(reconciled.rungDrifts().contains(drift) || reconciled.rings("round_unfinished", "Reconcile"))
                        .as("said since %s and not rung: %s", since, drift)
                        .isTrue();
            }
        });
    }

    /** Until the month that is present now is invoiced too: all was used is in final invoices, and nothing is left to be said. */
    void ends() throws Exception {
        var end = InvoicePeriod.at(world.now()).end();
        world.to(end.minus(Duration.ofMinutes(70)));
        fair(end.plus(Duration.ofMinutes(290)).toString(), 1);
        quiet = true;
        hour(1, () -> StripeWeather.FAIR);
        allIsInvoicedOnce();
    }

    /** All that was used is in final invoices once, to the micro-dollar, or told for the one that is to come. */
    void allIsInvoicedOnce() {
        var standings = outside.all(orgIds());
        assertThat(last).as(String.valueOf(last)).matches(Reconciled::saysAllAgree);
        cast.people().forEach((name, customer) -> {
            var standing = Objects.requireNonNull(standings.get(customer.orgId()));
            assertThat(standing.invoiced() + standing.pending())
                    .as("%s %s%n%s", name, standing, String.join("\n", diary))
                    .isEqualTo(standing.used());
            standing.months()
                    .forEach((month, amounts) ->
                            assertThat(amounts).as("%s %s", name, month).hasSizeLessThan(3));
        });
    }

    @Override
    public void close() {
        world.close();
    }
}

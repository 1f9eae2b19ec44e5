package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omni.chat.ChatWindows.Full;
import omni.chat.ChatWindows.Place;
import omni.chat.ChatWindows.Taking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link ChatWindows} guarantees (contract 14.4). */
public abstract class ChatWindowsContract {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:59.999Z");
    private static final int LIMIT = 30;
    private static final AtomicInteger USERS = new AtomicInteger();

    /** Their own for each test: the suite shares one table. */
    private final String user = "usr_" + USERS.incrementAndGet();

    protected abstract ChatWindows windows();

    private Place place(int limit, Instant now) {
        var taking = windows().take(user, limit, now);
        assertThat(taking).isInstanceOf(Place.class);
        return (Place) taking;
    }

    private void fill(int places, Instant now) {
        IntStream.range(0, places).forEach(_ -> place(places, now));
    }

    private void fullFor(Duration retryAfter, int limit, Instant now) {
        assertThat(windows().take(user, limit, now)).isEqualTo(new Full(retryAfter));
        assertThat(windows().remaining(user, limit, now)).isZero();
    }

    @Test
    void asManyPlacesAsTheLimitAllowsAreTakenInAMinuteAndNoMore() {
        assertThat(windows().remaining(user, LIMIT, NOW)).isEqualTo(LIMIT);
        for (var left = LIMIT - 1; left >= 0; left--) {
            assertThat(place(LIMIT, NOW).remaining()).isEqualTo(left);
            assertThat(windows().remaining(user, LIMIT, NOW)).isEqualTo(left);
        }
        fullFor(ChatWindows.WINDOW, LIMIT, NOW);
    }

    /** The whole window slides: no minute of the clock begins anew. */
    @Test
    void whoIsRefusedIsToldToTheMillisecondWhenAPlaceIsFree() {
        var steps = IntStream.range(0, LIMIT).mapToObj(i -> NOW.plusMillis(1_234L * i));
        steps.forEach(at -> place(LIMIT, at));
        for (var free = 0; free < 5; free++) {
            var at = NOW.plus(ChatWindows.WINDOW).plusMillis(1_234L * free);
            fullFor(Duration.ofMillis(700), LIMIT, at.minusMillis(700));
            fullFor(Duration.ofMillis(1), LIMIT, at.minusMillis(1));
            place(LIMIT, at);
            fullFor(Duration.ofMillis(1_234), LIMIT, at);
        }
    }

    @Test
    void aWaitIsNeverShorterThanItIsThoughTheClockKnowsMoreThanMilliseconds() {
        place(1, NOW.plusNanos(1));
        var left = NOW.plus(ChatWindows.WINDOW).plusMillis(1);
        fullFor(Duration.ofMillis(1), 1, left.minusNanos(1));
        place(1, left);
    }

    @Test
    void whoIsRefusedHasNotTakenAPlace() {
        fill(LIMIT, NOW);
        var later = NOW.plusSeconds(59);
        IntStream.range(0, 10).forEach(_ -> fullFor(Duration.ofSeconds(1), LIMIT, later));
        assertThat(windows().remaining(user, LIMIT, NOW.plus(ChatWindows.WINDOW)))
                .isEqualTo(LIMIT);
    }

    @Test
    void aPlaceThatIsGivenBackIsAsIfItHadNeverBeenTaken() {
        var before = place(2, NOW);
        place(2, NOW.plusSeconds(1));
        fullFor(Duration.ofSeconds(58), 2, NOW.plusSeconds(2));

        windows().giveBack(before);
        windows().giveBack(before);

        assertThat(windows().remaining(user, 2, NOW.plusSeconds(2))).isEqualTo(1);
        place(2, NOW.plusSeconds(2));
        fullFor(Duration.ofSeconds(58), 2, NOW.plusSeconds(3));
    }

    @Test
    void givingBackLongAfterwardsTakesNothingFromOthers() {
        var old = place(1, NOW);
        var next = NOW.plusSeconds(600);
        place(1, next);
        windows().giveBack(old);
        fullFor(ChatWindows.WINDOW, 1, next);
        windows().giveBack(new Place("usr_of_nobody", 7, NOW, 0));
    }

    @Test
    void aLimitThatIsLoweredWaitsForAllThatAreTooMany() {
        IntStream.range(0, 5).forEach(i -> place(5, NOW.plusSeconds(i)));
        var now = NOW.plusSeconds(10);

        // four of five have to leave before there is room beside the last
        fullFor(Duration.ofSeconds(54), 2, now.minusSeconds(1));
        fullFor(Duration.ofMillis(1), 2, NOW.plusSeconds(63).minusMillis(1));
        place(2, NOW.plusSeconds(63));
    }

    @Test
    void aLimitThatIsRaisedGivesItsPlacesAtOnceAndKeepsThoseThatAreTaken() {
        fill(2, NOW);
        var now = NOW.plusSeconds(1);
        assertThat(windows().remaining(user, 5, now)).isEqualTo(3);
        IntStream.range(0, 3).forEach(_ -> place(5, now));
        fullFor(Duration.ofSeconds(59), 5, now);
        fullFor(Duration.ofSeconds(60), 3, now);
    }

    /** The largest limit, used up at once: what is past by then is more than one write can remove. */
    @Test
    void whoPausesAfterTheLargestBurstGoesOn() {
        fill(ChatLimits.MOST_MESSAGES_PER_MINUTE, NOW);
        fullFor(ChatWindows.WINDOW, ChatLimits.MOST_MESSAGES_PER_MINUTE, NOW);
        var later = NOW.plusSeconds(300);

        assertThat(windows().remaining(user, ChatLimits.MOST_MESSAGES_PER_MINUTE, later))
                .isEqualTo(ChatLimits.MOST_MESSAGES_PER_MINUTE);
        for (var left = ChatLimits.MOST_MESSAGES_PER_MINUTE - 1; left >= 0; left--) {
            assertThat(place(ChatLimits.MOST_MESSAGES_PER_MINUTE, later).remaining())
                    .isEqualTo(left);
        }
        fullFor(ChatWindows.WINDOW, ChatLimits.MOST_MESSAGES_PER_MINUTE, later);
    }

    @Test
    void twoPeopleDoNotTouchEachOther() {
        fill(LIMIT, NOW);
        assertThat(windows().take(user + "0", LIMIT, NOW)).isInstanceOf(Place.class);
    }

    @Test
    void aClockThatIsBehindCountsWhatOneAheadHasTaken() {
        fill(2, NOW.plusMillis(40));
        fullFor(Duration.ofMillis(60_040), 2, NOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 7})
    void ofFortyAtOnceExactlyAsManyAsTheLimitArePlaced(int limit) throws Exception {
        var takings = atOnce(40, () -> windows().take(user, limit, NOW));

        assertThat(takings).filteredOn(Place.class::isInstance).hasSize(limit);
        assertThat(takings.stream().filter(Place.class::isInstance).map(taking -> ((Place) taking).slot()))
                .doesNotHaveDuplicates();
        assertThat(takings)
                .filteredOn(Full.class::isInstance)
                .hasSize(40 - limit)
                .containsOnly(new Full(ChatWindows.WINDOW));
    }

    /** A refusal by the gate gives its place back while others come. */
    @Test
    void ofManyWhoTakeAndGiveBackAtOnceNoneKeepsAPlace() throws Exception {
        var kept = new AtomicInteger();
        atOnce(60, () -> {
            var taking = windows().take(user, 10, NOW);
            if (taking instanceof Place place && kept.incrementAndGet() > 4) {
                windows().giveBack(place);
            }
            return taking;
        });
        assertThat(windows().remaining(user, 10, NOW)).isEqualTo(10 - Math.min(4, kept.get()));
    }

    private static List<Taking> atOnce(int calls, Callable<Taking> call) throws Exception {
        var takings = new ArrayList<Taking>();
        try (var executor = Executors.newFixedThreadPool(20)) {
            for (var taking : executor.invokeAll(
                    IntStream.range(0, calls).mapToObj(_ -> call).toList())) {
                takings.add(taking.get());
            }
        }
        return takings;
    }

    /** Workers whose clocks differ by up to a second; some of what they take is given back; the limit changes now and then. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void inNoMinuteOfAnyScheduleAreThereMoreThanTheLimit(long seed) {
        var random = new Random(seed);
        var clocks = random.ints(4, -500, 500).toArray();
        var kept = new ArrayList<Place>();
        var now = NOW;
        for (var call = 0; call < 400; call++) {
            now = now.plusMillis(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 900));
            var seen = now.plusMillis(clocks[random.nextInt(clocks.length)]);
            if (windows().take(user, 8, seen) instanceof Place place) {
                if (random.nextInt(5) == 0) {
                    windows().giveBack(place);
                } else {
                    kept.add(place);
                }
            } else {
                assertThat(since(kept, seen.minus(ChatWindows.WINDOW)).count())
                        .as("refused at %s, seed %s", seen, seed)
                        .isGreaterThanOrEqualTo(8);
            }
        }
        assertThat(kept)
                .hasSizeGreaterThan(40)
                .allSatisfy(place -> assertThat(minute(kept, place.at()))
                        .as("the minute before %s, seed %s", place.at(), seed)
                        .isLessThanOrEqualTo(8));
    }

    /** How many were taken in the minute that ends then. */
    private static long minute(List<Place> places, Instant end) {
        return since(places, end.minus(ChatWindows.WINDOW))
                .filter(at -> !at.isAfter(end))
                .count();
    }

    private static Stream<Instant> since(List<Place> places, Instant since) {
        return places.stream().map(Place::at).filter(at -> at.isAfter(since));
    }
}

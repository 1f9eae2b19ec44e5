package omni.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import omni.access.Ids;
import omni.event.ListPosition;
import omni.event.Page;
import omni.fakes.ARow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every implementation of {@link UsageHistory} guarantees about rows. */
public abstract class UsageHistoryContract {

    private static final Instant START = Instant.parse("2026-05-14T09:00:00.000Z");
    private static final UsageFilter ALL = UsageFilter.between(Instant.EPOCH, START.plus(Duration.ofDays(400)));

    protected abstract UsageHistory history();

    protected abstract void add(UsageRow row);

    private final String orgId = new Ids(new SecureRandom()).organization();

    private ARow at(long sequence, Instant instant) {
        return ARow.of(orgId, sequence, instant).usage("use_" + orgId.substring(4) + sequence);
    }

    private UsageRow addRow(ARow row) {
        var built = row.build();
        add(built);
        return built;
    }

    private Page<UsageRow> page(UsageFilter filter, int limit, @Nullable ListPosition after) {
        return history().rows(orgId, true, filter, limit, after);
    }

    @Test
    void aRowReadsAsItWasWrittenAndOnlyInItsOwnAccount() {
        var row = addRow(at(1, START).route(11, 6).mcpTool());
        assertThat(page(ALL, 10, null)).isEqualTo(new Page<>(List.of(row), null));
        assertThat(history().rows(orgId, false, ALL, 10, null).rows()).isEmpty();
        assertThat(history().rows("org_0123456789ab", true, ALL, 10, null).rows())
                .isEmpty();
    }

    /** Clocks of two functions differ, so a later commit may have an earlier time; one usage id may have two rows. */
    @Test
    void theListIsByTimeThenIdThenCommit() {
        var late = addRow(at(7, START.plusMillis(2)).usage("use_a"));
        var twice = addRow(at(6, START.plusMillis(3)).usage("use_b"));
        var again = addRow(at(8, START.plusMillis(3)).usage("use_b"));
        var greater = addRow(at(5, START.plusMillis(3)).usage("use_c"));
        var sorted = List.of(greater, again, twice, late);
        assertThat(page(ALL, 10, null).rows()).isEqualTo(sorted);
        for (var place = 1; place < sorted.size(); place++) {
            assertThat(page(ALL, 10, sorted.get(place - 1).position()).rows())
                    .isEqualTo(sorted.subList(place, sorted.size()));
        }
    }

    @Test
    void walkingTheListNeitherRepeatsNorSkipsWhileNewCallsArrive() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var all = new ArrayList<UsageRow>();
        for (var sequence = 1; sequence <= 60; sequence++) {
            all.add(addRow(
                    at(sequence, START.plus(Duration.ofHours(9L * sequence)).plusMillis(random.nextInt(5)))));
        }
        var seen = new ArrayList<UsageRow>();
        ListPosition after = null;
        var next = 61;
        do {
            var page = page(ALL, 1 + random.nextInt(9), after);
            seen.addAll(page.rows());
            after = page.next();
            addRow(at(next++, START.plus(Duration.ofDays(60))));
        } while (after != null);
        all.sort(Comparator.comparing(UsageRow::position, Comparator.comparing(ListPosition::time))
                .reversed());
        assertThat(seen).as("seed %d", seed).isEqualTo(all);
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"0, 2, 2|1|0", "0, 1, 1|0", "1, 1, 1", "2, 9, 2", "3, 9, ''"})
    void aSpanHoldsBothItsEnds(long since, long last, String held) {
        for (var index = 0; index < 3; index++) {
            addRow(at(index, START.plusMillis(index)));
        }
        var filter = UsageFilter.between(START.plusMillis(since), START.plusMillis(last));
        assertThat(page(filter, 10, null).rows().stream().map(row -> String.valueOf(row.sequence())))
                .containsExactly(held.isEmpty() ? new String[0] : held.split("\\|"));
    }

    @Test
    void eachFilterPicks() {
        var first = addRow(at(1, START).request("mine"));
        var failed = addRow(at(2, START.plusMillis(1)).withFailure(404).route(11, 6));
        var second = addRow(at(3, START.plusMillis(2)).request("mine").route(11, 6));
        assertThat(rowsOf(new UsageFilter(Instant.EPOCH, START.plusMillis(9), "mine", null, null)))
                .containsExactly(second, first);
        assertThat(rowsOf(new UsageFilter(Instant.EPOCH, START.plusMillis(9), "mine", 6, null)))
                .containsExactly(second);
        assertThat(rowsOf(new UsageFilter(START, START, "mine", null, null))).containsExactly(first);
        assertThat(rowsOf(new UsageFilter(Instant.EPOCH, START.plusMillis(9), "mine*", null, null)))
                .isEmpty();
        assertThat(rowsOf(new UsageFilter(START, START.plusMillis(9), null, 6, null)))
                .containsExactly(second, failed);
        assertThat(rowsOf(new UsageFilter(START, START.plusMillis(9), null, null, false)))
                .containsExactly(failed);
        assertThat(rowsOf(new UsageFilter(START, START.plusMillis(9), null, 6, true)))
                .containsExactly(second);
    }

    private List<UsageRow> rowsOf(UsageFilter filter) {
        return page(filter, 10, null).rows();
    }

    /** A rare row among many is found by going on, page by page, although some pages hold nothing. */
    @Test
    void aPageThatPicksLooksAtABoundedNumberOfRows() {
        var rare = addRow(at(1, START).withFailure(500));
        IntStream.rangeClosed(2, UsageHistory.MAX_EXAMINED + 3)
                .forEach(sequence -> addRow(at(sequence, START.plusMillis(sequence))));
        var errors = new UsageFilter(START, START.plusSeconds(9), null, null, false);
        var first = page(errors, 10, null);
        assertThat(first.rows()).isEmpty();
        assertThat(first.next()).isNotNull();
        assertThat(page(errors, 10, first.next())).isEqualTo(new Page<>(List.of(rare), null));
    }

    @Test
    void thePageThatHoldsTheLastRowSaysThatThereIsNoMore() {
        addRow(at(1, START));
        addRow(at(2, START));
        assertThat(page(ALL, 2, null).next()).isNull();
        assertThat(page(ALL, 1, null).next()).isNotNull();
    }
}

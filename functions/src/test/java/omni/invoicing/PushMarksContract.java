package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import omni.invoicing.PushMarks.Mark;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link PushMarks} keeps. */
public abstract class PushMarksContract {

    private static final Instant NOW = Instant.parse("2026-05-14T09:26:53.589Z");
    private static final Instant NINE = Instant.parse("2026-05-14T09:00:00Z");

    private final String org = "org_" + UUID.randomUUID().toString().substring(24);

    protected abstract PushMarks marks();

    /** All that wait, read page by page; other tests of the suite share the table. */
    private List<Mark> waiting(Instant now) {
        var found = new ArrayList<Mark>();
        for (var page = marks().due(now, null); !page.isEmpty(); page = marks().due(now, page.getLast())) {
            found.addAll(page);
        }
        return found.stream().filter(mark -> mark.orgId().startsWith(org)).toList();
    }

    private Mark only() {
        assertThat(waiting(NOW)).hasSize(1);
        return waiting(NOW).getFirst();
    }

    @Test
    void anOrganizationIsMarkedOnceAnHour() {
        marks().mark(org, NOW);
        marks().mark(org, NOW.plusSeconds(60));
        assertThat(waiting(NOW)).extracting(Mark::orgId, Mark::hour).containsExactly(tuple(org, NINE));
        marks().mark(org, NOW.plusSeconds(3600));
        assertThat(waiting(NOW))
                .as("the oldest first")
                .extracting(Mark::orgId, Mark::hour)
                .containsExactly(tuple(org, NINE), tuple(org, NINE.plusSeconds(3600)));
    }

    @Test
    void aMarkOfALaterHourThanNowIsThereToo() {
        marks().mark(org, NOW);
        assertThat(waiting(NOW.minus(Duration.ofDays(1)))).hasSize(1);
    }

    @Test
    void aMarkStaysUntilItIsDone() {
        marks().mark(org, NOW);
        var read = only();
        assertThat(only()).isEqualTo(read);
        marks().remove(List.of(read));
        assertThat(waiting(NOW)).isEmpty();
        marks().remove(List.of(read));
    }

    @Test
    void aMarkThatWasMadeAgainSinceItWasReadStays() {
        marks().mark(org, NOW);
        var read = only();
        marks().mark(org, NOW);
        assertThat(only()).isNotEqualTo(read);
        marks().remove(List.of(read));
        assertThat(waiting(NOW)).hasSize(1);
    }

    @Test
    void whoReadAMarkBeforeAnotherEndedItEndsNoneThatIsMadeAfterwards() {
        marks().mark(org, NOW);
        var read = only();
        marks().remove(List.of(only()));
        marks().mark(org, NOW);
        marks().remove(List.of(read));
        assertThat(waiting(NOW)).hasSize(1);
    }

    @Test
    void allMarksComeOnceEachWhereverAnHourBegins() {
        var orgs = IntStream.range(0, 130).mapToObj(index -> org + index).toList();
        orgs.forEach(each -> marks().mark(each, NOW));
        for (var hour = 0; hour < 17; hour++) {
            assertThat(waiting(NOW.plus(Duration.ofHours(hour))))
                    .extracting(Mark::orgId)
                    .containsExactlyInAnyOrderElementsOf(orgs);
        }
    }

    @Test
    void theMarksOfOneOrganizationComeByAge() {
        for (var hour = 70; hour > 0; hour--) {
            marks().mark(org, NOW.minus(Duration.ofHours(hour)));
        }
        assertThat(waiting(NOW)).hasSize(70).extracting(Mark::hour).isSorted();
    }
}

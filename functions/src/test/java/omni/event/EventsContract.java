package omni.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import omni.access.Ids;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Events} guarantees. */
public abstract class EventsContract {

    private static final Instant START = Instant.parse("2026-05-14T09:00:00.000Z");

    protected abstract Events events();

    /** Stores events as a change does: at most 99 at once. */
    protected abstract void add(List<AuditEvent> events);

    private final Ids ids = new Ids(new SecureRandom());
    private final String orgId = ids.organization();

    private AuditEvent event(Instant at, String kind, String type, @Nullable String requestId) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("spendCapCents", null);
        return new AuditEvent(
                ids.of("evt"),
                orgId,
                kind,
                type,
                "usr_1",
                "session",
                "api",
                requestId,
                Map.of("previous", data, "list", List.of("a", "b"), "truth", true),
                at,
                "blocked");
    }

    private AuditEvent addEvent(Instant at, String kind, String type, @Nullable String requestId) {
        var event = event(at, kind, type, requestId);
        add(List.of(event));
        return event;
    }

    @Test
    void anEventReadsAsItWasWritten() {
        var event = addEvent(START, "audit", "budget.updated", "req_1");
        assertThat(events().page(orgId, Events.Filter.ALL, 10, null)).isEqualTo(new Page<>(List.of(event), null));
    }

    @Test
    void nothingOfAnotherOrganizationIsSeen() {
        addEvent(START, "audit", "budget.updated", "req_1");
        assertThat(events().page(ids.organization(), Events.Filter.ALL, 10, null)
                        .rows())
                .isEmpty();
    }

    /** Many events of the same millisecond, and newer ones that come while the list is walked. */
    @Test
    void walkingTheListNeitherRepeatsNorSkips() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var all = new ArrayList<AuditEvent>();
        for (var index = 0; index < 40; index++) {
            all.add(addEvent(START.plusMillis(random.nextInt(5)), "audit", "budget.updated", "req_" + index));
        }
        var seen = new ArrayList<AuditEvent>();
        ListPosition after = null;
        do {
            var page = events().page(orgId, Events.Filter.ALL, 1 + random.nextInt(9), after);
            seen.addAll(page.rows());
            after = page.next();
            addEvent(START.plusSeconds(60), "audit", "budget.updated", "later");
        } while (after != null);
        all.sort(java.util.Comparator.comparing(AuditEvent::occurredAt)
                .thenComparing(AuditEvent::id)
                .reversed());
        assertThat(seen).as("seed %d", seed).isEqualTo(all);
    }

    @Test
    void thePageThatHoldsTheLastRowSaysThatThereIsNoMore() {
        addEvent(START, "audit", "budget.updated", "req_1");
        addEvent(START, "audit", "budget.updated", "req_2");
        assertThat(events().page(orgId, Events.Filter.ALL, 2, null).next()).isNull();
        assertThat(events().page(orgId, Events.Filter.ALL, 1, null).next()).isNotNull();
    }

    @Test
    void eachFilterPicks() {
        var old = addEvent(START, "audit", "budget.updated", "req_1");
        var other = addEvent(START.plusMillis(1), "billing", "billing.budget.soft_cap", "req_2");
        var last = addEvent(START.plusMillis(2), "audit", "api_key.created", null);
        assertThat(rows(new Events.Filter("budget.updated", null, null, null, null)))
                .containsExactly(old);
        assertThat(rows(new Events.Filter(null, "audit", null, null, null))).containsExactly(last, old);
        assertThat(rows(new Events.Filter(null, null, "req_2", null, null))).containsExactly(other);
        assertThat(rows(new Events.Filter(null, null, null, START.plusMillis(1), null)))
                .containsExactly(last, other);
        assertThat(rows(new Events.Filter(null, null, null, null, START.plusMillis(1))))
                .containsExactly(other, old);
        assertThat(rows(new Events.Filter(null, "audit", null, START.plusMillis(1), START.plusMillis(2))))
                .containsExactly(last);
    }

    private List<AuditEvent> rows(Events.Filter filter) {
        return events().page(orgId, filter, 10, null).rows();
    }

    @Test
    void theNewestOfARequestAreFound() {
        var first = addEvent(START, "audit", "budget.updated", "mine");
        addEvent(START.plusMillis(1), "audit", "budget.updated", "other");
        addEvent(START.plusMillis(1), "audit", "budget.updated", null);
        var second = addEvent(START.plusMillis(2), "billing", "billing.budget.soft_cap", "mine");
        assertThat(events().ofRequest(orgId, "mine", 10)).containsExactly(second, first);
        assertThat(events().ofRequest(orgId, "mine", 1)).containsExactly(second);
        assertThat(events().ofRequest(orgId, "nobodys", 10)).isEmpty();
        assertThat(events().ofRequest(ids.organization(), "mine", 10)).isEmpty();
    }

    /** A rare type among many is found by going on, page by page, although some pages hold nothing. */
    @Test
    void aRareEventIsFoundBehindMoreThanOnePageLooksAt() {
        var rare = addEvent(START, "audit", "api_key.created", "req_rare");
        for (var count = 0; count < Events.MAX_EXAMINED + 50; count += 70) {
            var at = START.plusMillis(1 + count);
            add(Stream.generate(() -> event(at, "audit", "budget.updated", "req_1"))
                    .limit(70)
                    .toList());
        }
        var filter = new Events.Filter("api_key.created", null, null, null, null);
        var seen = new ArrayList<AuditEvent>();
        var pages = 0;
        ListPosition after = null;
        do {
            var page = events().page(orgId, filter, 10, after);
            seen.addAll(page.rows());
            after = page.next();
            pages++;
        } while (after != null);
        assertThat(seen).containsExactly(rare);
        assertThat(pages).isEqualTo(2);
    }
}

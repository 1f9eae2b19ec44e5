package omni.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.fakes.ARow;
import omni.fakes.Around;
import omni.fakes.MovableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the job that looks for proofs does with its list; what becomes of money is held by the tests of crashes. */
class ProofDeadlineTest {

    private static final Instant COMMITTED = Instant.parse("2026-05-15T12:00:00Z");

    private final MovableClock clock = new MovableClock(COMMITTED.plus(Duration.ofMinutes(5)));
    private final Map<String, Ledger.Items> items = new HashMap<>();
    private final List<UnprovenCalls.Listed> listed = new ArrayList<>();
    private final List<String> lapsed = new ArrayList<>();
    private final ProofDeadline deadline = new ProofDeadline(
            Around.port(Ledger.class, null, this::answer),
            Around.port(UnprovenCalls.class, null, this::list),
            row -> lapsed.add(row.call().usageId()),
            clock);

    private @Nullable Object list(Around.Call call) {
        return switch (call.method().getName()) {
            case "until" -> call.argument(1) == null ? List.copyOf(listed) : List.of();
            case "remove" -> {
                listed.remove(call.argument(0));
                yield null;
            }
            default -> throw new AssertionError("the stream lists");
        };
    }

    private @Nullable Object answer(Around.Call call) {
        return switch (call.method().getName()) {
            case "read" -> {
                var found = items.get(String.valueOf(call.argument(0)));
                if (found == null) {
                    throw new IllegalStateException("the row can't be read");
                }
                yield found;
            }
            case "lapse", "putVoid" -> true;
            default -> throw new AssertionError(call.method() + " was called");
        };
    }

    private static UsageRow unproven(String usageId) {
        return ARow.of("org_1", 1, COMMITTED).usage(usageId).beforeWork().build();
    }

    private void addToList(String usageId, Ledger.@Nullable Items found) {
        listed.add(new UnprovenCalls.Listed(usageId, COMMITTED));
        if (found != null) {
            items.put(usageId, found);
        }
    }

    @Test
    void aCallThatCannotBeReadHoldsNoneUpBehindIt() {
        addToList("use_bad", null);
        addToList("use_good", new Ledger.Items(List.of(unproven("use_good")), null, false));

        assertThatThrownBy(deadline::enforce).hasMessageStartingWith("1 calls could not");

        assertThat(lapsed).hasSize(1);
    }

    @Test
    void aProofThatTheStreamHasNotTakenInKeepsTheCallListed() {
        addToList("use_1", new Ledger.Items(List.of(unproven("use_1")), null, true));

        assertThat(deadline.enforce()).isZero();
        assertThat(listed).hasSize(1);

        items.put("use_1", new Ledger.Items(List.of(unproven("use_1").provenRow()), null, true));
        assertThat(deadline.enforce()).isZero();
        assertThat(listed).isEmpty();
    }

    @Test
    void whatNobodyCanSettleAnyMoreIsForgotten() {
        addToList("use_1", new Ledger.Items(List.of(unproven("use_1")), null, true));
        clock.advance(Duration.ofDays(63));

        assertThat(deadline.enforce()).isZero();
        assertThat(listed).isEmpty();
    }
}

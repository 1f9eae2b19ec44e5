package omni.meter;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import omni.event.ListPosition;
import omni.event.Page;
import omni.fakes.Books;
import omni.fakes.InMemoryStore;
import omni.fakes.InMemoryUsageHistory;
import omni.ledger.RollUp;
import omni.ledger.UsageFilter;
import omni.ledger.UsageHistory;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InMemoryUsageAddsUpTest extends UsageAddsUpContract {

    private static final int LIVES = 200;

    @Test
    void whatTheReadsShowAddsUpAfterAnyInterleaving() {
        var seeds = new Random();
        for (var life = 0; life < LIVES; life++) {
            play(new InMemoryStore(), seeds.nextLong(), 60);
        }
    }

    /** Rows as they stand in the books, and the roll-ups as the stream's consumer has left them. */
    @Override
    protected UsageHistory history(Books books) {
        var store = ((InMemoryStore) books).usage();
        var rows = new InMemoryUsageHistory();
        store.allRows().forEach(rows::add);
        UsageHistory proved = rows;
        return new UsageHistory() {
            @Override
            public List<RollUp> days(String orgId, boolean live, Instant from, Instant to) {
                return between(RollUp.Scope.day(orgId, live, from), RollUp.Scope.day(orgId, live, to));
            }

            @Override
            public List<RollUp> hours(String orgId, boolean live, Instant from, Instant to) {
                return between(RollUp.Scope.hour(orgId, live, from), RollUp.Scope.hour(orgId, live, to));
            }

            private List<RollUp> between(RollUp.Scope from, RollUp.Scope to) {
                return store.allRollUps().stream()
                        .filter(rollUp -> rollUp.scope().live() == from.live())
                        .filter(rollUp -> rollUp.scope().time().compareTo(from.time()) >= 0)
                        .filter(rollUp -> rollUp.scope().time().compareTo(to.time()) <= 0)
                        .sorted(Comparator.comparing(rollUp -> rollUp.scope().time()))
                        .toList();
            }

            @Override
            public Page<UsageRow> rows(
                    String orgId, boolean live, UsageFilter filter, int limit, @Nullable ListPosition after) {
                return proved.rows(orgId, live, filter, limit, after);
            }
        };
    }
}

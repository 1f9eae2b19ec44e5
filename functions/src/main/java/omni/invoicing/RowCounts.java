package omni.invoicing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import omni.ledger.RollUp;
import omni.ledger.UsageRow;

/** How many calls a month's roll-up has counted, against its rows: a call is one row, and counts once. */
final class RowCounts {

    private RowCounts() {}

    /**
     * What differs, in words that stay the same while more is used: by how much the roll-up of a class is above its rows, and which
     * call has two rows.
     *
     * @param rows those that the roll-up holds, duplicates among them
     */
    static List<String> differences(RollUp ledger, Collection<UsageRow> rows) {
        var found = new ArrayList<String>();
        var counted = RollUp.empty(ledger.scope()).apply(rows);
        var keys = new TreeSet<>(ledger.tallies().keySet());
        keys.addAll(counted.tallies().keySet());
        for (var key : keys) {
            var ours = ledger.tallies().getOrDefault(key, RollUp.Tally.NONE);
            var theirs = counted.tallies().getOrDefault(key, RollUp.Tally.NONE);
            if (!counts(ours).equals(counts(theirs))) {
                found.add("%s: %+d calls, %+d successes, %+d errors, %+d units"
                        .formatted(
                                key,
                                ours.requests() - theirs.requests(),
                                ours.successes() - theirs.successes(),
                                ours.errors() - theirs.errors(),
                                ours.units() - theirs.units()));
            }
        }
        var seen = new HashSet<String>();
        rows.stream()
                .filter(row -> row.isShown() && !seen.add(row.call().usageId()))
                .forEach(row -> found.add(row.call().usageId() + " has two rows"));
        return found;
    }

    private static List<Long> counts(RollUp.Tally sum) {
        return List.of(sum.requests(), sum.successes(), sum.errors(), sum.units());
    }
}

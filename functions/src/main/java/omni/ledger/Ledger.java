package omni.ledger;

import java.util.List;
import java.util.Optional;
import omni.meter.VoidMark;
import org.jspecify.annotations.Nullable;

/** The port to usage rows, voids and credits; everything under one usage id is read strongly consistent. */
public interface Ledger {

    /** Everything under one usage id. */
    Items read(String usageId);

    /** Puts the mark; false when nobody knows whether it is there. */
    boolean putVoid(VoidMark mark);

    /** Puts a row unless it is there. */
    Put putRow(UsageRow row);

    /** Gives a row back: credit, row, account and roll-ups in one transaction; a row credited before is left alone. */
    Credit credit(UsageRow row, @Nullable VoidMark mark);

    /**
     * A row after it was put.
     *
     * @param row the row as it stands
     * @param isNew false when it was there before
     */
    record Put(UsageRow row, boolean isNew) {}

    /**
     * What stands under one usage id.
     *
     * @param rows by ascending sequence
     */
    record Items(List<UsageRow> rows, @Nullable VoidMark mark) {

        public Items {
            rows = List.copyOf(rows);
        }

        public boolean isVoided() {
            return mark != null;
        }

        /** The row that counts: the unit of a test key is one too, though it costs nothing. */
        public Optional<UsageRow> countedRow() {
            return rows.stream().filter(row -> row.units() > 0).findFirst();
        }

        /** The rows to give back: with a mark every one that counts, without it every one but the first. */
        public List<UsageRow> toCredit() {
            return rows.stream()
                    .filter(row -> row.units() > 0)
                    .skip(isVoided() ? 0 : 1)
                    .toList();
        }
    }

    /** How a credit ended. */
    enum Credit {
        DONE,
        /** It was given back before. */
        ALREADY,
        /** The account can no longer take it back: its period, or its month of the grant, is past. An alarm. */
        TOO_OLD,
        /** Something moved at the same time; to be tried again. */
        CONFLICT
    }
}

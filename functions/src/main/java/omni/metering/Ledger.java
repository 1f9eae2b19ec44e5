package omni.metering;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port to usage rows, voids and credits; everything under one usage id is read strongly consistent. */
public interface Ledger {

    /** Everything under one usage id. */
    Items read(String usageId);

    /** Puts the mark; false when nobody knows whether it is there. */
    boolean putVoid(VoidMark mark);

    /** Puts a row unless it is there; either way answers the row as stored. */
    UsageRow putRow(UsageRow row);

    /** Gives a row's charge back: credit, row, account and roll-ups in one transaction; a row credited before is left alone. */
    Credit credit(UsageRow row);

    /** Replaces a row's status and latency by those of its void mark. */
    void recordVoidedAnswer(UsageRow row, VoidMark mark);

    /** What stands under one usage id. */
    record Items(List<UsageRow> rows, @Nullable VoidMark mark) {

        public Items {
            rows = List.copyOf(rows);
        }

        public boolean voided() {
            return mark != null;
        }

        public Optional<UsageRow> charged() {
            return rows.stream().filter(UsageRow::charged).findFirst();
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

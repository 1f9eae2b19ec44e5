package omni.ledger;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.meter.VoidMark;
import org.jspecify.annotations.Nullable;

/** The port to usage rows, voids, proofs and credits; everything under one usage id is read strongly consistent. */
public interface Ledger {

    /** Everything under one usage id. */
    Items read(String usageId);

    /** Puts the mark; false when nobody knows whether it is there. */
    boolean putVoid(VoidMark mark);

    /** Puts a row unless it is there. */
    Put putRow(UsageRow row);

    /**
     * Gives a row back: credit, row, account and roll-ups in one transaction, on condition that the row is as it was read.
     *
     * @param after the row as credited, or as a duplicate
     */
    Credit credit(UsageRow row, UsageRow after);

    /**
     * A row after it was put.
     *
     * @param row the row as it stands
     * @param isNew false when it was there before
     */
    record Put(UsageRow row, boolean isNew) {}

    /** Proves that the work of a call which was charged before it has succeeded; again, it is proved. */
    Proof prove(String usageId, Instant now);

    /** Leaves an attempt at work more time to prove its end, never less: false when nobody may prove it any more. */
    boolean extend(String usageId, Instant until, Instant now);

    /** From now on nobody can prove it; false when it is proved, or an attempt at it has time left. */
    boolean lapse(String usageId, Instant now);

    /** From now on nobody can prove it, whatever time an attempt at it has left: for whoever has the attempt. False when it is proved. */
    boolean giveUp(String usageId, Instant now);

    /** Takes the proof into an unproven row and its month's roll-up, in one transaction; false when either was moved meanwhile. */
    boolean proveRow(UsageRow row);

    /** How the proof of an end went. */
    enum Proof {
        PROVED,
        /** It came too late: the call is given back. */
        LAPSED,
        UNKNOWN
    }

    /**
     * What stands under one usage id.
     *
     * @param rows by ascending sequence
     * @param isProved whether its work is known to have succeeded; asked of calls alone that were charged before it
     */
    record Items(List<UsageRow> rows, @Nullable VoidMark mark, boolean isProved) {

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

        /**
         * The row that the call is shown as, now and after all credits: one that was given back as a call, else the first that
         * counts, else the first. Whoever reads the same picks the same.
         */
        private Optional<UsageRow> call() {
            var shown = rows.stream().filter(UsageRow::isShown).toList();
            return shown.stream()
                    .filter(UsageRow::isCredited)
                    .findFirst()
                    .or(this::countedRow)
                    .or(() -> shown.stream().findFirst());
        }

        /**
         * What is to become of which row: with a mark the call is given back, and every other row is a duplicate of it. Empty
         * once all is as it should be.
         */
        public Map<UsageRow, UsageRow> toCredit() {
            var due = new LinkedHashMap<UsageRow, UsageRow>();
            var call = call();
            for (var row : rows) {
                if (!call.filter(row::equals).isPresent()) {
                    if (row.isShown()) {
                        due.put(row, row.duplicateRow());
                    }
                } else if (isVoided() && row.units() > 0) {
                    due.put(row, row.creditedRow(mark));
                }
            }
            return due;
        }

        /** The row that the proof is to be taken into, where nothing else is to become of it. */
        public Optional<UsageRow> toProve() {
            return isProved && !isVoided() ? call().filter(UsageRow::isUnproven) : Optional.empty();
        }

        /** Rows whose end is still to be known, without proof and without void. */
        public List<UsageRow> pending() {
            return isProved || isVoided()
                    ? List.of()
                    : rows.stream().filter(UsageRow::isUnproven).toList();
        }
    }

    /** How a credit ended. */
    enum Credit {
        DONE,
        /** The row is no longer as it was read: it was given back before, or otherwise. */
        ALREADY,
        /** The account can no longer take it back: its period, is past. An alarm. */
        TOO_OLD,
        /** Something moved at the same time; to be tried again. */
        CONFLICT
    }
}

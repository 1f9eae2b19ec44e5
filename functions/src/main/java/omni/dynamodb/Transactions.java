package omni.dynamodb;

import java.util.List;
import omni.access.StoreUnavailable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Writes that stand or fall together. */
final class Transactions {

    private static final int MAX_CONFLICTS = 20;

    private Transactions() {}

    /** Writes all or nothing; false when a condition failed, or when other writes kept holding the items. */
    static boolean write(Table table, String what, List<TransactWriteItem> writes) {
        return attempt(table, what, writes) == null;
    }

    /**
     * Writes all or nothing; null when it is written, else why it was not. A conflict with another write says nothing about the
     * conditions, so it is tried again, a bounded number of times.
     */
    static @Nullable TransactionCanceledException attempt(Table table, String what, List<TransactWriteItem> writes) {
        return attempt(table, what, writes, MAX_CONFLICTS);
    }

    static @Nullable TransactionCanceledException attempt(
            Table table, String what, List<TransactWriteItem> writes, int maxConflicts) {
        for (var attempt = 1; ; attempt++) {
            try {
                Table.reach(
                        what,
                        () -> table.client()
                                .transactWriteItems(TransactWriteItemsRequest.builder()
                                        .transactItems(writes)
                                        .build()));
                return null;
            } catch (TransactionCanceledException e) {
                if (Table.conditionFailed(e) || attempt == maxConflicts) {
                    return e;
                }
            }
        }
    }

    /**
     * Which writes of a transaction were refused by their condition; none when it is written.
     *
     * @param codes in the order of the writes; empty when it is written
     */
    record Refusals(List<String> codes) {

        static final Refusals NONE = new Refusals(List.of());

        boolean failed(int write) {
            return write < codes.size() && "ConditionalCheckFailed".equals(codes.get(write));
        }
    }

    /**
     * Writes all or nothing, and says which conditions failed.
     *
     * @throws StoreUnavailable when other writes kept holding the items: nothing was written
     */
    static Refusals refusals(Table table, String what, List<TransactWriteItem> writes) {
        return refusals(table, what, writes, MAX_CONFLICTS);
    }

    static Refusals refusals(Table table, String what, List<TransactWriteItem> writes, int maxConflicts) {
        var canceled = attempt(table, what, writes, maxConflicts);
        if (canceled == null) {
            return Refusals.NONE;
        }
        if (!Table.conditionFailed(canceled)) {
            throw new StoreUnavailable(what, canceled);
        }
        return new Refusals(canceled.cancellationReasons().stream()
                .map(reason -> String.valueOf(reason.code()))
                .toList());
    }

    static TransactWriteItem put(Put put) {
        return TransactWriteItem.builder().put(put).build();
    }
}

package omni.dynamodb;

import java.util.List;
import omni.access.StoreUnavailable;
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
        for (var attempt = 0; attempt < MAX_CONFLICTS; attempt++) {
            try {
                Table.reach(
                        what,
                        () -> table.client()
                                .transactWriteItems(TransactWriteItemsRequest.builder()
                                        .transactItems(writes)
                                        .build()));
                return true;
            } catch (TransactionCanceledException e) {
                if (Table.conditionFailed(e)) {
                    return false;
                }
            }
        }
        return false;
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
        for (var attempt = 1; ; attempt++) {
            try {
                Table.reach(
                        what,
                        () -> table.client()
                                .transactWriteItems(TransactWriteItemsRequest.builder()
                                        .transactItems(writes)
                                        .build()));
                return Refusals.NONE;
            } catch (TransactionCanceledException e) {
                if (Table.conditionFailed(e)) {
                    return new Refusals(e.cancellationReasons().stream()
                            .map(reason -> String.valueOf(reason.code()))
                            .toList());
                }
                if (attempt == MAX_CONFLICTS) {
                    throw new StoreUnavailable(what, e);
                }
            }
        }
    }

    static TransactWriteItem put(Put put) {
        return TransactWriteItem.builder().put(put).build();
    }
}

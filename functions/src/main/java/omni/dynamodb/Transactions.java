package omni.dynamodb;

import java.util.List;
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

    static TransactWriteItem put(Put put) {
        return TransactWriteItem.builder().put(put).build();
    }
}

package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.access.ApiKey;
import omni.access.AuditEvent;
import omni.access.KeyRing;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The writes that changes of keys are made of, and how they go into the table together. */
record KeyWrites(Table table) {

    private static final int MAX_CONFLICTS = 20;

    /** The ring, if it is still the one that was decided on. */
    TransactWriteItem ring(KeyRing basis, KeyRing next) {
        var put = Put.builder().tableName(table.name()).item(KeyRingItem.of(next));
        return put(
                basis.version() == 0
                        ? put.conditionExpression("attribute_not_exists(PK)").build()
                        : put.conditionExpression("version = :version")
                                .expressionAttributeValues(Map.of(":version", number(basis.version())))
                                .build());
    }

    TransactWriteItem newKey(ApiKey key) {
        return key(key, "attribute_not_exists(PK)");
    }

    TransactWriteItem storedKey(ApiKey key) {
        return key(key, "attribute_exists(PK)");
    }

    private TransactWriteItem key(ApiKey key, String condition) {
        return put(Put.builder()
                .tableName(table.name())
                .item(KeyItem.of(key))
                .conditionExpression(condition)
                .build());
    }

    TransactWriteItem event(AuditEvent event) {
        return put(
                Put.builder().tableName(table.name()).item(EventItem.of(event)).build());
    }

    /**
     * Makes calls that began before look at their key again: those that commit afterwards by the version, those that
     * authenticate right now by the time.
     */
    TransactWriteItem keysMoved(String orgId, boolean live, Instant at) {
        return TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(table.name())
                        .key(AccountItem.key(orgId, live))
                        .updateExpression("ADD %s :one SET %s = :at"
                                .formatted(AccountItem.KEYS_VERSION, AccountItem.KEYS_MOVED_AT))
                        .conditionExpression("attribute_exists(PK)")
                        .expressionAttributeValues(Map.of(":one", number(1), ":at", instant(at)))
                        .build())
                .build();
    }

    static TransactWriteItem put(Put put) {
        return TransactWriteItem.builder().put(put).build();
    }

    /**
     * Writes all or nothing. Empty when it is written, else why each write was refused; a conflict with another transaction
     * says nothing about the conditions, so it is tried again, a bounded number of times.
     */
    List<CancellationReason> transact(String operation, List<TransactWriteItem> writes) {
        for (var attempt = 1; ; attempt++) {
            try {
                Table.reach(
                        operation,
                        () -> table.client()
                                .transactWriteItems(TransactWriteItemsRequest.builder()
                                        .transactItems(writes)
                                        .build()));
                return List.of();
            } catch (TransactionCanceledException e) {
                if (Table.conditionFailed(e) || attempt == MAX_CONFLICTS) {
                    return e.cancellationReasons();
                }
            }
        }
    }
}

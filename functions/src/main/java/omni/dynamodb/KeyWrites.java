package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.account.AccountField;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import omni.event.AuditEvent;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The writes that changes of keys are made of, and how they go into the table together. */
record KeyWrites(Table table) {

    /** The ring, if it is still the one that was decided on. */
    TransactWriteItem ring(KeyRing basis, KeyRing next) {
        var put = Put.builder().tableName(table.name()).item(KeyRingItem.of(next));
        return Transactions.put(
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
        return Transactions.put(Put.builder()
                .tableName(table.name())
                .item(KeyItem.of(key))
                .conditionExpression(condition)
                .build());
    }

    TransactWriteItem event(AuditEvent event) {
        return Transactions.put(
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
                                .formatted(AccountField.KEYS_VERSION.attribute(), AccountItem.KEYS_MOVED_AT))
                        .conditionExpression("attribute_exists(PK)")
                        .expressionAttributeValues(Map.of(":one", number(1), ":at", instant(at)))
                        .build())
                .build();
    }

    /** Writes all or nothing. Empty when it is written, else why each write was refused. */
    List<CancellationReason> transact(String operation, List<TransactWriteItem> writes) {
        var canceled = Transactions.attempt(table, operation, writes);
        return canceled == null ? List.of() : canceled.cancellationReasons();
    }
}

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
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The writes that changes of keys are made of, and how they go into the table together. */
record KeyWrites(Table table) {

    /** The ring, if it is still the one that was decided on. */
    TransactWriteItem ring(KeyRing basis, KeyRing next) {
        return table.putVersion(KeyRingItem.of(next), basis.version());
    }

    TransactWriteItem newKey(ApiKey key) {
        return table.putNew(KeyItem.of(key));
    }

    TransactWriteItem storedKey(ApiKey key) {
        return table.put(KeyItem.of(key), Table.EXISTS, Map.of());
    }

    TransactWriteItem event(AuditEvent event) {
        return table.put(EventItem.of(event));
    }

    /**
     * Makes calls that began before look at their key again: those that commit afterwards by the version, those that
     * authenticate right now by the time.
     */
    TransactWriteItem keysMoved(String orgId, boolean live, Instant at) {
        return table.update(
                AccountItem.key(orgId, live),
                "ADD %s :one SET %s = :at".formatted(AccountField.KEYS_VERSION.attribute(), AccountItem.KEYS_MOVED_AT),
                Table.EXISTS,
                Map.of(":one", number(1), ":at", instant(at)));
    }

    /** Writes all or nothing. Empty when it is written, else why each write was refused. */
    List<CancellationReason> transact(String operation, List<TransactWriteItem> writes) {
        var canceled = Transactions.attempt(table, operation, writes);
        return canceled == null ? List.of() : canceled.cancellationReasons();
    }
}

package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.access.ApiKey;
import omni.access.AuditEvent;
import omni.access.KeyRing;
import omni.access.Keys;
import omni.access.StoreUnavailable;
import omni.metering.Call;
import omni.metering.KeyCheck;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Keys: by hash for authentication, on their organisation's ring for lists and limits. */
public final class DynamoKeys implements Keys {

    private static final int MAX_CONFLICTS = 20;

    private final Table table;

    public DynamoKeys(Table table) {
        this.table = table;
    }

    @Override
    public Lookup authenticate(List<String> acceptedHashes, String orgId, boolean live) {
        var wanted = new ArrayList<Map<String, AttributeValue>>();
        acceptedHashes.forEach(hash -> wanted.add(KeyItem.key(hash)));
        wanted.add(AccountItem.key(orgId, true));
        if (!live) {
            wanted.add(AccountItem.key(orgId, false));
        }
        try {
            var answer = Table.reach(
                    "authentication",
                    () -> table.client()
                            .batchGetItem(BatchGetItemRequest.builder()
                                    .requestItems(Map.of(
                                            table.name(),
                                            KeysAndAttributes.builder()
                                                    .keys(wanted)
                                                    .consistentRead(true)
                                                    .build()))
                                    .build()));
            if (answer.hasUnprocessedKeys() && !answer.unprocessedKeys().isEmpty()) {
                return new Lookup.Unreachable("keys were left unprocessed");
            }
            return found(answer.responses().getOrDefault(table.name(), List.of()), orgId, live);
        } catch (StoreUnavailable e) {
            return new Lookup.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private static Lookup found(List<Map<String, AttributeValue>> items, String orgId, boolean live) {
        ApiKey key = null;
        var accounts = new HashMap<String, Map<String, AttributeValue>>();
        for (var item : items) {
            if (text(item, Table.PK).startsWith("KEY#")) {
                key = KeyItem.read(item);
            } else {
                accounts.put(text(item, Table.SK), item);
            }
        }
        var liveItem = accounts.get(AccountItem.ACCOUNT);
        var testItem = accounts.get(AccountItem.TEST_ACCOUNT);
        if (key == null
                || liveItem == null
                || !key.orgId().equals(orgId)
                || key.livemode() != live
                || (!live && testItem == null)) {
            return new Lookup.Unknown();
        }
        return new Lookup.Found(
                key, AccountItem.read(liveItem), live || testItem == null ? null : AccountItem.read(testItem));
    }

    @Override
    public KeyRing ring(String orgId) {
        var item = table.get(AccountItem.partition(orgId), KeyRingItem.KEYRING);
        return item.isEmpty() ? new KeyRing(orgId, 0, List.of()) : KeyRingItem.read(item);
    }

    @Override
    public Map<String, Instant> lastUse(String orgId) {
        var request = QueryRequest.builder()
                .tableName(table.name())
                .keyConditionExpression("PK = :org AND begins_with(SK, :use)")
                .expressionAttributeValues(
                        Map.of(":org", text(AccountItem.partition(orgId)), ":use", text(DynamoKeyUse.PREFIX)))
                .build();
        var uses = new HashMap<String, Instant>();
        Table.reach(
                        "the last uses of keys",
                        () -> table.client().queryPaginator(request).items().stream()
                                .toList())
                .forEach(item -> uses.put(
                        text(item, Table.SK).substring(DynamoKeyUse.PREFIX.length()),
                        Attributes.instant(item, DynamoKeyUse.USED_AT)));
        return uses;
    }

    @Override
    public @Nullable ApiKey read(String hash) {
        var key = KeyItem.key(hash);
        var item = table.get(text(key, Table.PK), KeyItem.KEY);
        return item.isEmpty() ? null : KeyItem.read(item);
    }

    /** The key check of the meter: at the commit, after keys have changed. */
    public KeyCheck check(java.time.InstantSource clock) {
        return call -> check(call, clock.instant());
    }

    private KeyCheck.Result check(Call call, Instant now) {
        var hash = call.keyHash();
        if (hash == null) {
            return KeyCheck.Result.GOOD;
        }
        try {
            var key = read(hash);
            return key != null && key.activeAt(now) ? KeyCheck.Result.GOOD : KeyCheck.Result.REFUSED;
        } catch (StoreUnavailable e) {
            return KeyCheck.Result.UNREACHABLE;
        }
    }

    @Override
    public Change create(KeyRing basis, ApiKey key, AuditEvent event) {
        return transact(List.of(
                put(ringPut(basis, basis.with(key, event.occurredAt()))),
                put(Put.builder()
                        .tableName(table.name())
                        .item(KeyItem.of(key))
                        .conditionExpression("attribute_not_exists(PK)")
                        .build()),
                put(eventPut(event))));
    }

    @Override
    public Change revoke(KeyRing basis, ApiKey revoked, AuditEvent event) {
        return transact(List.of(
                put(ringPut(basis, basis.with(revoked, event.occurredAt()))),
                put(Put.builder()
                        .tableName(table.name())
                        .item(KeyItem.of(revoked))
                        .conditionExpression("attribute_exists(PK)")
                        .build()),
                keysMoved(basis.orgId(), true),
                keysMoved(basis.orgId(), false),
                put(eventPut(event))));
    }

    private Put ringPut(KeyRing basis, KeyRing next) {
        var put = Put.builder().tableName(table.name()).item(KeyRingItem.of(next));
        return basis.version() == 0
                ? put.conditionExpression("attribute_not_exists(PK)").build()
                : put.conditionExpression("version = :version")
                        .expressionAttributeValues(Map.of(":version", number(basis.version())))
                        .build();
    }

    private Put eventPut(AuditEvent event) {
        return Put.builder().tableName(table.name()).item(EventItem.of(event)).build();
    }

    private TransactWriteItem keysMoved(String orgId, boolean live) {
        return TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(table.name())
                        .key(AccountItem.key(orgId, live))
                        .updateExpression("ADD k :one")
                        .conditionExpression("attribute_exists(PK)")
                        .expressionAttributeValues(Map.of(":one", number(1)))
                        .build())
                .build();
    }

    private static TransactWriteItem put(Put put) {
        return TransactWriteItem.builder().put(put).build();
    }

    private Change transact(List<TransactWriteItem> writes) {
        for (var attempt = 0; attempt < MAX_CONFLICTS; attempt++) {
            try {
                Table.reach(
                        "a change of keys",
                        () -> table.client()
                                .transactWriteItems(TransactWriteItemsRequest.builder()
                                        .transactItems(writes)
                                        .build()));
                return Change.DONE;
            } catch (TransactionCanceledException e) {
                if (Table.conditionFailed(e)) {
                    return Change.CONFLICT;
                }
            }
        }
        return Change.CONFLICT;
    }
}

package omni.dynamodb;

import static omni.dynamodb.Attributes.instantOrNull;
import static omni.dynamodb.Attributes.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.access.StoreUnavailable;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import omni.credential.Keys;
import omni.event.AuditEvent;
import omni.meter.Call;
import omni.meter.KeyCheck;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Keys: by hash for authentication, on their organization's ring for lists and limits. */
public final class DynamoKeys implements Keys {

    /** Far longer than a read takes, and than clocks differ; a change that a clock sets in the future counts too. */
    private static final Duration KEYS_SETTLE = Duration.ofMinutes(1);

    private final Table table;
    private final KeyWrites writes;

    public DynamoKeys(Table table) {
        this.table = table;
        this.writes = new KeyWrites(table);
    }

    @Override
    public Lookup authenticate(List<String> acceptedHashes, String orgId, boolean live, Instant now) {
        var wanted = new ArrayList<Map<String, AttributeValue>>();
        acceptedHashes.forEach(hash -> wanted.add(KeyItem.key(hash)));
        wanted.add(AccountItem.key(orgId, true));
        if (!live) {
            wanted.add(AccountItem.key(orgId, false));
        }
        try {
            return lookup(table.all("authentication", wanted), orgId, live, now);
        } catch (StoreUnavailable e) {
            return new Lookup.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private Lookup lookup(List<Map<String, AttributeValue>> items, String orgId, boolean live, Instant now) {
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
        var current = movedLately(live || testItem == null ? liveItem : testItem, now) ? read(key.hash()) : key;
        return current == null
                ? new Lookup.Unknown()
                : new Lookup.Found(
                        current,
                        AccountItem.read(liveItem),
                        live || testItem == null ? null : AccountItem.read(testItem));
    }

    /** Whether a key may have been read before a change, and its account after it: they are read in no order. */
    private static boolean movedLately(Map<String, AttributeValue> account, Instant now) {
        var movedAt = instantOrNull(account, AccountItem.KEYS_MOVED_AT);
        return movedAt != null && movedAt.isAfter(now.minus(KEYS_SETTLE));
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
        return change(List.of(
                writes.ring(basis, basis.with(key, event.occurredAt())), writes.newKey(key), writes.event(event)));
    }

    @Override
    public Change revoke(KeyRing basis, ApiKey revoked, AuditEvent event) {
        return change(List.of(
                writes.ring(basis, basis.with(revoked, event.occurredAt())),
                writes.storedKey(revoked),
                writes.keysMoved(basis.orgId(), true, event.occurredAt()),
                writes.keysMoved(basis.orgId(), false, event.occurredAt()),
                writes.event(event)));
    }

    @Override
    public Change revokeAll(KeyRing basis, List<ApiKey> revoked, List<AuditEvent> events) {
        var at = events.getFirst().occurredAt();
        var items = new ArrayList<TransactWriteItem>();
        items.add(writes.ring(basis, basis.withAll(revoked, at)));
        revoked.forEach(key -> items.add(writes.storedKey(key)));
        items.add(writes.keysMoved(basis.orgId(), true, at));
        items.add(writes.keysMoved(basis.orgId(), false, at));
        events.forEach(event -> items.add(writes.event(event)));
        return change(items);
    }

    @Override
    public Change rotate(KeyRing basis, ApiKey ended, ApiKey successor, AuditEvent event) {
        return change(List.of(
                writes.ring(basis, basis.rotate(ended, successor, event.occurredAt())),
                writes.storedKey(ended),
                writes.newKey(successor),
                writes.keysMoved(basis.orgId(), true, event.occurredAt()),
                writes.keysMoved(basis.orgId(), false, event.occurredAt()),
                writes.event(event)));
    }

    private Change change(List<TransactWriteItem> items) {
        return Transactions.write(table, "a change of keys", items) ? Change.DONE : Change.CONFLICT;
    }
}

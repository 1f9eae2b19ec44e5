package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.access.ApiKey;
import omni.access.AuditEvent;
import omni.access.KeyRing;
import omni.access.SponsorToken;
import omni.access.SponsorTokens;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Sponsor tokens: single use is a condition on the token's own item, in the transaction that stores the key. */
public final class DynamoSponsorTokens implements SponsorTokens {

    private static final String UNUSED =
            "attribute_exists(" + Table.PK + ") AND attribute_not_exists(" + TokenItem.USED_AT + ")";

    private final Table table;
    private final KeyWrites writes;

    public DynamoSponsorTokens(Table table) {
        this.table = table;
        this.writes = new KeyWrites(table);
    }

    @Override
    public SponsorToken issue(SponsorToken token, AuditEvent event) {
        var refused = writes.transact(
                "the issue of a sponsor token",
                List.of(fresh(TokenItem.id(token)), fresh(TokenItem.of(token)), writes.event(event)));
        if (refused.isEmpty()) {
            return token;
        }
        var earlier =
                Attributes.textOrNull(table.get(TokenItem.partition(token.id()), TokenItem.ID_SORT), TokenItem.HASH);
        var known = earlier == null ? null : find(List.of(earlier));
        if (known == null) {
            throw new IllegalStateException("a fresh sponsor token could not be stored: " + refused);
        }
        return known;
    }

    private TransactWriteItem fresh(Map<String, AttributeValue> item) {
        return Transactions.put(Put.builder()
                .tableName(table.name())
                .item(item)
                .conditionExpression("attribute_not_exists(" + Table.PK + ")")
                .build());
    }

    @Override
    public @Nullable SponsorToken find(List<String> acceptedHashes) {
        for (var hash : acceptedHashes) {
            var item = table.get(TokenItem.partition(hash), TokenItem.TOKEN);
            if (!item.isEmpty()) {
                return TokenItem.read(item);
            }
        }
        return null;
    }

    @Override
    public Redemption redeem(SponsorToken used, KeyRing basis, ApiKey key, List<AuditEvent> events) {
        var items = new ArrayList<TransactWriteItem>();
        items.add(use(used));
        items.add(writes.ring(basis, basis.with(key, key.createdAt())));
        items.add(writes.newKey(key));
        events.forEach(event -> items.add(writes.event(event)));
        var reasons = writes.transact("the exchange of a sponsor token", items);
        if (reasons.isEmpty()) {
            return Redemption.DONE;
        }
        return "ConditionalCheckFailed".equals(reasons.getFirst().code()) ? Redemption.USED : Redemption.CONFLICT;
    }

    private TransactWriteItem use(SponsorToken used) {
        Instant usedAt = Objects.requireNonNull(used.usedAt(), "a token that is redeemed is used");
        String usedBy = Objects.requireNonNull(used.usedByPrincipalId(), "a token that is redeemed gave a key");
        return TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(table.name())
                        .key(TokenItem.key(used.hash()))
                        .updateExpression("SET " + TokenItem.USED_AT + " = :at, " + TokenItem.USED_BY + " = :by, "
                                + TokenItem.UPDATED_AT + " = :at")
                        .conditionExpression(UNUSED)
                        .expressionAttributeValues(Map.of(":at", instant(usedAt), ":by", text(usedBy)))
                        .build())
                .build();
    }

    @Override
    public void record(AuditEvent event) {
        Table.reach(
                "an event",
                () -> table.client()
                        .putItem(request -> request.tableName(table.name()).item(EventItem.of(event))));
    }
}

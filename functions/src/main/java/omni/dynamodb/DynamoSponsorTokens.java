package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import omni.credential.SponsorToken;
import omni.credential.SponsorTokens;
import omni.event.AuditEvent;
import omni.event.ListPosition;
import omni.event.Page;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Sponsor tokens: single use is a condition on the token's own item, in the transaction that stores the key. */
public final class DynamoSponsorTokens implements SponsorTokens {

    private static final String OPEN = Table.EXISTS + " AND attribute_not_exists(" + TokenItem.USED_AT
            + ") AND attribute_not_exists(" + TokenItem.REVOKED_AT + ")";

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
                List.of(
                        table.putNew(TokenItem.id(token)),
                        table.putNew(TokenItem.of(token)),
                        table.putNew(TokenItem.listItem(token)),
                        writes.event(event)));
        if (refused.isEmpty()) {
            return token;
        }
        var known = byId(token.id());
        if (known == null) {
            throw new IllegalStateException("a fresh sponsor token could not be stored: " + refused);
        }
        return known;
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
        var issuedAs = used.issuedAs();
        if (issuedAs != null) {
            items.add(stillMember(used.orgId(), issuedAs));
        }
        items.add(writes.ring(basis, basis.with(key, key.createdAt())));
        items.add(writes.newKey(key));
        events.forEach(event -> items.add(writes.event(event)));
        var reasons = writes.transact("the exchange of a sponsor token", items);
        if (reasons.isEmpty()) {
            return Redemption.DONE;
        }
        var ended = reasons.stream()
                .limit(issuedAs == null ? 1 : 2)
                .anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()));
        return ended ? Redemption.ENDED : Redemption.CONFLICT;
    }

    /** The very membership that the token was issued under: removal deletes this item, and joining again gives it another time. */
    private TransactWriteItem stillMember(String orgId, SponsorToken.IssuedAs issuedAs) {
        return TransactWriteItem.builder()
                .conditionCheck(ConditionCheck.builder()
                        .tableName(table.name())
                        .key(OrganizationItems.userKey(issuedAs.issuer(), issuedAs.subject()))
                        .conditionExpression(OrganizationItems.ORG_ID + " = :org AND " + OrganizationItems.JOINED_AT
                                + " = :joinedAt")
                        .expressionAttributeValues(
                                Map.of(":org", text(orgId), ":joinedAt", instant(issuedAs.joinedAt())))
                        .build())
                .build();
    }

    @Override
    public @Nullable SponsorToken byId(String tokenId) {
        var hash = Attributes.textOrNull(table.get(TokenItem.partition(tokenId), TokenItem.ID_SORT), TokenItem.HASH);
        return hash == null ? null : find(List.of(hash));
    }

    /** The list says which, strongly consistent, and each token how it stands. */
    @Override
    public Page<SponsorToken> list(String orgId, int limit, @Nullable ListPosition after) {
        var listed = new NewestFirst(
                        table,
                        AccountItem.partition(orgId),
                        TokenItem.LISTED,
                        TokenItem.LISTED + "~",
                        after == null ? null : TokenItem.listItem(after))
                .page(new NewestFirst.Rows<>(item -> item, item -> true, TokenItem::position), limit);
        var tokens = new HashMap<String, SponsorToken>();
        if (!listed.rows().isEmpty()) {
            table
                    .all(
                            "the sponsor tokens of a list",
                            listed.rows().stream()
                                    .map(item -> TokenItem.key(text(item, TokenItem.HASH)))
                                    .toList())
                    .stream()
                    .map(TokenItem::read)
                    .forEach(token -> tokens.put(token.hash(), token));
        }
        return new Page<>(
                listed.rows().stream()
                        .map(item -> tokens.get(text(item, TokenItem.HASH)))
                        .filter(Objects::nonNull)
                        .toList(),
                listed.next());
    }

    @Override
    public boolean revoke(SponsorToken revoked, AuditEvent event) {
        Instant revokedAt = Objects.requireNonNull(revoked.revokedAt(), "a token that is revoked was so at some time");
        var mark = table.update(
                TokenItem.key(revoked.hash()),
                "SET " + TokenItem.REVOKED_AT + " = :at, " + TokenItem.UPDATED_AT + " = :at",
                OPEN,
                Map.of(":at", instant(revokedAt)));
        return Transactions.refusals(table, "the revocation of a sponsor token", List.of(mark, writes.event(event)))
                .codes()
                .isEmpty();
    }

    private TransactWriteItem use(SponsorToken used) {
        Instant usedAt = Objects.requireNonNull(used.usedAt(), "a token that is redeemed is used");
        String usedBy = Objects.requireNonNull(used.usedByPrincipalId(), "a token that is redeemed gave a key");
        return table.update(
                TokenItem.key(used.hash()),
                "SET " + TokenItem.USED_AT + " = :at, " + TokenItem.USED_BY + " = :by, " + TokenItem.UPDATED_AT
                        + " = :at",
                OPEN,
                Map.of(":at", instant(usedAt), ":by", text(usedBy)));
    }

    @Override
    public void record(AuditEvent event) {
        table.write("an event", writes.event(event));
    }
}

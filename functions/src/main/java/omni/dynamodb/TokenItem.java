package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.put;
import static omni.dynamodb.Attributes.text;

import java.util.LinkedHashMap;
import java.util.Map;
import omni.credential.SponsorToken;
import omni.event.ListPosition;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A sponsor token under the keyed hash of its secret, and the way to it from its id. Both stay as long as the events that speak of it, so that a used or
 * expired one is told as what it is.
 */
final class TokenItem {

    static final String TOKEN = "TOKEN";
    static final String USED_AT = "usedAt";
    static final String USED_BY = "usedBy";
    static final String UPDATED_AT = "updatedAt";

    /** Sort key of the way from an id. */
    static final String ID_SORT = "ID";

    static final String HASH = "hash";

    private static final String PARTITION = "TOKEN#";
    private static final String ID = "id";
    private static final String ORG = "org";
    private static final String LIVEMODE = "livemode";
    private static final String LABEL = "label";
    private static final String PREFIX = "tokenPrefix";
    private static final String SCOPES = "scopes";
    private static final String ACTOR = "actor";
    private static final String CREATED_AT = "createdAt";
    private static final String EXPIRES_AT = "expiresAt";

    static final String REVOKED_AT = "revokedAt";

    /** Beginning of the sort keys of an organization's list. */
    static final String LISTED = "TOKEN#";

    private static final String ISSUER = "issuer";
    private static final String SUBJECT = "subject";
    private static final String JOINED_AT = "joinedAt";

    private TokenItem() {}

    static String partition(String hash) {
        return PARTITION + hash;
    }

    static Map<String, AttributeValue> key(String hash) {
        return Table.key(partition(hash), TOKEN);
    }

    static Map<String, AttributeValue> of(SponsorToken token) {
        var item = new LinkedHashMap<>(key(token.hash()));
        item.put(ID, text(token.id()));
        item.put(ORG, text(token.orgId()));
        item.put(LIVEMODE, Attributes.truth(token.livemode()));
        put(item, LABEL, token.label());
        item.put(PREFIX, text(token.tokenPrefix()));
        item.put(SCOPES, Attributes.texts(token.scopes()));
        item.put(ACTOR, text(token.actorPrincipalId()));
        item.put(CREATED_AT, instant(token.createdAt()));
        item.put(UPDATED_AT, instant(token.updatedAt()));
        item.put(EXPIRES_AT, instant(token.expiresAt()));
        put(item, USED_AT, token.usedAt());
        put(item, USED_BY, token.usedByPrincipalId());
        put(item, REVOKED_AT, token.revokedAt());
        var issuedAs = token.issuedAs();
        if (issuedAs != null) {
            item.put(ISSUER, text(issuedAs.issuer()));
            item.put(SUBJECT, text(issuedAs.subject()));
            item.put(JOINED_AT, instant(issuedAs.joinedAt()));
        }
        item.put(Table.TTL, end(token));
        return item;
    }

    /** The way from the id to the token. */
    static Map<String, AttributeValue> id(SponsorToken token) {
        var item = new LinkedHashMap<>(Table.key(partition(token.id()), ID_SORT));
        item.put(HASH, text(token.hash()));
        item.put(Table.TTL, end(token));
        return item;
    }

    /** The place in the organization's list, by time and id; the token itself says how it stands. */
    static Map<String, AttributeValue> listItem(SponsorToken token) {
        var sort = listItem(new ListPosition(token.createdAt(), token.id()));
        var item = new LinkedHashMap<>(Table.key(AccountItem.partition(token.orgId()), sort));
        item.put(ID, text(token.id()));
        item.put(CREATED_AT, instant(token.createdAt()));
        item.put(HASH, text(token.hash()));
        item.put(Table.TTL, end(token));
        return item;
    }

    static String listItem(ListPosition position) {
        return LISTED + EventItem.sort(position);
    }

    static ListPosition position(Map<String, AttributeValue> listed) {
        return new ListPosition(instant(listed, CREATED_AT), text(listed, ID));
    }

    private static AttributeValue end(SponsorToken token) {
        return Attributes.number(token.createdAt().plus(EventItem.KEPT).getEpochSecond());
    }

    static SponsorToken read(Map<String, AttributeValue> item) {
        return new SponsorToken(
                text(item, ID),
                text(item, ORG),
                text(item, Table.PK).substring(PARTITION.length()),
                Attributes.truth(item, LIVEMODE),
                Attributes.textOrNull(item, LABEL),
                text(item, PREFIX),
                Attributes.texts(item, SCOPES),
                text(item, ACTOR),
                instant(item, CREATED_AT),
                instant(item, UPDATED_AT),
                instant(item, EXPIRES_AT),
                Attributes.instantOrNull(item, USED_AT),
                Attributes.textOrNull(item, USED_BY),
                issuedAs(item),
                Attributes.instantOrNull(item, REVOKED_AT));
    }

    private static SponsorToken.@Nullable IssuedAs issuedAs(Map<String, AttributeValue> item) {
        return item.containsKey(JOINED_AT)
                ? new SponsorToken.IssuedAs(text(item, ISSUER), text(item, SUBJECT), instant(item, JOINED_AT))
                : null;
    }
}

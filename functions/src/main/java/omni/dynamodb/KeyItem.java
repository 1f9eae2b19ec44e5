package omni.dynamodb;

import static omni.dynamodb.Attributes.put;
import static omni.dynamodb.Attributes.text;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import omni.credential.ApiKey;
import omni.credential.KeyCreator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A key under the keyed hash of its secret, so that one read finds who presents it. */
final class KeyItem {

    static final String KEY = "KEY";

    /** The organization that the key belongs to. */
    static final String ORG = "org";

    static final String REVOKED_AT = "revokedAt";

    private static final String PARTITION = "KEY#";
    private static final String KEY_ID = "keyId";
    private static final String LIVEMODE = "livemode";
    private static final String LABEL = "label";
    private static final String KEY_PREFIX = "keyPrefix";
    private static final String SCOPES = "scopes";
    private static final String CREATED_AT = "createdAt";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String REPLACES_KEY_ID = "replacesKeyId";

    private static final String OWN_END = "ownEnd";
    private static final String MADE_AS = "madeAs";
    private static final String MADE_BY = "madeBy";
    private static final String PEOPLE = "people";

    private KeyItem() {}

    static Map<String, AttributeValue> key(String hash) {
        return Table.key(PARTITION + hash, KEY);
    }

    static Map<String, AttributeValue> of(ApiKey key) {
        var item = new LinkedHashMap<>(key(key.hash()));
        item.putAll(attributes(key));
        return item;
    }

    static ApiKey read(Map<String, AttributeValue> item) {
        return read(text(item, Table.PK).substring(PARTITION.length()), item);
    }

    /** Everything but the hash, which the place of a key says. */
    static Map<String, AttributeValue> attributes(ApiKey key) {
        var attributes = new LinkedHashMap<String, AttributeValue>();
        attributes.put(ORG, text(key.orgId()));
        attributes.put(KEY_ID, text(key.id()));
        attributes.put(LIVEMODE, Attributes.truth(key.livemode()));
        put(attributes, LABEL, key.label());
        attributes.put(KEY_PREFIX, text(key.keyPrefix()));
        attributes.put(SCOPES, Attributes.texts(key.scopes()));
        attributes.put(CREATED_AT, Attributes.instant(key.createdAt()));
        put(attributes, EXPIRES_AT, key.expiresAt());
        put(attributes, REVOKED_AT, key.revokedAt());
        put(attributes, REPLACES_KEY_ID, key.replacesKeyId());
        put(attributes, OWN_END, key.ownEnd());
        var maker = key.createdBy();
        if (maker != null) {
            attributes.put(MADE_AS, text(maker.type().wire()));
            attributes.put(MADE_BY, text(maker.principalId()));
            attributes.put(PEOPLE, Attributes.texts(maker.people()));
        }
        return attributes;
    }

    static ApiKey read(String hash, Map<String, AttributeValue> attributes) {
        return new ApiKey(
                text(attributes, KEY_ID),
                text(attributes, ORG),
                hash,
                Attributes.truth(attributes, LIVEMODE),
                Attributes.textOrNull(attributes, LABEL),
                text(attributes, KEY_PREFIX),
                Attributes.texts(attributes, SCOPES),
                Attributes.instant(attributes, CREATED_AT),
                Attributes.instantOrNull(attributes, EXPIRES_AT),
                Attributes.instantOrNull(attributes, REVOKED_AT),
                Attributes.textOrNull(attributes, REPLACES_KEY_ID),
                Attributes.instantOrNull(attributes, OWN_END),
                maker(attributes));
    }

    private static @Nullable KeyCreator maker(Map<String, AttributeValue> attributes) {
        var madeAs = Attributes.textOrNull(attributes, MADE_AS);
        return madeAs == null
                ? null
                : new KeyCreator(
                        KeyCreator.Type.valueOf(madeAs.toUpperCase(Locale.ROOT)),
                        text(attributes, MADE_BY),
                        Attributes.texts(attributes, PEOPLE));
    }
}

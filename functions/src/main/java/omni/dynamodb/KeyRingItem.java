package omni.dynamodb;

import static omni.dynamodb.Attributes.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** All keys of one organization in one item: its version is what a change of keys is conditioned on. */
final class KeyRingItem {

    static final String KEYRING = "KEYRING";
    static final String VERSION = "version";

    private static final String KEYS = "keys";
    private static final String HASH = "hash";

    private KeyRingItem() {}

    static Map<String, AttributeValue> key(String orgId) {
        return Table.key(AccountItem.partition(orgId), KEYRING);
    }

    static Map<String, AttributeValue> of(KeyRing ring) {
        var item = new LinkedHashMap<>(key(ring.orgId()));
        item.put(VERSION, Attributes.number(ring.version()));
        item.put(
                KEYS,
                AttributeValue.fromL(
                        ring.keys().stream().map(KeyRingItem::element).toList()));
        return item;
    }

    static KeyRing read(Map<String, AttributeValue> item) {
        var keys = item.get(KEYS);
        List<AttributeValue> elements = keys == null ? List.of() : keys.l();
        return new KeyRing(
                text(item, Table.PK).substring(AccountItem.partition("").length()),
                Attributes.number(item, VERSION),
                elements.stream().map(KeyRingItem::key).toList());
    }

    private static AttributeValue element(ApiKey key) {
        var attributes = new LinkedHashMap<>(KeyItem.attributes(key));
        attributes.put(HASH, text(key.hash()));
        return AttributeValue.fromM(attributes);
    }

    private static ApiKey key(AttributeValue element) {
        return KeyItem.read(text(element.m(), HASH), element.m());
    }
}

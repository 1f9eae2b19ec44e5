package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omni.chat.ChatLabel;
import omni.chat.ChatUser;
import omni.chat.LabelBook;
import omni.chat.SessionLabels;
import omni.wire.WireName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A person's labels ({@code CHAT#org#user / LABELS}), which sources they have disconnected ({@code CHAT#org#user / SOURCES}), and the
 * labels of a chat ({@code CHAT#org#user#session / LABELS}). The first two last as the person's settings do.
 */
final class ChatLabelItems {

    static final String LABELS = "LABELS";
    static final String SOURCES = "SOURCES";
    static final String VERSION = "version";
    static final String DISCONNECTED = "disconnected";

    private static final String LIST = "labels";
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String COLOR = "color";
    private static final String VALUE_TYPE = "valueType";
    private static final String VALUES = "labelValues";

    private ChatLabelItems() {}

    static String partition(ChatUser user) {
        return "CHAT#" + user.orgId() + "#" + user.userId();
    }

    static String partition(ChatUser user, String sessionId) {
        return partition(user) + "#" + sessionId;
    }

    static Map<String, AttributeValue> of(ChatUser user, LabelBook book) {
        var item = new LinkedHashMap<>(Table.key(partition(user), LABELS));
        item.put(VERSION, number(book.version()));
        item.put(
                LIST,
                AttributeValue.fromL(book.labels().stream()
                        .map(label -> AttributeValue.fromM(of(label)))
                        .toList()));
        return item;
    }

    private static Map<String, AttributeValue> of(ChatLabel label) {
        var map = new HashMap<String, AttributeValue>();
        map.put(ID, text(label.id()));
        map.put(NAME, text(label.name()));
        Attributes.put(map, COLOR, label.color());
        map.put(VALUE_TYPE, text(label.valueType().wire()));
        return map;
    }

    static LabelBook readBook(Map<String, AttributeValue> item) {
        var list = item.get(LIST);
        return list == null
                ? LabelBook.EMPTY
                : new LabelBook(
                        number(item, VERSION),
                        list.l().stream().map(each -> readLabel(each.m())).toList());
    }

    private static ChatLabel readLabel(Map<String, AttributeValue> map) {
        return new ChatLabel(
                text(map, ID),
                text(map, NAME),
                Attributes.textOrNull(map, COLOR),
                WireName.find(ChatLabel.ValueType.values(), text(map, VALUE_TYPE))
                        .orElseThrow());
    }

    static Map<String, AttributeValue> of(ChatUser user, String sessionId, SessionLabels labels, Instant now) {
        var item = new LinkedHashMap<>(Table.key(partition(user, sessionId), LABELS));
        item.put(VERSION, number(labels.version()));
        item.put(
                VALUES,
                AttributeValue.fromM(labels.values().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, value -> text(value.getValue())))));
        item.put(Table.TTL, number(now.plus(SessionLabels.REMEMBERED).getEpochSecond()));
        return item;
    }

    static SessionLabels readSession(Map<String, AttributeValue> item) {
        var values = item.get(VALUES);
        return values == null
                ? SessionLabels.EMPTY
                : new SessionLabels(
                        number(item, VERSION),
                        values.m().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        value -> value.getValue().s())));
    }

    static List<String> disconnected(Map<String, AttributeValue> item) {
        var sources = item.get(DISCONNECTED);
        return sources == null ? List.of() : sources.ss();
    }
}

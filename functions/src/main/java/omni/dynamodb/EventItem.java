package omni.dynamodb;

import static omni.dynamodb.Attributes.put;
import static omni.dynamodb.Attributes.text;
import static omni.dynamodb.Attributes.textOrNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import omni.event.AuditEvent;
import omni.event.ListPosition;
import omni.json.Timestamps;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An event of an organization, sorted by time and id, kept for 400 days (contract 11.9). */
final class EventItem {

    static final Duration KEPT = Duration.ofDays(400);

    private static final String ID = "id";
    private static final String KIND = "kind";
    private static final String TYPE = "type";
    private static final String ACTOR = "actor";
    private static final String AUTH_MODE = "authMode";
    private static final String SOURCE = "source";
    private static final String REQUEST_ID = "requestId";
    private static final String DATA = "data";
    private static final String OUTCOME = "outcome";
    private static final String OCCURRED_AT = "occurredAt";

    private EventItem() {}

    static String partition(String orgId) {
        return "EVENT#" + orgId;
    }

    /** Sorts as time and id do: 15 digits of milliseconds reach beyond the year 30000. */
    static String sort(Instant occurredAt, String id) {
        return String.format(Locale.ROOT, "%015d#%s", occurredAt.toEpochMilli(), id);
    }

    static String sort(ListPosition position) {
        return sort(position.time(), position.id());
    }

    /** Where the events of one request are found; the ids of requests hold no {@code #}. */
    static String requestKey(String orgId, String requestId) {
        return orgId + "#event#" + requestId;
    }

    static Map<String, AttributeValue> of(AuditEvent event) {
        var item = new LinkedHashMap<>(Table.key(partition(event.orgId()), sort(event.occurredAt(), event.id())));
        item.put(ID, text(event.id()));
        item.put(KIND, text(event.kind()));
        item.put(TYPE, text(event.type()));
        put(item, ACTOR, event.actorPrincipalId());
        put(item, AUTH_MODE, event.authMode());
        item.put(SOURCE, text(event.source()));
        var requestId = event.requestId();
        if (requestId != null) {
            item.put(REQUEST_ID, text(requestId));
            item.put(Table.BY_REQUEST_PK, text(requestKey(event.orgId(), requestId)));
            item.put(Table.PLACE, text(sort(event.position())));
        }
        item.put(DATA, tree(event.data()));
        item.put(OUTCOME, text(event.outcome()));
        item.put(OCCURRED_AT, Attributes.instant(event.occurredAt()));
        item.put(Table.TTL, Attributes.number(event.occurredAt().plus(KEPT).getEpochSecond()));
        return item;
    }

    static AuditEvent read(String orgId, Map<String, AttributeValue> item) {
        var data = item.get(DATA);
        return new AuditEvent(
                text(item, ID),
                orgId,
                text(item, KIND),
                text(item, TYPE),
                textOrNull(item, ACTOR),
                textOrNull(item, AUTH_MODE),
                text(item, SOURCE),
                textOrNull(item, REQUEST_ID),
                data == null ? Map.of() : map(data),
                Attributes.instant(item, OCCURRED_AT),
                text(item, OUTCOME));
    }

    private static Map<String, Object> map(AttributeValue value) {
        var fields = new LinkedHashMap<String, Object>();
        value.m().forEach((name, field) -> {
            var read = value(field);
            if (read != null) {
                fields.put(name, read);
            }
        });
        return fields;
    }

    private static @Nullable Object value(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> new BigDecimal(value.n());
            case BOOL -> value.bool();
            case L -> value.l().stream().map(EventItem::value).toList();
            case M -> tree(value.m());
            case NUL -> null;
            case B, BS, NS, SS, UNKNOWN_TO_SDK_VERSION ->
                throw new IllegalStateException("an event holds no " + value.type());
        };
    }

    private static Map<String, @Nullable Object> tree(Map<String, AttributeValue> map) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((name, field) -> fields.put(name, value(field)));
        return fields;
    }

    private static AttributeValue tree(@Nullable Object value) {
        return switch (value) {
            case null -> AttributeValue.fromNul(true);
            case Boolean truth -> AttributeValue.fromBool(truth);
            case Integer number -> Attributes.number(number);
            case Long number -> Attributes.number(number);
            case BigDecimal number -> AttributeValue.fromN(number.toPlainString());
            case Instant instant -> text(Timestamps.text(instant));
            case List<?> list ->
                AttributeValue.fromL(list.stream().map(EventItem::tree).toList());
            case Map<?, ?> map -> {
                var fields = new LinkedHashMap<String, AttributeValue>();
                map.forEach((name, field) -> fields.put(String.valueOf(name), tree(field)));
                yield AttributeValue.fromM(fields);
            }
            default -> text(value.toString());
        };
    }
}

package stripesimulator.account;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request's view of the account and what it writes there; all of it stays, or nothing. */
public final class Change {

    private static final Template EVENT = Template.of("event");
    private static final Template THIN_EVENT = Template.of("thin_event");

    private final StripeAccount account;
    private final Map<String, ObjectNode> objects;
    private final Map<String, List<String>> idsByType;
    private final Map<Belonging, List<String>> idsByCustomer;
    private final Map<String, ObjectNode> written = new LinkedHashMap<>();
    private final StripeIds ids;
    private final Instant now;
    private long lastNumber;
    private Cause cause = new Cause(null, null);

    Change(
            StripeAccount account,
            Map<String, ObjectNode> objects,
            Map<String, List<String>> idsByType,
            Map<Belonging, List<String>> idsByCustomer,
            StripeIds ids,
            long lastNumber,
            Instant now) {
        this.account = account;
        this.objects = objects;
        this.idsByType = idsByType;
        this.idsByCustomer = idsByCustomer;
        this.ids = ids;
        this.lastNumber = lastNumber;
        this.now = now;
    }

    /** The request that its events name as their cause; neither is set for what time or the hosted page does. */
    public record Cause(
            @Nullable String requestId, @Nullable String idempotencyKey) {}

    public void causedBy(Cause request) {
        cause = request;
    }

    public StripeAccount account() {
        return account;
    }

    public Instant now() {
        return now;
    }

    public long nowSeconds() {
        return now.getEpochSecond();
    }

    public String nextId(String prefix) {
        return nextId(prefix, 24);
    }

    public String nextId(String prefix, int length) {
        return ids.of(prefix, ++lastNumber, length);
    }

    /** A copy to be changed and {@link #put} back. */
    public Optional<ObjectNode> find(String type, String id) {
        return Optional.ofNullable(current(id))
                .filter(object -> is(object, "object", type))
                .map(ObjectNode::deepCopy);
    }

    /** Any object by its id, as a copy. */
    public Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(current(id)).map(ObjectNode::deepCopy);
    }

    /** All of a type, newest first; to be read, never to be changed. Those written in this change are not among them. */
    public Stream<ObjectNode> all(String type) {
        return idsByType.getOrDefault(type, Collections.emptyList()).reversed().stream()
                .<ObjectNode>mapMulti((id, sink) -> {
                    var object = current(id);
                    if (object != null) {
                        sink.accept(object);
                    }
                });
    }

    /** A customer's of a kind, those written in this change too, oldest first; to be read, never to be changed. */
    public Stream<ObjectNode> of(String type, String customer) {
        var belonging = new Belonging(type, customer);
        var fresh = written.values().stream()
                .filter(object -> !objects.containsKey(text(object, "id"))
                        && Belonging.of(object).filter(belonging::equals).isPresent());
        return Stream.concat(
                idsByCustomer.getOrDefault(belonging, Collections.emptyList()).stream()
                        .map(this::require),
                fresh);
    }

    /** The same, newest first. */
    public Stream<ObjectNode> newest(String type, String customer) {
        return of(type, customer).toList().reversed().stream();
    }

    private ObjectNode require(String id) {
        return Objects.requireNonNull(current(id));
    }

    private @Nullable ObjectNode current(String id) {
        var mine = written.get(id);
        return mine != null ? mine : objects.get(id);
    }

    /** An object of a type, without an id yet. */
    public ObjectNode newObject(String type) {
        return JsonNodeFactory.instance.objectNode().put("object", type);
    }

    public ObjectNode put(ObjectNode object) {
        written.put(text(object, "id"), object.deepCopy());
        return object;
    }

    /** Puts the object and writes down that it changed. */
    public ObjectNode put(String eventType, ObjectNode object) {
        put(object);
        emit(eventType, object, null);
        return object;
    }

    /** An event, with the earlier values of what changed if something did; the webhooks deliver it. */
    public void emit(String type, ObjectNode object, @Nullable ObjectNode previous) {
        var data = JsonNodeFactory.instance.objectNode();
        data.set("object", object.deepCopy());
        if (previous != null) {
            data.set("previous_attributes", previous);
        }
        var event = EVENT.start(
                this,
                nextId("evt_"),
                Map.of(
                        "version",
                        EventLog.API_VERSION,
                        "data",
                        data,
                        "pending",
                        0,
                        "request",
                        Optional.ofNullable(cause.requestId()),
                        "key",
                        Optional.ofNullable(cause.idempotencyKey()),
                        "type",
                        type));
        put(Destinations.address(this, event, type, false));
    }

    /** An event that only says where to look; what is behind it is shown where it is read. */
    public void emitThin(String type, String meter, ObjectNode data) {
        var id = nextId("evt_test_", 40);
        var thin = THIN_EVENT.fill(Map.of("id", id, "meter", meter, "moment", EventLog.moment(now), "type", type));
        put(EventLog.entry(this, thin, data));
    }

    public Map<String, ObjectNode> written() {
        return Collections.unmodifiableMap(written);
    }

    long lastNumber() {
        return lastNumber;
    }
}

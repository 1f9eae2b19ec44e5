package omni.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omni.local.machine.LocalJson;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/** Stream records in the JSON that Lambda hands to a function. */
final class StreamEvents {

    private StreamEvents() {}

    static ObjectNode event(List<ObjectNode> records) {
        var event = LocalJson.object();
        event.putArray("Records").addAll(records);
        return event;
    }

    static ObjectNode record(Record change, String streamArn) {
        var json = LocalJson.object();
        json.put("eventID", change.eventID());
        json.put("eventName", change.eventNameAsString());
        json.put("eventVersion", change.eventVersion());
        json.put("eventSource", change.eventSource());
        json.put("awsRegion", change.awsRegion());
        json.set("dynamodb", images(change.dynamodb()));
        var identity = change.userIdentity();
        if (identity != null) {
            // So that a function can tell what the TTL deleted from what a caller deleted.
            json.putObject("userIdentity")
                    .put("principalId", identity.principalId())
                    .put("type", identity.type());
        }
        json.put("eventSourceARN", streamArn);
        return json;
    }

    static String sequenceNumber(ObjectNode record) {
        return record.path("dynamodb").path("SequenceNumber").asText();
    }

    private static ObjectNode images(StreamRecord change) {
        var json = LocalJson.object();
        var created = change.approximateCreationDateTime();
        if (created != null) {
            json.put("ApproximateCreationDateTime", created.getEpochSecond());
        }
        json.set("Keys", attributes(change.keys()));
        if (change.hasNewImage()) {
            json.set("NewImage", attributes(change.newImage()));
        }
        if (change.hasOldImage()) {
            json.set("OldImage", attributes(change.oldImage()));
        }
        json.put("SequenceNumber", change.sequenceNumber());
        json.put("SizeBytes", change.sizeBytes());
        json.put("StreamViewType", change.streamViewTypeAsString());
        return json;
    }

    private static ObjectNode attributes(Map<String, AttributeValue> attributes) {
        var json = LocalJson.object();
        // Sorted, so that the same change always reads the same.
        new TreeMap<>(attributes).forEach((name, value) -> json.set(name, attribute(value)));
        return json;
    }

    private static ObjectNode attribute(AttributeValue value) {
        var json = LocalJson.object();
        switch (value.type()) {
            case S -> json.put("S", value.s());
            case N -> json.put("N", value.n());
            case B -> json.put("B", base64(value.b()));
            case BOOL -> json.put("BOOL", value.bool());
            case NUL -> json.put("NULL", true);
            case M -> json.set("M", attributes(value.m()));
            case L ->
                array(json, "L", value.l().stream().map(StreamEvents::attribute).toList());
            case SS ->
                array(json, "SS", value.ss().stream().map(TextNode::valueOf).toList());
            case NS ->
                array(json, "NS", value.ns().stream().map(TextNode::valueOf).toList());
            case BS ->
                array(
                        json,
                        "BS",
                        value.bs().stream()
                                .map(bytes -> TextNode.valueOf(base64(bytes)))
                                .toList());
            case UNKNOWN_TO_SDK_VERSION -> json.putObject(emptyMap(value));
        }
        return json;
    }

    /** DynamoDB Local's stream leaves the type of an empty map out; AWS does not. */
    private static String emptyMap(AttributeValue value) {
        if (!value.equals(AttributeValue.builder().build())) {
            throw new IllegalStateException("an attribute of unknown type: " + value);
        }
        return "M";
    }

    /** An empty list is a list too. */
    private static void array(ObjectNode json, String name, List<? extends JsonNode> elements) {
        json.putArray(name).addAll(elements);
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }
}

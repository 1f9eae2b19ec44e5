package omni.socket;

import java.util.List;
import java.util.Map;
import omni.chat.ChatLabel.ValueType;
import omni.chat.PermissionMode;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Fields;
import omni.json.Json;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/** Reads what a client sends; of a frame that is none, all faults are told at once (contract 14.2). */
final class FrameReader {

    /** Bytes of a frame. */
    static final int MAX_BYTES = 32 * 1024;

    private static final int MAX_ID = 64;
    private static final int MAX_SESSION_ID = 128;
    private static final int MAX_TEXT = 16_000;
    private static final int MAX_COMMENT = 1_000;
    private static final int MAX_LABEL_NAME = 64;
    private static final int MAX_COLOR = 32;
    private static final int MAX_VALUE = 256;

    private FrameReader() {}

    /** What a frame reads as. */
    sealed interface Reading {}

    record Good(ClientFrame frame) implements Reading {}

    /** @param replyTo the frame's id, where that much of it could be read */
    record Bad(Reply.Problem problem, @Nullable String replyTo) implements Reading {}

    /** What a person says to a question. */
    private enum Answer implements WireName {
        APPROVE,
        REJECT
    }

    static Reading read(byte[] frame) {
        if (frame.length > MAX_BYTES) {
            return new Bad(
                    Reply.Problem.validation(List.of(new Fields.Fault("frame", "must have at most 32 KiB"))), null);
        }
        try {
            return read(Json.readObject(frame));
        } catch (Json.MalformedJson e) {
            return new Bad(Reply.Problem.of(ErrorCode.INVALID_JSON, "A message is one JSON object in UTF-8."), null);
        }
    }

    /** The id of a frame, where that much of it can be read. */
    static @Nullable String replyTo(byte[] frame) {
        return switch (read(frame)) {
            case Good(var good) -> good.id();
            case Bad(var _, var replyTo) -> replyTo;
        };
    }

    private static Reading read(Map<String, @Nullable Object> object) {
        var replyTo = Fields.of(object).text("id", 1, MAX_ID);
        var fields = FrameFields.of(object);
        var type = fields.in().requiredText("type", 1, MAX_ID);
        var frame = frame(type, fields);
        if (fields.in().faults().isEmpty() && frame == null) {
            return new Bad(
                    Reply.Problem.of(ErrorCode.UNKNOWN_MESSAGE_TYPE, "type: is no type of message.")
                            .detail("type", type),
                    replyTo);
        }
        return frame == null || !fields.in().faults().isEmpty()
                ? new Bad(Reply.Problem.validation(fields.in().faults()), replyTo)
                : new Good(frame);
    }

    /** Null for a type that there is not. */
    private static @Nullable ClientFrame frame(String type, FrameFields fields) {
        return switch (type) {
            case "chat" -> chat(fields);
            case "permission-response" ->
                new ClientFrame.PermissionResponse(id(fields), required(fields, "permissionId"), isApproved(fields));
            case "plan-approval" ->
                new ClientFrame.PlanApproval(
                        id(fields),
                        required(fields, "planId"),
                        isApproved(fields),
                        fields.in().text("comment", 0, MAX_COMMENT));
            case "label-create" -> new ClientFrame.LabelCreate(id(fields), label(fields, true));
            case "label-update" ->
                new ClientFrame.LabelUpdate(id(fields), required(fields, "labelId"), label(fields, false));
            case "label-delete" -> new ClientFrame.LabelDelete(id(fields), required(fields, "labelId"));
            case "label-assign" ->
                new ClientFrame.LabelAssign(
                        id(fields), required(fields, "labelId"), session(fields), fields.scalar("value", MAX_VALUE));
            case "label-unassign" ->
                new ClientFrame.LabelUnassign(id(fields), required(fields, "labelId"), session(fields));
            case "source-connect" -> new ClientFrame.SourceConnect(id(fields), required(fields, "sourceId"));
            case "source-disconnect" -> new ClientFrame.SourceDisconnect(id(fields), required(fields, "sourceId"));
            case "ping" -> new ClientFrame.Ping(fields.in().text("id", 1, MAX_ID));
            default -> null;
        };
    }

    private static ClientFrame chat(FrameFields fields) {
        var id = id(fields);
        var text = fields.lines("text", MAX_TEXT);
        var session = fields.in().text("sessionId", 1, MAX_SESSION_ID);
        var mode = fields.word("permissionMode", PermissionMode.values());
        return new ClientFrame.Chat(id, text, session, mode == null ? PermissionMode.SAFE : mode);
    }

    private static String id(FrameFields fields) {
        return required(fields, "id");
    }

    private static String required(FrameFields fields, String name) {
        return fields.in().requiredText(name, 1, MAX_ID);
    }

    private static String session(FrameFields fields) {
        return fields.in().requiredText("sessionId", 1, MAX_SESSION_ID);
    }

    private static boolean isApproved(FrameFields fields) {
        return fields.requiredWord("decision", Answer.values()) == Answer.APPROVE;
    }

    /** @param isNew whether it has to have a name */
    private static ClientFrame.LabelText label(FrameFields fields, boolean isNew) {
        var in = fields.in().object("label");
        if (in.isEmpty()) {
            if (fields.object().get("label") == null) {
                fields.in().fault("label", "is required");
            }
            return new ClientFrame.LabelText(null, null, null);
        }
        return new ClientFrame.LabelText(
                isNew
                        ? in.get().requiredTrimmed("name", 1, MAX_LABEL_NAME)
                        : in.get().trimmedText("name", 1, MAX_LABEL_NAME),
                in.get().text("color", 1, MAX_COLOR),
                FrameFields.word(in.get(), "valueType", ValueType.values()));
    }
}

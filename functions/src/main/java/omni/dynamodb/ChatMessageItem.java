package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Accepted;
import omni.chat.ChatMessage.Answered;
import omni.chat.ChatMessage.Failed;
import omni.chat.ChatMessage.Ready;
import omni.chat.ChatMessage.Running;
import omni.chat.ChatMessage.State;
import omni.chat.ChatMessage.Waiting;
import omni.chat.ChatUser;
import omni.chat.FinishReason;
import omni.chat.PermissionMode;
import omni.wire.WireName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A message under the client's id ({@code CHAT#org#user#session / MSG#id}). A session's name comes last, as a client chose it. */
final class ChatMessageItem {

    static final String VERSION = "version";
    static final String FORGOTTEN_AT = "forgottenAt";

    private static final String STATE = "state";
    private static final String UNTIL = "until";
    private static final String QUESTION = "question";
    private static final String ANSWER = "answer";
    private static final String RUN = "run";
    private static final String REASON = "reason";

    private ChatMessageItem() {}

    static String session(ChatUser user, String sessionId) {
        return "CHAT#" + user.orgId() + "#" + user.userId() + "#" + sessionId;
    }

    static Map<String, AttributeValue> key(ChatMessage.Key key) {
        return Table.key(session(key.user(), key.sessionId()), "MSG#" + key.id());
    }

    static Map<String, AttributeValue> of(ChatMessage message) {
        var item = new LinkedHashMap<>(key(message.key()));
        item.put("connectionId", text(message.connectionId()));
        item.put("messageId", text(message.messageId()));
        item.put("requestId", text(message.requestId()));
        item.put("usageId", text(message.usageId()));
        item.put("text", text(message.text()));
        item.put("mode", text(message.mode().wire()));
        item.put("acceptedAt", instant(message.acceptedAt()));
        item.put("steps", text(ChatJson.steps(message.steps())));
        item.put("frames", Attributes.texts(message.frames()));
        item.put("workedMillis", number(message.workedMillis()));
        item.put(VERSION, number(message.version()));
        item.put(FORGOTTEN_AT, instant(forgottenAt(message)));
        item.put(Table.TTL, number(forgottenAt(message).getEpochSecond() + 1));
        putState(item, message.state());
        return item;
    }

    private static Instant forgottenAt(ChatMessage message) {
        return message.acceptedAt().plus(ChatMessage.REMEMBERED);
    }

    private static void putState(Map<String, AttributeValue> item, State state) {
        switch (state) {
            case Accepted(var until) -> put(item, "accepted", until);
            case Ready(var answer, var until) -> {
                put(item, "ready", until);
                Attributes.put(item, ANSWER, answer == null ? null : ChatJson.answer(answer));
            }
            case Running(var run, var until) -> {
                put(item, "running", until);
                item.put(RUN, text(run));
            }
            case Waiting(var question, var expiresAt) -> {
                put(item, "waiting", expiresAt);
                item.put(QUESTION, text(ChatJson.question(question)));
            }
            case Answered(var reason) -> {
                item.put(STATE, text("answered"));
                item.put(REASON, text(reason.wire()));
            }
            case Failed() -> item.put(STATE, text("failed"));
        }
    }

    private static void put(Map<String, AttributeValue> item, String state, Instant until) {
        item.put(STATE, text(state));
        item.put(UNTIL, instant(until));
    }

    static ChatMessage read(ChatMessage.Key key, Map<String, AttributeValue> item) {
        return new ChatMessage(
                key,
                text(item, "connectionId"),
                text(item, "messageId"),
                text(item, "requestId"),
                text(item, "usageId"),
                text(item, "text"),
                word(PermissionMode.values(), text(item, "mode")),
                instant(item, "acceptedAt"),
                readState(item),
                ChatJson.readSteps(text(item, "steps")),
                Attributes.texts(item, "frames"),
                number(item, "workedMillis"),
                number(item, VERSION));
    }

    private static State readState(Map<String, AttributeValue> item) {
        return switch (text(item, STATE)) {
            case "accepted" -> new Accepted(instant(item, UNTIL));
            case "ready" -> {
                var answer = Attributes.textOrNull(item, ANSWER);
                yield new Ready(answer == null ? null : ChatJson.readAnswer(answer), instant(item, UNTIL));
            }
            case "running" -> new Running(text(item, RUN), instant(item, UNTIL));
            case "waiting" -> new Waiting(ChatJson.readQuestion(text(item, QUESTION)), instant(item, UNTIL));
            case "answered" -> new Answered(word(FinishReason.values(), text(item, REASON)));
            case "failed" -> new Failed();
            default -> throw new IllegalStateException("a message's item has a state that there is not");
        };
    }

    private static <E extends WireName> E word(E[] values, String word) {
        return WireName.find(values, word)
                .orElseThrow(() -> new IllegalStateException("a message's item says " + word));
    }
}

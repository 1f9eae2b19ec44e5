package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.StoreUnavailable;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Accepted;
import omni.chat.ChatMessage.Waiting;
import omni.chat.ChatMessages;
import omni.chat.ChatTurn;
import omni.chat.ChatUser;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Messages ({@link ChatMessageItem}), the list of those that are not at their end ({@link ChatDueItem}), the way from a question to its
 * message ({@code CHAT#org#user / ASKED#question}), and a session's turns ({@code CHAT#org#user#session / TURNS}).
 */
public final class DynamoChatMessages implements ChatMessages {

    private static final int PAGE = 100;

    /** So many due messages are read at once: they are up to 160 KiB long each. */
    private static final int MOST_DUE = 200;

    /** So many places of the list are looked at in one run and part. */
    private static final int MOST_PAGES = 20;

    /** The first under its key; what nobody remembers any more may still be there. */
    private static final String FIRST = Table.NEW + " OR forgottenAt <= :now";

    private static final String NEXT = "version = :before";

    /** The character behind # sorts behind all places of one time. */
    private static final String BEHIND_TIME = "$";

    private static final String SESSION = "sessionId";
    private static final String ID = "id";

    private final Table table;
    private final ChatTurnItems turns;

    public DynamoChatMessages(Table table) {
        this.table = table;
        this.turns = new ChatTurnItems(table);
    }

    @Override
    public Optional<ChatMessage> find(ChatMessage.Key key, Instant now) {
        var item = table.get(ChatMessageItem.session(key.user(), key.sessionId()), "MSG#" + key.id());
        return item.isEmpty() || !now.isBefore(Attributes.instant(item, ChatMessageItem.FORGOTTEN_AT))
                ? Optional.empty()
                : Optional.of(ChatMessageItem.read(key, item));
    }

    /** What leads to a message is there before it. */
    @Override
    public boolean put(ChatMessage message) {
        if (message.state() instanceof Accepted(var until)) {
            table.write("a message's end of time", table.put(ChatDueItem.of(message, until)));
        }
        if (message.state() instanceof Waiting(var question, var _)) {
            table.write("a question", table.put(asked(message, question.id())));
        }
        var isFirst = message.version() == 0;
        var written = table.write(
                "a message",
                table.put(
                        ChatMessageItem.of(message),
                        isFirst ? FIRST : NEXT,
                        isFirst
                                ? Map.of(":now", Attributes.instant(message.acceptedAt()))
                                : Map.of(":before", number(message.version() - 1))));
        if (written && ChatDueItem.dueAt(message).isEmpty()) {
            takeOffList(message);
        }
        return written;
    }

    /** From where it was put at its claim: elsewhere, or where this fails, whoever looks at the list takes it away. */
    private void takeOffList(ChatMessage ended) {
        var place = ChatDueItem.of(ended, ended.acceptedAt().plus(ChatMessage.CLAIM));
        try {
            table.write("the end of a message", table.delete(ChatDueItem.key(place)));
        } catch (StoreUnavailable e) {
            // the message is at its end all the same
        }
    }

    @Override
    public List<ChatMessage> due(Instant now) {
        var due = new ArrayList<ChatMessage>();
        for (var part = 0; part < ChatDueItem.PARTS; part++) {
            collect(ChatDueItem.partition(part), now, due);
        }
        return due.stream()
                .sorted(Comparator.comparing(
                        (ChatMessage message) -> ChatDueItem.dueAt(message).orElse(now)))
                .toList();
    }

    private void collect(String partition, Instant now, List<ChatMessage> due) {
        var from = "";
        for (var page = 0; page < MOST_PAGES && due.size() < MOST_DUE; page++) {
            var values = Map.of(
                    ":part", text(partition),
                    ":from", text(from + " "),
                    ":to", text(ChatDueItem.time(now) + BEHIND_TIME));
            var places = table.query("messages that are due", "PK = :part AND SK BETWEEN :from AND :to", values, PAGE);
            places.forEach(place -> listed(place, now).ifPresent(due::add));
            if (places.size() < PAGE) {
                return;
            }
            from = text(places.getLast(), Table.SK);
        }
    }

    /** A listed message, if it is due; else its place is moved, or taken away. */
    private Optional<ChatMessage> listed(Map<String, AttributeValue> item, Instant now) {
        var message = find(ChatDueItem.message(item), now);
        var dueAt = message.flatMap(ChatDueItem::dueAt);
        if (dueAt.isPresent() && !dueAt.get().isAfter(now)) {
            return message;
        }
        dueAt.ifPresent(
                at -> table.write("a message's end of time", table.put(ChatDueItem.of(message.orElseThrow(), at))));
        table.write("the end of a message", table.delete(ChatDueItem.key(item)));
        return Optional.empty();
    }

    @Override
    public Optional<ChatMessage> asking(ChatUser user, String questionId, Instant now) {
        var item = table.get(partition(user), sort(questionId));
        return item.isEmpty()
                ? Optional.empty()
                : find(new ChatMessage.Key(user, text(item, SESSION), text(item, ID)), now)
                        .filter(message -> message.state() instanceof Waiting(var question, var _)
                                && question.id().equals(questionId));
    }

    private static Map<String, AttributeValue> asked(ChatMessage message, String questionId) {
        var key = message.key();
        var item = new LinkedHashMap<>(Table.key(partition(key.user()), sort(questionId)));
        item.put(SESSION, text(key.sessionId()));
        item.put(ID, text(key.id()));
        item.put(
                Table.TTL,
                number(message.acceptedAt().plus(ChatMessage.REMEMBERED).getEpochSecond()));
        return item;
    }

    private static String partition(ChatUser user) {
        return "CHAT#" + user.orgId() + "#" + user.userId();
    }

    private static String sort(String questionId) {
        return "ASKED#" + questionId;
    }

    @Override
    public List<ChatTurn> turns(ChatUser user, String sessionId) {
        return turns.read(ChatMessageItem.session(user, sessionId));
    }

    @Override
    public void addTurn(ChatUser user, String sessionId, ChatTurn turn, Instant now) {
        turns.add(ChatMessageItem.session(user, sessionId), turn, now);
    }
}

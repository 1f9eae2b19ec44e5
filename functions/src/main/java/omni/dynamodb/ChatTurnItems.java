package omni.dynamodb;

import static omni.dynamodb.Attributes.number;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.access.StoreUnavailable;
import omni.chat.ChatTurn;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The latest turns of a session, in one item ({@code CHAT#org#user#session / TURNS}). A turn is cut where it is long: the item stays small. */
record ChatTurnItems(Table table) {

    static final int MAX_TURNS = 10;

    private static final int MAX_CHARACTERS = 4_000;
    private static final int MAX_RACES = 20;
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final String TURNS = "TURNS";
    private static final String ASKED = "asked";
    private static final String ANSWERED = "answered";
    private static final String VERSION = "version";

    List<ChatTurn> read(String session) {
        return turns(table.get(session, TURNS));
    }

    private static List<ChatTurn> turns(Map<String, AttributeValue> item) {
        var asked = Attributes.texts(item, ASKED);
        var answered = Attributes.texts(item, ANSWERED);
        var turns = new ArrayList<ChatTurn>();
        for (var index = 0; index < asked.size(); index++) {
            turns.add(new ChatTurn(asked.get(index), answered.get(index)));
        }
        return turns;
    }

    /** Two messages of a session may end at once: both are remembered. */
    void add(String session, ChatTurn turn, Instant now) {
        for (var race = 0; race < MAX_RACES; race++) {
            var there = table.get(session, TURNS);
            var version = Attributes.number(there, VERSION, 0);
            var turns = new ArrayList<>(turns(there));
            turns.add(turn);
            var latest = turns.subList(Math.max(0, turns.size() - MAX_TURNS), turns.size());
            if (table.write("a turn", table.putVersion(item(session, latest, version + 1, now), version))) {
                return;
            }
        }
        throw new StoreUnavailable("a turn", new IllegalStateException("lost " + MAX_RACES + " races"));
    }

    private static Map<String, AttributeValue> item(String session, List<ChatTurn> turns, long version, Instant now) {
        var item = new LinkedHashMap<>(Table.key(session, TURNS));
        item.put(
                ASKED,
                Attributes.texts(turns.stream().map(turn -> cut(turn.asked())).toList()));
        item.put(
                ANSWERED,
                Attributes.texts(
                        turns.stream().map(turn -> cut(turn.answered())).toList()));
        item.put(VERSION, number(version));
        item.put(Table.TTL, number(now.plus(REMEMBERED).getEpochSecond()));
        return item;
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MAX_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS));
    }
}

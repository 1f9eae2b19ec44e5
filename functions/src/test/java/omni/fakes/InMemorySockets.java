package omni.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omni.chat.ChatPush;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Connections of clients, each with what it got. */
public final class InMemorySockets implements ChatPush {

    private final Map<String, List<String>> got = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private int most = Integer.MAX_VALUE;

    /** No connection gets more than so many frames: too many are sent at once. */
    public synchronized void throttleAfter(int frames) {
        most = frames;
    }

    @Override
    public synchronized Sent send(String connectionId, String frame) {
        if (closed.contains(connectionId)) {
            return Sent.GONE;
        }
        if (got.getOrDefault(connectionId, List.of()).size() >= most) {
            return Sent.THROTTLED;
        }
        got.computeIfAbsent(connectionId, _ -> new ArrayList<>()).add(frame);
        return Sent.SENT;
    }

    @Override
    public synchronized void close(String connectionId) {
        closed.add(connectionId);
    }

    /** As when the function that opens it has not answered yet. */
    public synchronized void open(String connectionId) {
        closed.remove(connectionId);
    }

    public synchronized List<Map<String, @Nullable Object>> got(String connectionId) {
        return got.getOrDefault(connectionId, List.of()).stream()
                .map(InMemorySockets::tree)
                .toList();
    }

    public List<String> types(String connectionId) {
        return got(connectionId).stream()
                .map(frame -> String.valueOf(frame.get("type")))
                .toList();
    }

    public List<Map<String, @Nullable Object>> got(String connectionId, String type) {
        return got(connectionId).stream()
                .filter(frame -> type.equals(frame.get("type")))
                .toList();
    }

    /** The answer's text, of its deltas in the order of their numbers. */
    public String said(String connectionId) {
        var text = new StringBuilder();
        got(connectionId, "chat-delta").forEach(delta -> text.append(delta.get("text")));
        return text.toString();
    }

    public static Map<String, @Nullable Object> tree(String frame) {
        try {
            return Json.readObject(frame.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (Json.MalformedJson e) {
            throw new AssertionError(frame, e);
        }
    }
}

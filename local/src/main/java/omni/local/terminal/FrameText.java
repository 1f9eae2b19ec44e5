package omni.local.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.StringJoiner;

/** A frame as a person reads it. */
final class FrameText {

    private static final int LONGEST = 400;

    private FrameText() {}

    /** A line; empty for what a person need not read. An answer's pieces are written as they come, not as lines. */
    static Optional<String> line(ObjectNode frame) {
        return switch (text(frame, "type")) {
            case "connected" ->
                Optional.of("connected as " + text(frame, "userId") + ", session " + text(frame, "sessionId") + ", "
                        + frame.at("/rateLimit/remaining").asText() + " messages free this minute");
            case "tool-call" -> Optional.of("  → " + text(frame, "name") + " " + shortened(frame.path("arguments")));
            case "tool-result" ->
                Optional.of(
                        frame.path("ok").asBoolean()
                                ? "  ← " + shortened(frame.path("result"))
                                : "  ← failed: " + text(frame.path("error"), "message"));
            case "citation" -> Optional.of("  source: " + citation(frame));
            case "usage" ->
                Optional.of("  " + text(frame, "estimatedCost") + ", " + text(frame, "freeGrantRemaining")
                        + " calls of the grant left, " + text(frame, "tokenCount") + " tokens");
            case "source-status" ->
                Optional.of(text(frame, "sourceId") + " is " + text(frame, "status") + reason(frame));
            case "ack" -> Optional.of("done" + label(frame.path("label")));
            case "pong" -> Optional.of("pong " + text(frame, "serverTime"));
            case "chat-complete" ->
                switch (text(frame, "finishReason")) {
                    case "error" -> Optional.of("(it failed, and is not charged)");
                    case "length" -> Optional.of("(it ends here: a message has eight tools and 25 seconds)");
                    default -> Optional.empty();
                };
            case "error" -> Optional.of(error(frame));
            default -> Optional.empty();
        };
    }

    private static String citation(ObjectNode frame) {
        var parts = new StringJoiner(", ");
        for (var name : new String[] {"accession", "sectionKey", "sourceUrl", "snippet"}) {
            if (frame.path(name).isTextual()) {
                parts.add(text(frame, name));
            }
        }
        return parts.toString();
    }

    private static String reason(ObjectNode frame) {
        return frame.path("message").isTextual() ? ": " + text(frame, "message") : "";
    }

    private static String label(JsonNode label) {
        return label.isObject() ? ": label " + text(label, "name") + " (" + text(label, "id") + ")" : "";
    }

    private static String error(ObjectNode frame) {
        var wait = frame.path("retryAfterMs");
        return "refused: " + text(frame, "code") + ": " + text(frame, "message")
                + (wait.isNumber() ? " (" + wait.asLong() + " ms)" : "");
    }

    private static String shortened(JsonNode json) {
        var text = json.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    static String text(JsonNode json, String name) {
        return json.path(name).asText("");
    }
}

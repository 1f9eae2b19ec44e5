package omni.socket;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import omni.chat.ChatLabel;
import omni.chat.ChatWindows;
import omni.json.Flattened;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** What a client is sent (contract 14.3). An empty optional is left out, a null is sent. */
public sealed interface ServerFrame permits ServerFrame.Rendered {

    /** Its {@code type}: the name of its record. */
    default String type() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** As it is sent. */
    default String json() {
        return Json.text(new Typed(type(), this));
    }

    /**
     * A frame with its type.
     *
     * @param type comes first
     */
    record Typed(String type, @Flattened ServerFrame frame) {}

    /** All frames are records, whose components are their fields. */
    sealed interface Rendered extends ServerFrame {}

    /** Where a person's window stands. */
    record RateLimit(int limit, int remaining, long windowSeconds) {

        public RateLimit(int limit, int remaining) {
            this(limit, remaining, ChatWindows.WINDOW.toSeconds());
        }
    }

    /** The first one. */
    record Connected(
            String connectionId, String orgId, String userId, String sessionId, RateLimit rateLimit, Instant serverTime)
            implements Rendered {}

    /** The message is charged, and will be worked on. */
    record ChatAccepted(String replyTo, String messageId, String sessionId, String requestId, RateLimit rateLimit)
            implements Rendered {}

    /**
     * A piece of the answer.
     *
     * @param seq from 0
     */
    record ChatDelta(String replyTo, String messageId, int seq, String text) implements Rendered {}

    /** A tool is called. */
    record ToolCall(String messageId, String toolCallId, String name, Map<String, @Nullable Object> arguments)
            implements Rendered {}

    /** What a tool answered: one of the two is there. */
    record ToolResult(
            String messageId,
            String toolCallId,
            boolean ok,
            Optional<Map<String, @Nullable Object>> result,
            Optional<Map<String, @Nullable Object>> error)
            implements Rendered {}

    /** Where something that was said can be read up. */
    record Citation(
            String messageId,
            @Nullable String accession,
            @Nullable String sectionKey,
            @Nullable String sourceUrl,
            @Nullable String snippet)
            implements Rendered {}

    /** A person is asked whether a tool may be called; silence rejects. */
    record PermissionRequest(String permissionId, String messageId, String toolName, String summary, Instant expiresAt)
            implements Rendered {}

    /** A person is asked whether a plan may be followed; silence rejects. */
    record PlanApprovalRequest(String planId, String messageId, String title, List<String> steps, Instant expiresAt)
            implements Rendered {}

    /** What a message has cost, and where its organization stands after it. */
    record Usage(
            String messageId,
            String requestId,
            String meterClass,
            String planKey,
            String billingState,
            long freeGrantRemaining,
            long tokenCount,
            String estimatedCost)
            implements Rendered {}

    /** The last one of a message. */
    record ChatComplete(String replyTo, String messageId, String finishReason) implements Rendered {}

    /** What was asked for is done. */
    record Ack(String replyTo, boolean ok, Optional<Label> label, Optional<Source> source) implements Rendered {

        public static Ack of(String replyTo) {
            return new Ack(replyTo, true, Optional.empty(), Optional.empty());
        }
    }

    /** A label in an {@link Ack}. */
    record Label(String id, String name, @Nullable String color, String valueType) {

        public static Label of(ChatLabel label) {
            return new Label(
                    label.id(), label.name(), label.color(), label.valueType().wire());
        }
    }

    /** A source in an {@link Ack}. */
    record Source(String id, String status) {}

    /** How a source of tools stands. */
    record SourceStatus(
            String sourceId, String status, @Nullable String message) implements Rendered {}

    /** The answer to a ping. */
    record Pong(@Nullable String replyTo, Instant serverTime) implements Rendered {}

    /** A refusal; the connection stays open (contract 14.4). */
    @SuppressWarnings("AvoidCommonTypeNames") // its name is the frame's type
    record Error(
            String event,
            String object,
            String code,
            int status,
            String message,
            String requestId,
            @Nullable String replyTo,
            Optional<Long> retryAfterMs,
            Optional<Long> retryAfterSeconds,
            Map<String, @Nullable Object> details)
            implements Rendered {}
}

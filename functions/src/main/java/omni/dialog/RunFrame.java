package omni.dialog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.chat.RuntimeStep.Citation;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** What a run says on a connection (contract 14.3). */
sealed interface RunFrame {

    /** As it is sent. */
    default String json() {
        return Json.text(this);
    }

    /** First message of a connection. */
    record Connected(
            String type,
            String connectionId,
            String orgId,
            String userId,
            String sessionId,
            RateLimit rateLimit,
            Instant serverTime)
            implements RunFrame {

        record RateLimit(int limit, int remaining, long windowSeconds) {}
    }

    /** A piece of the answer. */
    record Delta(String type, String replyTo, String messageId, long seq, String text) implements RunFrame {

        static Delta of(String replyTo, String messageId, long seq, String piece) {
            return new Delta("chat-delta", replyTo, messageId, seq, piece);
        }
    }

    record ToolCalled(
            String type, String messageId, String toolCallId, String name, Map<String, @Nullable Object> arguments)
            implements RunFrame {

        static ToolCalled of(String messageId, ToolUse use) {
            return new ToolCalled("tool-call", messageId, use.toolCallId(), use.name(), use.arguments());
        }
    }

    record ToolResulted(
            String type,
            String messageId,
            String toolCallId,
            boolean ok,
            Optional<Map<String, @Nullable Object>> result,
            Optional<Map<String, @Nullable Object>> error)
            implements RunFrame {

        static ToolResulted of(
                String messageId,
                String toolCallId,
                @Nullable Map<String, @Nullable Object> result,
                @Nullable Map<String, @Nullable Object> error) {
            return new ToolResulted(
                    "tool-result",
                    messageId,
                    toolCallId,
                    error == null,
                    Optional.ofNullable(result),
                    Optional.ofNullable(error));
        }
    }

    record Cited(
            String type,
            String messageId,
            @Nullable String accession,
            @Nullable String sectionKey,
            @Nullable String sourceUrl,
            @Nullable String snippet)
            implements RunFrame {

        static Cited of(String messageId, Citation citation) {
            return new Cited(
                    "citation",
                    messageId,
                    citation.accession(),
                    citation.sectionKey(),
                    citation.sourceUrl(),
                    citation.snippet());
        }
    }

    record PermissionAsked(
            String type, String permissionId, String messageId, String toolName, String summary, Instant expiresAt)
            implements RunFrame {}

    record PlanAsked(
            String type, String planId, String messageId, String title, List<String> steps, Instant expiresAt)
            implements RunFrame {}

    record Usage(
            String type,
            String messageId,
            String requestId,
            String meterClass,
            String planKey,
            String billingState,
            long freeGrantRemaining,
            long tokenCount,
            String estimatedCost)
            implements RunFrame {}

    record Complete(String type, String replyTo, String messageId, String finishReason) implements RunFrame {

        static Complete of(String replyTo, String messageId, String finishReason) {
            return new Complete("chat-complete", replyTo, messageId, finishReason);
        }
    }
}

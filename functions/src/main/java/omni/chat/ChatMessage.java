package omni.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message and its answer, as they are stored under the client's id for a day (contract 14.4): what a repeated message is answered from.
 *
 * @param connectionId where frames go: of the connection that sent it last. Whoever takes a message at work over sends the stored frames
 *     there first, and then writes this: the run goes on behind them
 * @param messageId our id of it
 * @param usageId the charge's identity
 * @param steps done so far
 * @param frames sent so far, as they were sent, without deltas joined
 * @param workedMillis how much of the time for work is used up
 * @param version raised by each write, which is conditional on it
 */
public record ChatMessage(
        Key key,
        String connectionId,
        String messageId,
        String requestId,
        String usageId,
        String text,
        PermissionMode mode,
        Instant acceptedAt,
        State state,
        List<ChatStep> steps,
        List<String> frames,
        long workedMillis,
        long version) {

    /** How long a function may work on a message in all. */
    public static final Duration WORK = Duration.ofSeconds(25);

    /** How long a person has to answer; silence rejects. */
    public static final Duration ANSWER = Duration.ofMinutes(5);

    /** How long whoever claims a message has to take it through the gate. */
    public static final Duration CLAIM = Duration.ofSeconds(10);

    public static final int MAX_TOOL_CALLS = 8;

    /** How long a message that is ready waits for a run; after that nobody takes it up. */
    public static final Duration TAKE_UP = Duration.ofSeconds(60);

    /** How long one run takes at most: no function lives longer. */
    public static final Duration RUN = Duration.ofSeconds(29);

    /** How long a message is remembered. */
    public static final Duration REMEMBERED = Duration.ofHours(24);

    /**
     * What a message is found by.
     *
     * @param id the client's, unique in the session
     */
    public record Key(ChatUser user, String sessionId, String id) {}

    public ChatMessage {
        acceptedAt = stored(acceptedAt);
        steps = List.copyOf(steps);
        frames = List.copyOf(frames);
    }

    /** A time as the store has it, to the millisecond: what was written equals what is read. */
    private static Instant stored(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The same in another state, as its next version. */
    public ChatMessage next(State now) {
        return copy(connectionId, now, steps, frames, workedMillis, version + 1);
    }

    /** The same on its way to another connection, as its next version. */
    public ChatMessage towards(String connection) {
        return copy(connection, state, steps, frames, workedMillis, version + 1);
    }

    /** The same with more done, in the same version. */
    public ChatMessage with(List<ChatStep> done, List<String> sent, long worked) {
        return copy(connectionId, state, done, sent, worked, version);
    }

    private ChatMessage copy(
            String connection, State now, List<ChatStep> done, List<String> sent, long worked, long itsVersion) {
        return new ChatMessage(
                key,
                connection,
                messageId,
                requestId,
                usageId,
                text,
                mode,
                acceptedAt,
                now,
                done,
                sent,
                worked,
                itsVersion);
    }

    /** Where a message stands. */
    public sealed interface State {}

    /**
     * Claimed, on its way through the gate; perhaps committed.
     *
     * @param until after which whoever claimed it is dead
     */
    public record Accepted(Instant until) implements State {

        public Accepted {
            until = stored(until);
        }
    }

    /**
     * Committed, for the runtime to take up: at its beginning, or with a person's answer.
     *
     * @param answer to what was asked; null at the beginning
     * @param until after which nobody takes it up any more
     */
    public record Ready(@Nullable Answer answer, Instant until) implements State {

        public Ready {
            until = stored(until);
        }
    }

    /**
     * At work.
     *
     * @param run the run that works on it
     * @param until after which that run is dead
     */
    public record Running(String run, Instant until) implements State {

        public Running {
            until = stored(until);
        }
    }

    /** A person is asked; nothing runs. */
    public record Waiting(Question question, Instant expiresAt) implements State {

        public Waiting {
            expiresAt = stored(expiresAt);
        }
    }

    /** The answer is stored; its proof may still be due. */
    public record Answered(FinishReason reason) implements State {}

    /** It failed: its unit is given back, or was never taken. */
    public record Failed() implements State {}

    /** What a person is asked. */
    public sealed interface Question {
        String id();
    }

    /** Whether a tool may be called. */
    public record Permission(String id, String toolCallId, String toolName, Map<String, @Nullable Object> arguments)
            implements Question {}

    /**
     * Whether a plan may be followed.
     *
     * @param tools names of the tools that it calls
     */
    public record Plan(String id, List<String> steps, List<String> tools) implements Question {

        public Plan {
            steps = List.copyOf(steps);
            tools = List.copyOf(tools);
        }
    }

    /**
     * What a person said, or did not say in time.
     *
     * @param requestId of the frame that said it, of which no two say the same; null for silence
     */
    public record Answer(
            Question question,
            boolean isApproved,
            @Nullable String comment,
            @Nullable String requestId) {}
}

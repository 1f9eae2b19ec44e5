package omni.chat;

import java.time.Instant;
import java.util.List;

/**
 * The port to whatever answers messages. It is asked for one step at a time and keeps nothing between them: all that it needs is in the
 * turn, so that a message which waits for a person holds no process.
 */
public interface ChatRuntime {

    /** What is to be done next; at last {@link RuntimeStep.Finish}. An exception ends the message as an error. */
    RuntimeStep next(Turn turn);

    /**
     * A message as far as it has come.
     *
     * @param text of the message
     * @param earlier the session's turns before it, the oldest first, the latest ten at most
     * @param tools that may be called now: their sources are connected, and the person has their scopes
     * @param disconnected tools that may not, as the person disconnected their sources
     * @param steps done so far for this message
     * @param deadline when the message's time for work is over
     */
    record Turn(
            String text,
            List<ChatTurn> earlier,
            PermissionMode mode,
            List<ChatTool> tools,
            List<ChatTool> disconnected,
            List<ChatStep> steps,
            Instant deadline) {

        public Turn {
            earlier = List.copyOf(earlier);
            tools = List.copyOf(tools);
            disconnected = List.copyOf(disconnected);
            steps = List.copyOf(steps);
        }
    }
}

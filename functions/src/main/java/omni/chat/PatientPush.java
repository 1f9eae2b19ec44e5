package omni.chat;

import java.time.Duration;

/**
 * Sends a frame again that certainly did not arrive, as too many were sent at once: after growing pauses, three times in all and within a
 * second, as the function that sends it has no more than a few.
 */
public record PatientPush(ChatPush push, Pause pause) implements ChatPush {

    private static final int MAX_ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(150);
    private static final int GROWTH = 4;

    @Override
    public Sent send(String connectionId, String frame) {
        var sent = push.send(connectionId, frame);
        var length = FIRST_PAUSE;
        for (var attempt = 1; attempt < MAX_ATTEMPTS && sent == Sent.THROTTLED; attempt++) {
            pause.of(length);
            length = length.multipliedBy(GROWTH);
            sent = push.send(connectionId, frame);
        }
        return sent;
    }

    @Override
    public void close(String connectionId) {
        push.close(connectionId);
    }
}

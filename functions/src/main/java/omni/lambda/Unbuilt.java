package omni.lambda;

import omni.chat.ChatPush;
import omni.chat.ChatRuns;

/** Stands where no adapter is put together yet, and says so. */
public final class Unbuilt {

    public static final ChatRuns RUNS = run -> {
        throw new UnsupportedOperationException("what starts a run is not put together yet");
    };

    public static final ChatPush PUSH = new ChatPush() {
        @Override
        public Sent send(String connectionId, String frame) {
            throw new UnsupportedOperationException("what sends frames is not put together yet");
        }

        @Override
        public void close(String connectionId) {
            throw new UnsupportedOperationException("what closes connections is not put together yet");
        }
    };

    private Unbuilt() {}
}

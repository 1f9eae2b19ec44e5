package omni.socket;

import java.time.Instant;
import java.util.List;
import omni.chat.ChatConnection;

/** What answers a kind of frames that are not limited. */
@FunctionalInterface
public interface FrameHandler<F extends ClientFrame> {

    /** What the connection that sent the frame is sent, in order. */
    List<ServerFrame> handle(F frame, Sender sender);

    /**
     * Who sent a frame: somebody who is a member now.
     *
     * @param requestId of this frame, for errors
     */
    record Sender(ChatConnection connection, String requestId, Instant now) {}
}

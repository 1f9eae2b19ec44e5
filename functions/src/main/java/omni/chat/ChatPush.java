package omni.chat;

/** The port to open connections, for frames. */
public interface ChatPush {

    /** Sends a frame. */
    Sent send(String connectionId, String frame);

    /** Closes a connection; one that is closed stays so. */
    void close(String connectionId);

    /** How sending ended. */
    enum Sent {
        SENT,
        /** The connection is closed. */
        GONE,
        /** Nobody knows whether it arrived. */
        UNKNOWN
    }
}

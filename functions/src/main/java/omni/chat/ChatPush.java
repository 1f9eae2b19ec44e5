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
        /** It did not arrive: too many were sent at once. */
        THROTTLED,
        /** Nobody knows whether it arrived. */
        UNKNOWN;

        /** Whether it is there as far as anybody knows: sent again, it could be there twice. */
        public boolean mayHaveArrived() {
            return this == SENT || this == UNKNOWN;
        }
    }
}

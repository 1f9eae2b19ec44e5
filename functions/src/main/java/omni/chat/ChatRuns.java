package omni.chat;

/** The port to the function that works on messages: asynchronously, at least once. */
public interface ChatRuns {

    /** Has a run started; false when it was certainly or possibly not. */
    boolean start(Run run);

    /** What is to be done. */
    sealed interface Run {}

    /** Says {@code connected} on a connection that was opened just now. */
    record Greet(String connectionId) implements Run {}

    /** Begins with a message, or goes on with one after a person's answer or silence. */
    record Work(ChatMessage.Key message) implements Run {}
}

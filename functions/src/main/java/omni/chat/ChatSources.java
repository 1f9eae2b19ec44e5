package omni.chat;

import java.util.Set;

/** The port to which sources of tools people have disconnected: all others are connected. */
public interface ChatSources {

    /** Those of a person, read strongly consistent. */
    Set<String> disconnected(ChatUser user);

    /** Connects a source; one that is connected stays so. */
    void connect(ChatUser user, String sourceId);

    /** Disconnects a source; one that is disconnected stays so. */
    void disconnect(ChatUser user, String sourceId);
}

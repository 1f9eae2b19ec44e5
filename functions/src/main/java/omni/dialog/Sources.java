package omni.dialog;

import java.util.Set;
import omni.chat.ChatUser;

/** Which sources of tools a person has disconnected; all others are connected. */
@FunctionalInterface
public interface Sources {

    Set<String> disconnected(ChatUser user);
}

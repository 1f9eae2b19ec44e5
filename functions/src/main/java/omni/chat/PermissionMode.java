package omni.chat;

import java.util.Locale;
import omni.wire.WireName;

/** How freely a message's tools are called (contract 14.2). All tools of a chat only read. */
public enum PermissionMode implements WireName {
    /** One tool is called without asking; a plan of more than one step is shown first. */
    SAFE,
    /** Each tool is asked for, unless it stands in a plan that was approved. */
    ASK,
    /** Nothing is asked. */
    ALLOW_ALL;

    @Override
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package omni.chat;

import omni.wire.WireName;

/** How the answer to a message ended (contract 14.3). */
public enum FinishReason implements WireName {
    /** It is whole. */
    STOP,
    /** It stopped at the bound of tools or of time. */
    LENGTH,
    /** It failed, and its unit is given back. */
    ERROR;

    /** Whether the unit stays charged. */
    public boolean isCharged() {
        return this != ERROR;
    }
}

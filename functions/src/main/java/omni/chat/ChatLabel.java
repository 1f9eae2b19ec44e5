package omni.chat;

import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/** A label that a person has made, to be put on chats (contract 14.2). */
public record ChatLabel(String id, String name, @Nullable String color, ValueType valueType) {

    /** What a label's value is, where it has one. */
    public enum ValueType implements WireName {
        STRING,
        NUMBER,
        DATE
    }
}

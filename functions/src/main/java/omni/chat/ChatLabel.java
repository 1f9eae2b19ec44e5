package omni.chat;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/** A label that a person has made, to be put on chats (contract 14.2). */
public record ChatLabel(String id, String name, @Nullable String color, ValueType valueType) {

    private static final int DATE_LENGTH = 10;

    /** What a label's value is, where it has one. */
    public enum ValueType implements WireName {
        STRING,
        NUMBER,
        /** As {@code 2026-05-15}. */
        DATE
    }

    /** Whether it may have a value: a text or a number, as it was sent. */
    public boolean takes(Object value) {
        return switch (valueType) {
            case STRING -> value instanceof String;
            case NUMBER -> value instanceof Number;
            case DATE -> value instanceof String text && isDate(text);
        };
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == DATE_LENGTH
                    && LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}

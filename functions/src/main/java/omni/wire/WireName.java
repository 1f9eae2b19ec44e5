package omni.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An enum whose constants are called outside as in the code, in lower case. */
public interface WireName {

    String name();

    /** The name in answers, headers and log lines. */
    default String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The constant of a name. */
    static <E extends WireName> Optional<E> find(E[] constants, String wire) {
        return Arrays.stream(constants)
                .filter(constant -> constant.wire().equals(wire))
                .findFirst();
    }
}

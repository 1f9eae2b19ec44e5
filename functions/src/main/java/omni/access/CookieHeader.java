package omni.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the {@code Cookie} header of a browser. */
public final class CookieHeader {

    private CookieHeader() {}

    /**
     * The value under one name, if there is exactly one. A browser sends several when another path or host has set one too, and
     * nothing says whose is whose: then there is none, whatever they hold (contract 2).
     *
     * @param header several lines joined by semicolons
     */
    public static Optional<String> only(String header, String name) {
        var values = values(header, name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static List<String> values(String header, String name) {
        return Arrays.stream(header.split(";", -1))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1).strip())
                .toList();
    }
}

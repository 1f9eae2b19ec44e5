package omni.access;

import java.util.Arrays;
import java.util.List;

/** Reads the {@code Cookie} header of a browser. */
public final class CookieHeader {

    private CookieHeader() {}

    /** All values under one name, in order: a browser sends several when several paths have set it. */
    public static List<String> values(String header, String name) {
        return Arrays.stream(header.split(";", -1))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1).strip())
                .toList();
    }
}

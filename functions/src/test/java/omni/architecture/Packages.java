package omni.architecture;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What each package says of itself: the first sentence of its {@code package-info.java}, of all modules, without tests. */
final class Packages {

    private static final Pattern FILE = Pattern.compile("([^/]+)/src/main/java/.+/package-info\\.java");
    private static final Pattern NAME = Pattern.compile("(?m)^package ([a-z.]+);");
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.+?)(?:<p>|\\*/)", Pattern.DOTALL);
    private static final Pattern FIRST_SENTENCE = Pattern.compile(".+?\\.(?= |$)");
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) (?:[a-z]+\\.)*([^}]+)}");

    private Packages() {}

    /** By module, then by package. */
    static NavigableMap<String, NavigableMap<String, String>> sentences() throws IOException {
        var sentences = new TreeMap<String, NavigableMap<String, String>>();
        Repository.texts(Set.of("package-info.java")).forEach((path, text) -> {
            var module = FILE.matcher(path);
            if (module.matches()) {
                sentences
                        .computeIfAbsent(module.group(1), any -> new TreeMap<>())
                        .put(found(NAME, text), sentence(text));
            }
        });
        return sentences;
    }

    /** In Markdown, on one line. */
    static String sentence(String text) {
        var comment = found(COMMENT, text).replaceAll("\\s*\\n \\* ?", " ").strip();
        return TAG.matcher(found(FIRST_SENTENCE, comment)).replaceAll("`$1`");
    }

    private static String found(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        if (!found.find()) {
            return "";
        }
        return found.group(found.groupCount());
    }
}

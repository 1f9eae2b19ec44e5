package omni.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The glossary sends its readers to classes that exist. */
class GlossaryTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+) \\|$");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([A-Za-z]+))?`");

    /** Sources by the simple names of their classes, all modules. */
    private static Map<String, String> sources() throws IOException {
        var sources = new HashMap<String, String>();
        Repository.texts(Set.of(".java"))
                .forEach((path, text) -> sources.merge(
                        path.substring(path.lastIndexOf('/') + 1).replace(".java", ""), text, String::concat));
        return sources;
    }

    /** The classes that a page names and that aren't there, nor what it names of them. */
    private static Stream<String> missing(String page, Map<String, String> sources) {
        return ROW.matcher(page)
                .results()
                .flatMap(row -> CLASS.matcher(row.group(1)).results())
                .filter(named -> {
                    var source = sources.getOrDefault(named.group(1), "");
                    var member = named.group(2) == null ? named.group(1) : named.group(2);
                    return !Pattern.compile("\\b" + member + "\\b")
                            .matcher(source)
                            .find();
                })
                .map(named -> named.group());
    }

    @Test
    void everyClassThatItNamesExists() throws IOException {
        assertThat(missing(Repository.text("docs/glossary.md"), sources())).isEmpty();
    }

    @Test
    void aClassThatNobodyWroteIsMissed() throws IOException {
        assertThat(missing("| a | b | `Account`, `Accountant`, `Account.Standing`, `Account.Sitting` |", sources()))
                .containsExactly("`Accountant`", "`Account.Sitting`");
    }
}

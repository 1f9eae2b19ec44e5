package omni.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked and what is done, as lines: of the bundled catalog on its data, and of a product that knows the weather. */
class PhrasingsTest {

    static Stream<String[]> phrasings() {
        return SampleProducts.table("phrasings.txt");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("phrasings")
    void aPhrasingIsUnderstood(String product, String asked, String expected) {
        assertThat(outcome(product, asked, expected)).as(asked).isEqualTo(normal(expected));
    }

    /** Several messages of one session stand between slashes; the last one's outcome counts. */
    static String outcome(String product, String asked, String expected) {
        var conversation = Conversation.with(SampleProducts.valueOf(product.toUpperCase(Locale.ROOT)));
        Conversation.Reply reply = null;
        for (var text : asked.split(" // ", -1)) {
            reply = conversation.say(text);
        }
        var done = reply == null ? "" : reply.done();
        if (expected.startsWith("ask ")) {
            var words = expected.substring(4).replace('_', ' ');
            return done.contains(words) && done.contains("\n1. ") && done.contains("\n2. ") ? expected : done;
        }
        return matching(done, expected);
    }

    /** Arguments that the expectation leaves open are as it says. */
    private static String matching(String done, String expected) {
        var calls = done.split(" > ", -1);
        var wanted = expected.split(" > ", -1);
        if (calls.length != wanted.length) {
            return done;
        }
        var text = new StringBuilder();
        for (int at = 0; at < calls.length; at++) {
            var call = calls[at];
            for (var open : wanted[at].split("[{,}] ?", -1)) {
                if (open.endsWith("=*")) {
                    call = call.replaceFirst(open.replace("=*", "=[^,}]*"), open.replace("*", "\\*"));
                }
            }
            text.append(at == 0 ? "" : " > ").append(normal(call));
        }
        return text.toString();
    }

    static String normal(String calls) {
        return Arrays.stream(calls.split(" > ", -1))
                .map(call -> call.contains("{")
                        ? call.substring(0, call.indexOf('{'))
                                + new TreeSet<>(
                                        Arrays.asList(call.substring(call.indexOf('{') + 1, call.lastIndexOf('}'))
                                                .split(", ", -1)))
                        : call)
                .collect(Collectors.joining(" > "));
    }
}

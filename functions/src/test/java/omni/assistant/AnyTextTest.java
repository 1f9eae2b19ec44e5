package omni.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is written: it ends in few steps, always in the same ones, and its length costs nothing. */
class AnyTextTest {

    private static final int MOST_CHARACTERS = 16_000;
    private static final int SESSIONS = 15;
    private static final int MESSAGES = 6;
    private static final List<String> BITS = List.of(
            "AAPL",
            "10-K",
            "latest",
            "and",
            "of",
            "Apple",
            "2024",
            "-",
            "\"",
            "“",
            "'",
            "balance",
            "sheet",
            "shett",
            "forecast",
            "Berlin",
            "ST-0042",
            "2",
            "second",
            "$",
            "&",
            ",",
            "compare",
            "last year",
            "FY24",
            "\uD83D",
            "\uD83D\uDE00",
            "\u202e",
            "ß",
            "İ",
            "日本",
            "a.b.c",
            "x_y_z",
            "item 1a",
            "(",
            "[",
            "\\",
            "*",
            "\n",
            "\u0000",
            "e\u0301",
            "since 2020",
            "to 2023",
            "00000000000000000000");

    @ParameterizedTest
    @EnumSource
    void noTextIsTooMuch(SampleProducts product) {
        var seed = Long.getLong("omni.seed", 20261130L);
        var random = new Random(seed);
        for (int session = 0; session < SESSIONS; session++) {
            var texts =
                    IntStream.range(0, MESSAGES).mapToObj(any -> text(random)).toList();
            assertThat(replies(product, texts))
                    .as("seed " + seed + ", session " + session)
                    .isEqualTo(replies(product, texts));
        }
    }

    private static List<Conversation.Reply> replies(SampleProducts product, List<String> texts) {
        var conversation = Conversation.with(product);
        return texts.stream().map(conversation::say).toList();
    }

    private static String text(Random random) {
        return switch (random.nextInt(5)) {
            case 0 ->
                IntStream.range(0, random.nextInt(200))
                        .mapToObj(any -> letter(random))
                        .collect(Collectors.joining());
            case 1 -> cut(BITS.get(random.nextInt(BITS.size())).repeat(MOST_CHARACTERS));
            case 2 -> cut((BITS.get(random.nextInt(BITS.size())) + " ").repeat(MOST_CHARACTERS / 2));
            default ->
                IntStream.range(0, random.nextInt(30))
                        .mapToObj(any -> BITS.get(random.nextInt(BITS.size())))
                        .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
        };
    }

    private static String letter(Random random) {
        return String.valueOf((char) random.nextInt(0x10000));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(MOST_CHARACTERS, text.length()));
    }

    /** What a schema says in a way that is not known here is passed over. */
    @Test
    void noSchemaIsTooOdd() {
        var schema = SampleProducts.read("""
                {"properties": {"a": {"type": "string", "pattern": "(", "description": "The first of a, a and b."}, "b": 7, "c": {},
                "d": {"type": "integer", "minimum": "x", "enum": [1, null, true]}, "e": {"type": ["string", "null"], "examples": [null, 3]},
                "f": {"type": "boolean", "oneOf": [{"const": null}, 4]}, "": {"type": "string", "description": "of of"},
                "g": {"type": "string", "format": "date"}}, "required": ["a", "zz", 5, "d", "g"]}""");
        var tool = new omni.chat.ChatTool("odd.tool", "", "", "odd", schema);
        var conversation = new Conversation(List.of(tool, tool), List.of(), SampleProducts.WEATHER::call);
        for (var text : List.of("odd tool", "1", "AAPL 3 tomorrow", "odd", "2", "help")) {
            assertThat(conversation.say(text).reason()).isNotNull();
        }
    }

    @Test
    void aLongerTextIsNoMoreWork() {
        var vocabulary = new Vocabulary(SampleProducts.SEC.tools(), List.of());
        var words = IntStream.range(0, 4_000)
                .mapToObj(at -> "st" + Integer.toString(at + 500, 26).replaceAll("[0-9]", "q"))
                .toList();

        var some = Utterance.of(String.join(" ", words.subList(0, Words.MOST)), vocabulary);
        int compared = vocabulary.spelling().comparisons();
        var all = Utterance.of(String.join(" ", words), vocabulary);

        assertThat(all.words()).isEqualTo(some.words());
        assertThat(all.size()).isEqualTo(Words.MOST);
        assertThat(compared)
                .isPositive()
                .isLessThanOrEqualTo(Utterance.MOST_CORRECTIONS
                        * vocabulary.cards().stream()
                                .mapToInt(card -> card.words().size())
                                .sum());
        assertThat(vocabulary.spelling().comparisons()).isEqualTo(2 * compared);
    }

    @Test
    void aLongWordIsCutAndAQuotationWithoutEndIsNone() {
        assertThat(Words.of("a".repeat(MOST_CHARACTERS)).getFirst().text()).hasSize(60);
        assertThat(Words.of("a.".repeat(MOST_CHARACTERS / 2))).hasSize(1);
        assertThat(Words.of("\"".repeat(MOST_CHARACTERS))).isEmpty();
        assertThat(Words.of("\"no end of it").stream().map(Word::text)).containsExactly("no", "end", "of", "it");
    }
}

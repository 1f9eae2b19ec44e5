package omni.assistant;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers what is no question: greetings, thanks, and the wish to know what can be asked. */
record SmallTalk(Questions questions) {

    private static final int FEW = 6;
    private static final Set<String> GREETINGS =
            Set.of("hello", "hi", "hey", "hallo", "greetings", "morning", "afternoon", "evening");
    private static final Set<String> THANKS = Set.of("thanks", "thank", "thx", "cheers", "great", "perfect", "cool");
    private static final Set<String> FAREWELLS = Set.of("bye", "goodbye", "ciao");
    private static final Set<String> CANCELS = Set.of("cancel", "nevermind", "never", "stop", "forget", "abort");
    private static final List<String> HELP = List.of(
            "help",
            "what can you do",
            "what can i ask",
            "who are you",
            "what are you",
            "how does this work",
            "what do you do",
            "how do you work",
            "what do you know");

    /** Words that go with small talk and mean nothing else. */
    private static final Set<String> ALONG =
            Set.of("there", "good", "mind", "assistant", "bot", "everyone", "lot", "very", "much", "that", "it", "all");

    Optional<Intent.Words> reply(String text, Utterance asked) {
        if (asked.size() == 0) {
            return Optional.of(questions.help("There was nothing to read."));
        }
        var said = String.join(" ", asked.words().stream().map(Word::lower).toList());
        if (HELP.stream()
                .anyMatch(way -> said.equals(way)
                        || said.equals(way + " me")
                        || said.equals(way + " please")
                        || (asked.size() <= FEW && said.endsWith(" " + way)))) {
            return Optional.of(questions.help("I answer questions by looking things up, without guessing."));
        }
        if (asked.size() > FEW) {
            return Optional.empty();
        }
        if (isOnly(asked, GREETINGS)) {
            return Optional.of(questions.help("Hello."));
        }
        if (isOnly(asked, THANKS)) {
            return Optional.of(new Intent.Words(List.of("You are welcome.")));
        }
        if (isOnly(asked, FAREWELLS)) {
            return Optional.of(new Intent.Words(List.of("Goodbye.")));
        }
        return isOnly(asked, CANCELS)
                ? Optional.of(new Intent.Words(List.of("All right. Ask me something else whenever you like.")))
                : Optional.empty();
    }

    private static boolean isOnly(Utterance asked, Set<String> words) {
        var said = asked.words().stream().map(Word::lower).toList();
        return said.stream().anyMatch(words::contains)
                && said.stream()
                        .allMatch(word -> words.contains(word)
                                || ALONG.contains(word)
                                || Set.of("you", "so", "for", "your", "ok", "okay", "a", "no")
                                        .contains(word));
    }
}

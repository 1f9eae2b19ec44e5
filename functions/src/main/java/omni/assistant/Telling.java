package omni.assistant;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import omni.assistant.Intent.Call;
import omni.chat.RuntimeStep;
import org.jspecify.annotations.Nullable;

/** Tells how calls came out, in the tools' own words: what is said, and after each result where it is from. */
final class Telling {

    private static final int MOST_FACTS = 8;
    private static final int LONGEST_FACT = 120;
    private static final List<String> TITLES = List.of("title", "headline", "name", "label");
    private static final List<String> TEXTS =
            List.of("snippet", "summary", "abstract", "description", "text", "content");

    /** What an answer says of itself, and not of what was asked. */
    private static final Set<String> OF_THE_ANSWER = Set.of(
            "object",
            "id",
            "livemode",
            "requestid",
            "traceparent",
            "createdat",
            "updatedat",
            "truncated",
            "confidence");

    private final Intent.Lookups lookups;
    private final List<Outcome> outcomes;
    private final List<RuntimeStep> steps = new ArrayList<>();

    Telling(Intent.Lookups lookups, List<Outcome> outcomes) {
        this.lookups = lookups;
        this.outcomes = outcomes;
    }

    List<RuntimeStep> steps() {
        lookups.leftOut().forEach(this::say);
        for (int at = 0; at < outcomes.size(); at++) {
            tell(lookups.calls().get(at), at);
        }
        return List.copyOf(steps);
    }

    private void tell(Call call, int at) {
        switch (outcomes.get(at)) {
            case Outcome.Found(var result) -> {
                if (isOnTheWay(at)) {
                    found(call, result, at);
                } else {
                    tell(call, result);
                }
            }
            case Outcome.Failed(var error) -> say(failure(call, error));
            case Outcome.NotAllowed() -> say("I was not allowed to look up “" + Questions.summary(call) + "”.");
            case Outcome.PassedOver() -> passedOver(call);
        }
    }

    /** Pieces stand below each other. */
    private void say(String text) {
        steps.add(new RuntimeStep.Say(steps.isEmpty() ? text : "\n\n" + text));
    }

    private boolean isOnTheWay(int at) {
        return lookups.calls().stream()
                .anyMatch(call -> call.chain() != null && call.chain().from() == at);
    }

    private void found(Call call, Map<String, @Nullable Object> result, int at) {
        var next = lookups.calls().stream()
                .filter(later -> later.chain() != null && later.chain().from() == at)
                .findFirst();
        var value = next.flatMap(later -> Optional.ofNullable(later.chain())
                .flatMap(chain -> outcomes.get(at)
                        .value(chain, later.card())
                        .map(found -> ", " + ResultTree.words(chain.parameter()) + " " + Plainly.text(found))));
        say("“" + Plainly.line(call.about()) + "”: "
                + title(result).orElse(call.card().tool().title()) + value.orElse("")
                + confidence(result).map(nearest -> ", the " + nearest).orElse("") + ".");
        cite(result);
    }

    private void tell(Call call, Map<String, @Nullable Object> result) {
        var text = result.isEmpty() ? Optional.<String>empty() : own(result, TEXTS);
        var title = title(result).orElse(call.card().tool().title());
        var said = text.filter(each -> holds(each, title))
                .orElseGet(() -> text.map(each -> title + ": " + each).orElse(title + "."));
        say(said);
        var rows = new Rows(result, lookups.sought().stems());
        var facts = facts(result);
        facts.keySet().removeIf(name -> isSaid(call, name, said, facts));
        if (!facts.isEmpty()) {
            say(facts.entrySet().stream()
                            .map(each -> ResultTree.words(each.getKey()) + ": " + each.getValue())
                            .collect(Collectors.joining("; "))
                    + ".");
        }
        confidence(result).ifPresent(nearest -> say("This is the " + nearest + "."));
        var lines = rows.lines();
        if (!lines.isEmpty()) {
            say(missing(call, result, rows) + String.join("\n", lines));
        } else if (rows.areNone()) {
            say("It lists nothing.");
        }
        if (ResultTree.isCut(result)) {
            say("The result was cut: it is longer than what I was given of it.");
        }
        cite(result);
    }

    /** What was asked for and is called so nowhere in a result; what another kind of call found is not missed here. */
    private String missing(Call call, Map<String, @Nullable Object> result, Rows rows) {
        var words = new LinkedHashMap<>(lookups.sought().words());
        words.keySet().removeAll(rows.labels());
        words.keySet()
                .removeIf(stem -> result.keySet().stream()
                        .anyMatch(name -> Stem.all(ResultTree.words(name)).contains(stem)));
        for (int at = 0; at < outcomes.size(); at++) {
            if (outcomes.get(at) instanceof Outcome.Found(var other)
                    && !choices(lookups.calls().get(at)).equals(choices(call))) {
                words.keySet().removeAll(new Rows(other, Set.of()).labels());
            }
        }
        if (words.isEmpty() || rows.labels().isEmpty()) {
            return "";
        }
        var names = words.values().stream().map(word -> "“" + word + "”").collect(Collectors.joining(", "));
        return "Nothing in it is called " + names + "." + (rows.areAsked() ? "\n" : " It begins with:\n");
    }

    private static Map<String, Object> choices(Call call) {
        var choices = new LinkedHashMap<>(call.arguments());
        choices.keySet().removeIf(name -> {
            var parameter = call.card().parameters().get(name);
            return parameter == null || parameter.choices().isEmpty();
        });
        return choices;
    }

    /** A result that says how sure it is, and is not. */
    private static Optional<String> confidence(Map<String, @Nullable Object> result) {
        return ResultTree.confidence(result)
                .filter(number -> number.signum() >= 0 && number.compareTo(BigDecimal.ONE) < 0)
                .map(number -> "nearest match (confidence " + Plainly.text(number) + ")");
    }

    /** What was asked with, or stands in what was said already, or only names the thing to machines. */
    private boolean isSaid(Call call, String name, String said, Map<String, String> facts) {
        var isAsked = isAsked(name);
        var isArgument = call.arguments().keySet().stream()
                .anyMatch(given -> ResultTree.plain(given).equals(ResultTree.plain(name)));
        var isIdentifier = ResultTree.words(name).endsWith(" id");
        return !isAsked && (isArgument || isIdentifier || holds(said, facts.getOrDefault(name, "")));
    }

    private static boolean holds(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private void cite(Map<String, @Nullable Object> result) {
        ResultSources.of(result).forEach(citation -> steps.add(new RuntimeStep.Cite(citation)));
    }

    private static Optional<String> title(Map<String, @Nullable Object> result) {
        return own(result, TITLES)
                .or(() -> result.entrySet().stream()
                        .filter(each ->
                                ResultTree.words(each.getKey()).endsWith(" name") && each.getValue() instanceof String)
                        .map(each -> Plainly.text(each.getValue()))
                        .findFirst());
    }

    /** A text that the result itself has under one of these names. */
    private static Optional<String> own(Map<String, @Nullable Object> result, List<String> names) {
        return names.stream()
                .filter(name -> result.get(name) instanceof String text && !text.isBlank())
                .map(name -> Plainly.text(result.get(name)))
                .findFirst();
    }

    /** Short values by name, those that were asked for first; of inner objects those alone. */
    private Map<String, String> facts(Map<String, @Nullable Object> result) {
        var all = new LinkedHashMap<String, String>();
        result.forEach((name, value) -> {
            put(all, name, value);
            if (value instanceof Map<?, ?>) {
                ResultTree.objects(value).getFirst().forEach((inner, innerValue) -> {
                    if (isAsked(inner)) {
                        put(all, inner, innerValue);
                    }
                });
            }
        });
        var facts = new LinkedHashMap<String, String>();
        all.entrySet().stream()
                .sorted(Comparator.comparing(each -> !isAsked(each.getKey())))
                .limit(MOST_FACTS)
                .forEach(each -> facts.put(each.getKey(), each.getValue()));
        return facts;
    }

    private static void put(Map<String, String> facts, String name, @Nullable Object value) {
        var isShort = value instanceof Number
                || value instanceof Boolean
                || (value instanceof String text
                        && !text.isBlank()
                        && text.length() <= LONGEST_FACT
                        && !text.contains("://"));
        var isOther = TITLES.contains(name)
                || TEXTS.contains(name)
                || name.startsWith("_")
                || OF_THE_ANSWER.contains(ResultTree.plain(name));
        if (isShort && !isOther) {
            facts.putIfAbsent(name, Plainly.text(value));
        }
    }

    private boolean isAsked(String name) {
        return Stem.all(ResultTree.words(name)).stream().anyMatch(lookups.stems()::contains);
    }

    private static String failure(Call call, Map<String, @Nullable Object> error) {
        var code = error.get("code") instanceof String text ? " (" + Plainly.line(text) + ")" : "";
        var message = error.get("message") instanceof String text
                ? "“" + Plainly.line(text) + "”"
                : "nothing that explains it";
        return "I asked for “" + Questions.summary(call) + "” and was told " + message + code + ".";
    }

    private void passedOver(Call call) {
        var chain = call.chain();
        if (chain != null && outcomes.get(chain.from()) instanceof Outcome.Found) {
            say("That names no " + ResultTree.words(chain.parameter()) + ", so I did not look up “"
                    + Questions.summary(call) + "”.");
        }
    }
}

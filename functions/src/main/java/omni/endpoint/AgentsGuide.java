package omni.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import omni.call.Operation;
import omni.credential.SponsorToken;
import omni.http.Settings;

/**
 * The one text for agents, in Markdown (contract 13.4). Routes stand in it by operationId and come from the list of routes,
 * so that it names none that this deployment does not serve; where an operation may be missing, it says what to do instead.
 */
record AgentsGuide(Settings settings, long grantCalls) {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([A-Za-z]+)(\\.path)?}}");
    private static final String TEMPLATE = template();

    private static final String QUOTE = """
            Before you run a loop, ask {{QuoteBilling}} what it costs, for example with
            `{"path": "{{ResolveEntity.path}}", "units": 500}`. `payableCents` is what is left to pay after the free calls. A
            `budgetGate` that is not null is the refusal that you would meet: don't start.""";

    private static final String RATES = """
            Before you run a loop, multiply: {{GetBillingRates}} (no key needed) lists the price of each kind of call, and
            `freeGrantRemaining` of {{GetBilling}} says how many calls are still free. If the sum is more than your sponsor
            agreed to, don't start.""";

    /** The whole text. */
    String markdown() {
        return fillIn(fillIn(TEMPLATE));
    }

    /** Sentences that are put in name routes in their turn. */
    private String fillIn(String text) {
        return PLACE.matcher(text).replaceAll(place -> {
            var value = place.group(2) == null
                    ? value(place.group(1))
                    : operation(place.group(1)).orElseThrow().path();
            return Matcher.quoteReplacement(value);
        });
    }

    private String value(String name) {
        var known = values().get(name);
        return known != null
                ? known
                : operation(name)
                        .map(operation -> "`" + operation.method() + " " + operation.path() + "`")
                        .orElseThrow(() -> new IllegalStateException("the guide names " + name + ", which is nothing"));
    }

    private Map<String, String> values() {
        return Map.of(
                "api", settings.apiBaseUrl(),
                "docs", settings.docsBaseUrl(),
                "prefix", settings.headerPrefix(),
                "calls", String.format(Locale.ENGLISH, "%,d", grantCalls),
                "variable", InstallView.keyVariable(settings),
                "minutes", Long.toString(SponsorToken.MIN_LIFE.toMinutes()),
                "hours", Long.toString(SponsorToken.MAX_LIFE.toHours()),
                "quote", operation("QuoteBilling").isPresent() ? QUOTE : RATES,
                "addCommand", InstallView.addCommand(settings));
    }

    private static Optional<Operation> operation(String operationId) {
        return Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .filter(operation -> operation.operationId().equals(operationId))
                .findFirst();
    }

    private static String template() {
        try (var text = Objects.requireNonNull(AgentsGuide.class.getResourceAsStream("agents.md"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the text for agents can't be read", e);
        }
    }
}

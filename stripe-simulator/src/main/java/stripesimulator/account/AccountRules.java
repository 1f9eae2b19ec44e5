package stripesimulator.account;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What an account is set to, and which reading it takes where Stripe's texts are silent. It is kept with the account and may be
 * changed at any time; what is not given stays as it was.
 *
 * @param usageBeforeAnchor see {@link #BY_PRORATION} and its neighbors
 * @param retries after how long each a failed payment is tried again
 * @param afterRetries the status of a subscription whose last retry failed
 * @param meterLag so long after its arrival a meter event is in no reading and no draft; a final invoice has it
 * @param draftsAwaitWebhook whether a draft's hour begins when its {@code invoice.created} was accepted
 */
public record AccountRules(
        String usageBeforeAnchor,
        List<Duration> retries,
        String afterRetries,
        Duration meterLag,
        boolean draftsAwaitWebhook) {

    /** Usage between start and anchor is billed, unless the subscription was begun without prorations. */
    public static final String BY_PRORATION = "by_proration";

    /** It is billed with the first period. */
    public static final String BILLED = "billed";

    /** It is free: the first period has an invoice of nothing. */
    public static final String FREE = "free";

    /** It is free, and the first period has no invoice. */
    public static final String UNINVOICED = "uninvoiced";

    private static final AccountRules BEGINNING = new AccountRules(
            BY_PRORATION,
            List.of(Duration.ofDays(3), Duration.ofDays(5), Duration.ofDays(7)),
            "unpaid",
            Duration.ZERO,
            false);
    private static final String ID = "_rules";
    private static final Set<String> NAMES =
            Set.of("usage_before_anchor", "retry_days", "after_retries", "meter_lag_seconds", "drafts_await_webhook");
    private static final Map<String, Set<String>> WORDS = Map.of(
            "usage_before_anchor", Set.of(BY_PRORATION, BILLED, FREE, UNINVOICED),
            "after_retries", Set.of("unpaid", "past_due", "canceled"));

    public AccountRules {
        retries = List.copyOf(retries);
    }

    public static AccountRules of(Change change) {
        return change.find(ID, ID).map(AccountRules::read).orElse(BEGINNING);
    }

    /** Takes over what is given, or an {@link IllegalArgumentException} that says what is wrong; answers all of them. */
    public static ObjectNode set(Change change, ObjectNode given) {
        var faults = faults(given);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults) + ".");
        }
        var all = of(change).json();
        all.setAll(given);
        return change.put(all);
    }

    private static List<String> faults(ObjectNode given) {
        var faults = new ArrayList<String>();
        given.forEachEntry((name, value) -> {
            boolean good = switch (name) {
                case "retry_days" ->
                    value.isArray()
                            && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isInt);
                case "meter_lag_seconds" -> value.isInt() && value.asInt() >= 0;
                case "drafts_await_webhook" -> value.isBoolean();
                default ->
                    NAMES.contains(name) && WORDS.getOrDefault(name, Set.of()).contains(value.asText());
            };
            if (!good) {
                faults.add(name + " can't be " + value);
            }
        });
        return faults;
    }

    private static AccountRules read(ObjectNode json) {
        return new AccountRules(
                text(json, "usage_before_anchor"),
                StreamSupport.stream(json.path("retry_days").spliterator(), false)
                        .map(days -> Duration.ofDays(days.asInt()))
                        .toList(),
                text(json, "after_retries"),
                Duration.ofSeconds(json.path("meter_lag_seconds").asLong()),
                json.path("drafts_await_webhook").asBoolean());
    }

    private ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode().put("id", ID).put("object", ID);
        json.put("usage_before_anchor", usageBeforeAnchor).put("after_retries", afterRetries);
        var days = json.putArray("retry_days");
        retries.forEach(pause -> days.add(pause.toDays()));
        return json.put("meter_lag_seconds", meterLag.toSeconds()).put("drafts_await_webhook", draftsAwaitWebhook);
    }
}

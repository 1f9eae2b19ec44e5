package stripesimulator.fault;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stripesimulator.fault.DeliveryFault.Effect;

/** Reads a plan of faults from JSON; says all that is wrong with it at once. Ranges are the plan's own. */
public final class FaultPlanReader {

    private static final String EFFECTS = Stream.of(RequestFault.Effect.values())
            .map(effect -> effect.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));

    private final List<String> faults = new ArrayList<>();

    private FaultPlanReader() {}

    /** The plan, or an {@link IllegalArgumentException} that says what is wrong. */
    public static FaultPlan read(ObjectNode body) {
        var reader = new FaultPlanReader();
        var plan = reader.plan(body);
        if (!reader.faults.isEmpty() || plan.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", reader.faults) + ".");
        }
        return plan.get();
    }

    private Optional<FaultPlan> plan(ObjectNode body) {
        onlyKnown("", body, Set.of("seed", "deliveries", "requests"));
        var seed = body.path("seed");
        if (!seed.isMissingNode() && !(seed.isIntegralNumber() && seed.canConvertToLong())) {
            faults.add("seed is a whole number");
        }
        var deliveries = new ArrayList<DeliveryFault>();
        var requests = new ArrayList<RequestFault>();
        each(body, "deliveries", (where, json) -> delivery(where, json).ifPresent(deliveries::add));
        each(body, "requests", (where, json) -> request(where, json).ifPresent(requests::add));
        return check("", () -> new FaultPlan(seed.asLong(), deliveries, requests));
    }

    private interface Entry {
        void read(String where, JsonNode json);
    }

    private void each(ObjectNode body, String name, Entry entry) {
        var list = body.path(name);
        if (!list.isMissingNode() && !list.isArray()) {
            faults.add(name + " is a list");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            var where = name + "[" + i + "]: ";
            if (list.get(i).isObject()) {
                entry.read(where, list.get(i));
            } else {
                faults.add(where + "is an object");
            }
        }
    }

    private Optional<DeliveryFault> delivery(String where, JsonNode json) {
        var effect = effect(where, json);
        var types = new ArrayList<String>();
        json.path("types").forEach(type -> types.add(type.isTextual() ? type.asText() : ""));
        if (json.has("types") && !json.path("types").isArray()) {
            faults.add(where + "types is a list of event types");
        }
        int next = number(where, json, "next");
        return effect.flatMap(found -> check(where, () -> new DeliveryFault(found, next, types)));
    }

    private Optional<Effect> effect(String where, JsonNode json) {
        return switch (text(json, "fault")) {
            case "drop" -> taking(where, json, Set.of(), new Effect.Drop());
            case "same_second" -> taking(where, json, Set.of(), new Effect.SameSecond());
            case "duplicate" ->
                taking(where, json, Set.of("copies"), new Effect.Duplicate(number(where, json, "copies")));
            case "shuffle" -> taking(where, json, Set.of("window"), new Effect.Shuffle(number(where, json, "window")));
            case "delay" ->
                json.has("advance")
                        ? taking(
                                where,
                                json,
                                Set.of("advance"),
                                new Effect.DelayByTime(duration(where, json.path("advance"))))
                        : taking(
                                where, json, Set.of("events"), new Effect.DelayByEvents(number(where, json, "events")));
            default -> {
                faults.add(where + "fault is drop, duplicate, delay, shuffle or same_second");
                yield Optional.empty();
            }
        };
    }

    private Optional<Effect> taking(String where, JsonNode json, Set<String> parameters, Effect effect) {
        var known = new HashSet<>(Set.of("fault", "next", "types"));
        known.addAll(parameters);
        onlyKnown(where, json, known);
        return Optional.of(effect);
    }

    private Optional<RequestFault> request(String where, JsonNode json) {
        onlyKnown(where, json, Set.of("fault", "next", "method", "path"));
        int next = number(where, json, "next");
        for (var name : RequestFault.Effect.values()) {
            if (name.name().toLowerCase(Locale.ROOT).equals(text(json, "fault"))) {
                return check(where, () -> new RequestFault(name, next, given(json, "method"), given(json, "path")));
            }
        }
        faults.add(where + "fault is none of " + EFFECTS);
        return Optional.empty();
    }

    private static Optional<String> given(JsonNode json, String name) {
        return json.has(name) ? Optional.of(json.path(name).asText()) : Optional.empty();
    }

    /** One where it is not said. */
    private int number(String where, JsonNode json, String name) {
        var value = json.path(name);
        if (!value.isMissingNode() && (!value.isIntegralNumber() || !value.canConvertToInt())) {
            faults.add(where + name + " is a whole number");
            return 1;
        }
        return value.asInt(1);
    }

    private Duration duration(String where, JsonNode value) {
        try {
            return Duration.parse(value.asText());
        } catch (DateTimeParseException e) {
            faults.add(where + "advance is an ISO-8601 duration such as PT1H");
            return Duration.ofSeconds(1);
        }
    }

    private void onlyKnown(String where, JsonNode json, Set<String> known) {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                faults.add(where + "there is no " + name + " here");
            }
        });
    }

    private interface Made<T> {
        T make();
    }

    private <T> Optional<T> check(String where, Made<T> made) {
        try {
            return Optional.of(made.make());
        } catch (IllegalArgumentException e) {
            faults.add(where + e.getMessage());
            return Optional.empty();
        }
    }
}

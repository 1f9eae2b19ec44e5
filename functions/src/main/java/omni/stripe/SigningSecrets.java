package omni.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SigningSecretPlace} holds: the secrets that functions accept, and which of them is of which destination that we made, in
 * one text, so that both are written at once. Other fields, and secrets that somebody wrote there by hand, stay.
 */
final class SigningSecrets {

    private static final String ACCEPTED = "webhookSecrets";
    private static final String DESTINATIONS = "destinations";

    private final Map<String, @Nullable Object> fields;
    private final Map<String, String> byDestination;

    private SigningSecrets(Map<String, @Nullable Object> fields, Map<String, String> byDestination) {
        this.fields = fields;
        this.byDestination = byDestination;
    }

    static SigningSecrets none() {
        return new SigningSecrets(Map.of(), Map.of());
    }

    /** Empty if it is no JSON object. */
    static Optional<SigningSecrets> parse(String text) {
        if (text.isBlank()) {
            return Optional.of(none());
        }
        try {
            var fields = Json.readObject(text.getBytes(UTF_8));
            var byDestination = new TreeMap<String, String>();
            if (fields.get(DESTINATIONS) instanceof Map<?, ?> known) {
                known.forEach((id, secret) -> byDestination.put(String.valueOf(id), String.valueOf(secret)));
            }
            return Optional.of(new SigningSecrets(fields, byDestination));
        } catch (Json.MalformedJson e) {
            return Optional.empty();
        }
    }

    private List<String> accepted() {
        return fields.get(ACCEPTED) instanceof String text
                ? Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(secret -> !secret.isEmpty())
                        .toList()
                : List.of();
    }

    /** Whether functions accept what a destination signs. */
    boolean isAccepted(String destination) {
        var secret = byDestination.get(destination);
        return secret != null && accepted().contains(secret);
    }

    /** The destinations of which there is a secret. */
    Set<String> destinations() {
        return byDestination.keySet();
    }

    /** With a new destination's secret before all others. */
    SigningSecrets with(String destination, String secret) {
        var known = new TreeMap<>(byDestination);
        known.put(destination, secret);
        var all = new LinkedHashSet<String>();
        all.add(secret);
        all.addAll(accepted());
        return with(known, all);
    }

    /** Without those of a destination that is gone. */
    SigningSecrets without(String destination) {
        var known = new TreeMap<>(byDestination);
        var secret = known.remove(destination);
        var all = new LinkedHashSet<>(accepted());
        all.remove(secret);
        return with(known, all);
    }

    private SigningSecrets with(Map<String, String> known, Set<String> all) {
        var changed = new LinkedHashMap<>(fields);
        changed.put(ACCEPTED, String.join(",", all));
        changed.put(DESTINATIONS, known);
        return new SigningSecrets(changed, known);
    }

    /** As it is written. */
    String text() {
        return Json.text(fields);
    }

    @Override
    public String toString() {
        return "SigningSecrets";
    }
}

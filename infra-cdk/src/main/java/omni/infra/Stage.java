package omni.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import omni.json.Fields;
import omni.json.Json;
import omni.root.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.logs.RetentionDays;

/**
 * What one deployment sets: the file {@code infra-cdk/stages/<name>.json}.
 *
 * @param settings environment variables of the functions, by the names that {@link Configuration} reads; secrets are not
 *     among them. In the order of their names, so that a template is the same each time
 */
public record Stage(String name, Architecture architecture, RetentionDays logRetention, Map<String, String> settings) {

    /** The stage of one's own machine, for {@code sam local}; it is what is synthesised when none is named. */
    static final String LOCAL = "local";

    private static final Map<Long, RetentionDays> RETENTIONS = new TreeMap<>(Map.of(
            7L, RetentionDays.ONE_WEEK,
            14L, RetentionDays.TWO_WEEKS,
            30L, RetentionDays.ONE_MONTH,
            90L, RetentionDays.THREE_MONTHS,
            180L, RetentionDays.SIX_MONTHS,
            365L, RetentionDays.ONE_YEAR,
            3653L, RetentionDays.TEN_YEARS));

    /** Settings that the stack gives by itself, from the table and from the secrets. */
    static final Set<String> GIVEN = Set.of(
            "AWS_REGION",
            Names.TABLE,
            Names.METRICS,
            Names.PEPPERS,
            Names.SESSION_KEY,
            Names.OIDC_CLIENT_SECRET,
            Names.STRIPE_API_KEY,
            Names.STRIPE_WEBHOOK_SECRETS,
            Names.PEPPERS + Names.FROM,
            Names.SESSION_KEY + Names.FROM,
            Names.OIDC_CLIENT_SECRET + Names.FROM,
            Names.STRIPE_API_KEY + Names.FROM,
            Names.STRIPE_WEBHOOK_SECRETS + Names.FROM);

    /** Environment variables that the stack has to know by name. */
    static final class Names {
        static final String TABLE = "OMNI_TABLE_NAME";
        static final String METRICS = "OMNI_METRICS_NAMESPACE";
        static final String PEPPERS = "OMNI_PEPPERS";
        static final String SESSION_KEY = "OMNI_SESSION_KEY";
        static final String OIDC = "OMNI_OIDC_";
        static final String OIDC_CLIENT_SECRET = "OMNI_OIDC_CLIENT_SECRET";

        /** What the check of access tokens needs of OIDC's. */
        static final Set<String> OF_TOKENS = Set.of("OMNI_OIDC_ISSUER", "OMNI_OIDC_AUDIENCES");

        static final String STRIPE = "OMNI_STRIPE_";
        static final String STRIPE_API_KEY = "OMNI_STRIPE_API_KEY";
        static final String STRIPE_WEBHOOK_SECRETS = "OMNI_STRIPE_WEBHOOK_SECRETS";

        /** Of the settings that say where a secret is kept. */
        static final String FROM = "_FROM";

        private Names() {}
    }

    public Stage {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /**
     * Reads a stage.
     *
     * @throws StageFault naming every fault of the file
     */
    public static Stage read(Path stages, String name) {
        var file = stages.resolve(name + ".json");
        if (!name.matches("[a-z][a-z0-9]{0,15}") || !Files.isRegularFile(file)) {
            throw new StageFault("There is no stage " + name + ": a stage is a file in " + stages
                    + ", its name up to 16 small letters and digits");
        }
        try {
            return parse(name, Json.readObject(Files.readAllBytes(file)));
        } catch (Json.MalformedJson e) {
            throw new StageFault(file.getFileName() + " is not a JSON object");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stage parse(String name, Map<String, @Nullable Object> json) {
        var fields = Fields.of(json);
        var architecture = Architecture.named(fields.requiredText("architecture", 1, 16));
        if (architecture.isEmpty()) {
            fields.fault("architecture", "must be arm64, x86_64 or host");
        }
        var retention = RETENTIONS.get(fields.requiredInteger("logRetentionDays", 1, 3653));
        if (retention == null) {
            fields.fault("logRetentionDays", "must be one of " + RETENTIONS.keySet());
        }
        var settings = settings(fields, json.get("settings"));
        fields.refuseUnknown();
        if (!fields.faults().isEmpty() || architecture.isEmpty() || retention == null) {
            throw new StageFault("The stage " + name + " has faults: "
                    + String.join(
                            "; ",
                            fields.faults().stream()
                                    .map(fault -> fault.path() + " " + fault.message())
                                    .toList()));
        }
        return new Stage(name, architecture.get(), retention, settings);
    }

    private static Map<String, String> settings(Fields fields, @Nullable Object object) {
        var settings = new LinkedHashMap<String, String>();
        if (!fields.has("settings") || !(object instanceof Map<?, ?>)) {
            fields.fault("settings", "must be an object");
            return settings;
        }
        var known = Configuration.names();
        Json.asObject(object).forEach((name, value) -> {
            var path = "settings." + name;
            if (GIVEN.contains(name)) {
                fields.fault(path, "is given by the stack");
            } else if (!known.contains(name)) {
                fields.fault(path, "is not a known setting");
            } else if (value instanceof String text) {
                settings.put(name, text);
            } else {
                fields.fault(path, "must be a string");
            }
        });
        refuse(fields, settings);
        return settings;
    }

    /** Lets the functions' own reader say what it would refuse. */
    private static void refuse(Fields fields, Map<String, String> settings) {
        try {
            configuration(settings);
        } catch (IllegalStateException e) {
            fields.fault("settings", String.valueOf(e.getMessage()));
        }
    }

    private static Configuration configuration(Map<String, String> settings) {
        var all = new LinkedHashMap<>(settings);
        all.put(Names.TABLE, "table");
        all.put(Names.OIDC_CLIENT_SECRET, "secret");
        return Configuration.of(all, Set.of(Configuration.Need.OIDC_CLIENT));
    }

    /** Under which headers of ours are sent: the gateway's own answers follow the setting too. */
    List<String> headerPrefixes() {
        return configuration(settings).settings().prefixes();
    }

    String stackName() {
        return "omni-" + name;
    }

    /** The namespace of what is counted in logs. */
    String metrics() {
        return "Omni/" + name;
    }
}

package omni.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.access.SecretName;
import omni.catalog.Catalog;
import omni.catalog.CatalogLoader;
import omni.json.Json;
import omni.lambda.Configuration;
import omni.lambda.OperationSetting;
import software.amazon.awscdk.services.logs.RetentionDays;

/**
 * What one deployment sets: the file {@code infra-cdk/stages/<name>.json}, as {@link StageFile} reads it.
 *
 * @param customerKey whether a key of this account encrypts what is kept, instead of AWS's own
 * @param restored a table to use instead of the stack's own
 * @param release how a new version of a busy function takes over
 * @param userPool what the stage wants of the stack's own user pool
 * @param chatDomain an address of the chat's own; it can't be that of the API
 * @param functions what a function has beside what it would have by itself, by its name
 * @param settings environment variables of the functions, by the names that {@link Configuration} reads; secrets are not
 *     among them. In the order of their names, so that a template is the same each time
 */
public record Stage(
        String name,
        Architecture architecture,
        RetentionDays logRetention,
        boolean customerKey,
        Optional<RestoredTable> restored,
        Release release,
        AlertTargets alerts,
        PoolWishes userPool,
        Optional<Domain> domain,
        Optional<Domain> chatDomain,
        Optional<FirewallRules> firewall,
        Map<String, Tuning> functions,
        Map<String, String> settings) {

    /** The stage of one's own machine, for {@code sam local}; it is what is synthesized when none is named. */
    static final String LOCAL = "local";

    /** Settings that the stack gives by itself, from the table and from the secrets. */
    static final Set<String> GIVEN = Stream.concat(
                    Stream.of(
                            "AWS_REGION",
                            OperationSetting.NAME,
                            Names.TABLE,
                            Names.METRICS,
                            Names.CHAT_CONNECTIONS,
                            Names.CHAT_RUN,
                            Names.LAMBDA),
                    Arrays.stream(SecretName.values()).flatMap(name -> Stream.of(name.setting(), name.from())))
            .collect(Collectors.toUnmodifiableSet());

    /**
     * A table of the stack's account and region that was made from a backup of the stack's own. By name and label alone, so that a
     * stage's file names no account.
     *
     * @param streamLabel what tells its stream from earlier ones of the same table
     */
    record RestoredTable(String name, String streamLabel) {}

    /**
     * Who hears of alarms.
     *
     * @param topicArn a topic that is there already; without it the stack makes one
     * @param emails who is told by the stack's own
     */
    record AlertTargets(Optional<String> topicArn, List<String> emails) {
        AlertTargets {
            emails = List.copyOf(emails);
        }
    }

    /**
     * An address of one's own for the API.
     *
     * @param certificateArn of a certificate of this region
     * @param basePath what stands before every path; empty for nothing
     */
    record Domain(String name, String certificateArn, Optional<String> basePath) {
        String url() {
            return "https://" + name + basePath.map(path -> "/" + path).orElse("");
        }
    }

    /**
     * Of the stack's own user pool.
     *
     * @param domainPrefix the beginning of the sign-in page's address, which is one in a region; empty for one of the stack's making
     * @param callbacks where programs may have people sent back to, beside this machine
     */
    record PoolWishes(Optional<String> domainPrefix, List<String> callbacks) {
        static final PoolWishes NONE = new PoolWishes(Optional.empty(), List.of());

        PoolWishes {
            callbacks = List.copyOf(callbacks);
        }
    }

    /** @param requestsPerFiveMinutes of one client address, before it is refused for a while */
    record FirewallRules(long requestsPerFiveMinutes) {}

    /** What a stage sets for one function. */
    record Tuning(OptionalInt memoryMegabytes, OptionalInt reservedConcurrency) {
        static final Tuning NONE = new Tuning(OptionalInt.empty(), OptionalInt.empty());
    }

    /** Environment variables that the stack has to know by name. */
    static final class Names {
        static final String TABLE = "OMNI_TABLE_NAME";
        static final String METRICS = "OMNI_METRICS_NAMESPACE";
        static final String API_BASE_URL = "OMNI_API_BASE_URL";
        static final String OIDC = "OMNI_OIDC_";
        static final String OIDC_ISSUER = "OMNI_OIDC_ISSUER";
        static final String OIDC_CLIENT_ID = "OMNI_OIDC_CLIENT_ID";

        static final String OIDC_AUDIENCES = "OMNI_OIDC_AUDIENCES";
        static final String OIDC_SCOPES = "OMNI_OIDC_SCOPES";
        static final String OIDC_PUBLIC_CLIENT_ID = "OMNI_OIDC_PUBLIC_CLIENT_ID";

        /** What the check of access tokens needs of OIDC's. */
        static final Set<String> OF_TOKENS = Set.of(OIDC_ISSUER, OIDC_AUDIENCES, OIDC_SCOPES);

        /** What the user pool gives, where there is one. */
        static final Set<String> OF_POOL = Set.of(OIDC_CLIENT_ID, OIDC_SCOPES, OIDC_PUBLIC_CLIENT_ID);

        static final String STRIPE = "OMNI_STRIPE_";
        static final String CATALOG_FILE = "OMNI_CATALOG_FILE";
        static final String CHAT_URL = "OMNI_CHAT_URL";
        static final String CHAT_CONNECTIONS = "OMNI_CHAT_CONNECTIONS_URL";
        static final String CHAT_RUN = "OMNI_CHAT_RUN_FUNCTION";
        static final String LAMBDA = "OMNI_LAMBDA_ENDPOINT";

        private Names() {}
    }

    public Stage {
        functions = Map.copyOf(functions);
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
            return StageFile.parse(name, Json.readObject(Files.readAllBytes(file)));
        } catch (Json.MalformedJson e) {
            throw new StageFault(file.getFileName() + " is not a JSON object");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The functions' own reading of settings. */
    static Configuration configuration(Map<String, String> settings) {
        var all = new LinkedHashMap<>(settings);
        all.put(Names.TABLE, "table");
        all.put(SecretName.OIDC_CLIENT_SECRET.setting(), "secret");
        return Configuration.of(all, Set.of(SecretName.OIDC_CLIENT_SECRET));
    }

    /** Under which headers of ours are sent: the gateway's own answers follow the setting too. */
    List<String> headerPrefixes() {
        return configuration(settings).settings().prefixes();
    }

    /** Whether people sign in with a user pool of the stack: where the stage names no issuer. */
    boolean ownUserPool() {
        return settings.getOrDefault(Names.OIDC_ISSUER, "").isEmpty();
    }

    /**
     * Whether there is a chat. The bundled catalog says it itself; one of one's own stands in the artifact, where nothing is read at
     * synthesis, so that there the address says it.
     */
    boolean hasChat() {
        return settings.getOrDefault(Names.CATALOG_FILE, "").isEmpty()
                ? bundledChat()
                : chatUrl().isPresent();
    }

    private static boolean bundledChat() {
        try (var bundled = Objects.requireNonNull(Catalog.class.getResourceAsStream("/omni/catalog/catalog.json"))) {
            return CatalogLoader.load("(bundled)", bundled.readAllBytes())
                    .chat()
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the chat that the stage's file says: its own domain's, or one before ours. */
    Optional<String> chatUrl() {
        return Optional.of(settings.getOrDefault(Names.CHAT_URL, "")).filter(url -> !url.isEmpty());
    }

    String apiBaseUrl() {
        return settings.getOrDefault(Names.API_BASE_URL, "");
    }

    Tuning tuning(String function) {
        return functions.getOrDefault(function, Tuning.NONE);
    }

    String stackName() {
        return "omni-" + name;
    }

    /** The namespace of what is counted in logs. */
    String metrics() {
        return "Omni/" + name;
    }
}

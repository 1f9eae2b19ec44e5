package omni.lambda;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.access.Operators;
import omni.access.Rotating;
import omni.access.SecretFormat;
import omni.access.SecretName;
import omni.access.SecretStore;
import omni.account.GrantRenewal;
import omni.call.TokenCounting;
import omni.http.Settings;
import omni.json.Timestamps;
import omni.log.Alarms;
import omni.log.LogSink;
import omni.log.MeasuredLog;
import omni.log.RequestLog;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sets (contract 16), read from the environment of a function. Durations in days or seconds as their
 * names say.
 *
 * @param tableName the one table
 * @param region AWS region of the table
 * @param dynamodbEndpoint another address of DynamoDB, for the local world; null for AWS's own
 * @param catalogFile another catalog than the bundled one; null for that
 * @param peppers current, then perhaps the one before; none where the function needs none
 * @param sessionKeys that seal cookies, likewise
 * @param addressSalts what client addresses are hashed with; one, or none where the function serves no public route
 * @param bootstrapTtlSeconds {@code bootstrap.defaultTtlSeconds}: life of a sponsor token that asks for none
 * @param operators {@code operator.subjects}, {@code operator.groupClaim}, {@code operator.group}
 * @param salesContactUrl {@code sales.contactUrl}: where the plan is sold that nobody subscribes to
 * @param upstream {@code upstream.baseUrl}: the API that forwarded routes are sold from; without it they are unknown
 * @param tokenCountMode {@code tokenCount.mode}
 * @param metricsNamespace where CloudWatch keeps what is counted
 * @param needs which secrets there are; all others are empty
 */
public record Configuration(
        Settings settings,
        String tableName,
        String region,
        @Nullable URI dynamodbEndpoint,
        @Nullable Path catalogFile,
        long grantCalls,
        GrantRenewal grantRenewal,
        int grantAdvisoryPercent,
        Duration paymentGrace,
        boolean rateLimits,
        @Nullable Instant aiQuotaGraceUntil,
        boolean keyAsBearer,
        Rotating<List<String>> peppers,
        Rotating<List<byte[]>> sessionKeys,
        Rotating<List<String>> addressSalts,
        Optional<Oidc> oidc,
        StripeSettings stripe,
        Redirects redirects,
        long bootstrapTtlSeconds,
        Operators operators,
        String salesContactUrl,
        Optional<URI> upstream,
        TokenCounting.Mode tokenCountMode,
        String metricsNamespace,
        Set<SecretName> needs) {

    /**
     * The OIDC provider that people sign in with.
     *
     * @param audiences {@code oidc.audiences}: for whom an access token may be; empty means that none is accepted
     * @param clientId empty where the group signs nobody in
     * @param clientSecret likewise
     */
    public record Oidc(URI issuer, List<String> audiences, String clientId, Rotating<String> clientSecret) {
        @Override
        public String toString() {
            return "Oidc[" + issuer + "]";
        }
    }

    /**
     * Stripe's side.
     *
     * @param apiKey empty where the group needs none
     * @param apiBase another address for the same requests; null for Stripe's own
     * @param webhookSecrets current, then perhaps the one before; empty means that the webhook refuses
     */
    public record StripeSettings(
            Rotating<String> apiKey, @Nullable URI apiBase, Rotating<List<String>> webhookSecrets) {
        @Override
        public String toString() {
            return "StripeSettings[" + apiBase + "]";
        }
    }

    /** Where browsers may be sent after a hosted page, and where they go by default. */
    public record Redirects(Set<String> allowList, String successUrl, String cancelUrl, String returnUrl) {}

    /** Without the secrets: a configuration may end up in a message. */
    @Override
    public String toString() {
        return "Configuration[" + tableName + ", " + region + "]";
    }

    /** The configuration of the function that this process is. */
    public static Configuration ofProcess(Set<SecretName> needs) {
        var source = new Source(
                Aws.secrets(System.getenv("AWS_REGION")),
                InstantSource.system(),
                new JsonLog(System.out),
                "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE")));
        return of(System.getenv(), needs, source);
    }

    /**
     * Where secrets come from that the environment only names.
     *
     * @param log is told when they can't be read anew
     * @param lazily whether the first reading waits for the first use: what is read at a snapshot would rest in it
     */
    public record Source(SecretStore store, InstantSource clock, LogSink log, boolean lazily) {

        /** Where there is no store, secrets have to stand in the environment itself. */
        static final Source NONE = new Source(
                name -> new SecretStore.Reading.Unreadable("there is no store"),
                InstantSource.system(),
                new JsonLog(System.out),
                false);
    }

    /**
     * The configuration that some variables say.
     *
     * @throws IllegalStateException naming every setting that is missing or wrong
     */
    public static Configuration of(Map<String, String> variables, Set<SecretName> needs) {
        return of(variables, needs, Source.NONE);
    }

    /**
     * The configuration that some variables say, with secrets of a store.
     *
     * @throws IllegalStateException naming every setting that is missing or wrong
     */
    public static Configuration of(Map<String, String> variables, Set<SecretName> needs, Source source) {
        var env = new Environment(variables);
        var log = new MeasuredLog(source.log(), env.text("OMNI_METRICS_NAMESPACE", "Omni"), source.clock());
        var feed = new SecretFeed(variables, needs, source.store(), source.clock(), alarmWhenStale(log));
        if (!source.lazily()) {
            feed.open().forEach(env::fault);
        }
        var configuration = read(env, needs, Rotating.of(feed::now));
        env.refuseFaults();
        return configuration;
    }

    private static SecretFeed.Watch alarmWhenStale(RequestLog log) {
        return (causes, age) -> {
            log.line(Alarms.SECRETS_NOT_REFRESHED.line().with("causes", causes).with("ageSeconds", age.toSeconds()));
        };
    }

    /** The names of all settings, for whoever deploys them. */
    public static Set<String> names() {
        var env = new Environment(Map.of("OMNI_OIDC_ISSUER", "https://issuer.example.com"));
        var secrets = Set.of(SecretName.values());
        Secrets.references(env, secrets);
        read(env, secrets, Rotating.ofConstant(Secrets.read(env, secrets)));
        return env.namesRead();
    }

    private static Configuration read(Environment env, Set<SecretName> needs, Rotating<Secrets> secrets) {
        return new Configuration(
                settings(env),
                env.requiredText("OMNI_TABLE_NAME"),
                env.text("AWS_REGION", "us-east-1"),
                env.uri("OMNI_DYNAMODB_ENDPOINT").orElse(null),
                env.text("OMNI_CATALOG_FILE").map(Path::of).orElse(null),
                env.number("OMNI_GRANT_CALLS", 250, 0, 1_000_000_000),
                renewal(env),
                (int) env.number("OMNI_GRANT_ADVISORY_PERCENT", 80, 1, 100),
                Duration.ofDays(env.number("OMNI_PAYMENT_GRACE_DAYS", 7, 0, 365)),
                env.truth("OMNI_RATE_LIMIT_ENABLED", true),
                instant(env, "OMNI_AI_QUOTA_GRACE_UNTIL"),
                env.truth("OMNI_KEY_AS_BEARER", true),
                secrets.map(Secrets::peppers),
                secrets.map(Secrets::sessionKeys),
                secrets.map(Secrets::addressSalts),
                oidc(env, needs.contains(SecretName.OIDC_CLIENT_SECRET), secrets.map(Secrets::oidcClientSecret)),
                new StripeSettings(
                        secrets.map(Secrets::stripeApiKey),
                        env.uri("OMNI_STRIPE_API_BASE").orElse(null),
                        secrets.map(Secrets::webhookSecrets)),
                redirects(env),
                env.number("OMNI_BOOTSTRAP_DEFAULT_TTL_SECONDS", 900, 60, 86_400),
                operators(env),
                env.uri("OMNI_SALES_CONTACT_URL").map(URI::toString).orElseGet(() -> env.text("OMNI_UPGRADE_URL", "")),
                upstream(env),
                tokenCountMode(env),
                metricsNamespace(env),
                Set.copyOf(needs));
    }

    private static Settings settings(Environment env) {
        return new Settings(
                headerName(env, "OMNI_HEADER_PREFIX", List.of(env.text("OMNI_HEADER_PREFIX", "Omni-")))
                        .getFirst(),
                headerName(env, "OMNI_HEADER_ALIASES", env.list("OMNI_HEADER_ALIASES", "")),
                headerName(
                        env, "OMNI_VERSION_HEADERS", env.list("OMNI_VERSION_HEADERS", "omni-version,secapi-version")),
                keyPrefix(env),
                env.truth("OMNI_LIVEMODE", false),
                apiBaseUrl(env),
                env.requiredUrl("OMNI_DOCS_BASE_URL"),
                env.requiredUrl("OMNI_UPGRADE_URL"),
                env.requiredUrl("OMNI_BILLING_URL"),
                Set.copyOf(env.list("OMNI_CORS_ORIGINS", "")),
                sessionCookieName(env));
    }

    /** Cookies that anybody on the way may read or set would be no proof of a person: only this very machine does without TLS. */
    private static String apiBaseUrl(Environment env) {
        var url = env.requiredUrl("OMNI_API_BASE_URL");
        var uri = env.uri("OMNI_API_BASE_URL");
        if (uri.filter(base -> !"https".equalsIgnoreCase(base.getScheme()) && !loopback(base))
                .isPresent()) {
            env.fault("OMNI_API_BASE_URL", "must be an https URL; http is for localhost and 127.0.0.1 alone");
        }
        return url;
    }

    private static String sessionCookieName(Environment env) {
        var name = env.text("OMNI_SESSION_COOKIE_NAME", "omni_session");
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,63}")) {
            env.fault("OMNI_SESSION_COOKIE_NAME", "must be letters, digits, hyphens and underscores, a letter first");
        }
        return name;
    }

    private static boolean loopback(URI base) {
        var host = String.valueOf(base.getHost()).toLowerCase(Locale.ROOT);
        return "http".equalsIgnoreCase(base.getScheme())
                && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}"));
    }

    private static List<String> headerName(Environment env, String name, List<String> values) {
        if (!values.stream().allMatch(value -> value.matches("[A-Za-z][A-Za-z0-9-]{0,63}"))) {
            env.fault(name, "must be made of letters, digits and hyphens, as header names are");
        }
        return values;
    }

    private static String keyPrefix(Environment env) {
        var prefix = env.text("OMNI_KEY_PREFIX", "secapi");
        if (!SecretFormat.isBrand(prefix)) {
            env.fault("OMNI_KEY_PREFIX", "must be 2 to 16 lower-case letters and digits, a letter first");
        }
        return prefix;
    }

    private static GrantRenewal renewal(Environment env) {
        var text = env.text("OMNI_GRANT_RENEWAL", "none");
        if (!Set.of("none", "monthly").contains(text)) {
            env.fault("OMNI_GRANT_RENEWAL", "must be none or monthly");
        }
        return text.equals("monthly") ? GrantRenewal.MONTHLY : GrantRenewal.NONE;
    }

    private static @Nullable Instant instant(Environment env, String name) {
        var text = env.text(name);
        var instant = text.flatMap(Timestamps::parse);
        if (text.isPresent() && instant.isEmpty()) {
            env.fault(name, "must be an ISO-8601 instant");
        }
        return instant.orElse(null);
    }

    private static Optional<Oidc> oidc(Environment env, boolean client, Rotating<String> clientSecret) {
        return env.uri("OMNI_OIDC_ISSUER")
                .map(issuer -> new Oidc(
                        issuer,
                        env.list("OMNI_OIDC_AUDIENCES", ""),
                        client ? env.requiredText("OMNI_OIDC_CLIENT_ID") : env.text("OMNI_OIDC_CLIENT_ID", ""),
                        clientSecret));
    }

    private static String metricsNamespace(Environment env) {
        var namespace = env.text("OMNI_METRICS_NAMESPACE", "Omni");
        if (!namespace.matches("[A-Za-z0-9][A-Za-z0-9._/#-]{0,254}") || namespace.startsWith("AWS/")) {
            env.fault("OMNI_METRICS_NAMESPACE", "must be a name that CloudWatch takes, and not begin with AWS");
        }
        return namespace;
    }

    private static TokenCounting.Mode tokenCountMode(Environment env) {
        var text = env.text("OMNI_TOKEN_COUNT_MODE", "always");
        for (var mode : TokenCounting.Mode.values()) {
            if (mode.wire().equals(text)) {
                return mode;
            }
        }
        env.fault("OMNI_TOKEN_COUNT_MODE", "must be always, opt-in or never");
        return TokenCounting.Mode.ALWAYS;
    }

    /** Nothing may stand after its path: what is called is this, then the caller's path and query. */
    private static Optional<URI> upstream(Environment env) {
        var upstream = env.uri("OMNI_UPSTREAM_BASE_URL");
        upstream.filter(url -> !Set.of("http", "https").contains(url.getScheme())
                        || url.getRawUserInfo() != null
                        || url.getRawQuery() != null
                        || url.getRawFragment() != null)
                .ifPresent(url -> env.fault(
                        "OMNI_UPSTREAM_BASE_URL", "must be an http or https URL without user, query and fragment"));
        return upstream;
    }

    private static Redirects redirects(Environment env) {
        return new Redirects(
                Set.copyOf(env.list("OMNI_REDIRECT_ALLOW_LIST", "")),
                env.text("OMNI_REDIRECT_SUCCESS_URL", ""),
                env.text("OMNI_REDIRECT_CANCEL_URL", ""),
                env.text("OMNI_REDIRECT_RETURN_URL", ""));
    }

    private static Operators operators(Environment env) {
        var claim = env.text("OMNI_OPERATOR_GROUP_CLAIM");
        var group = env.text("OMNI_OPERATOR_GROUP");
        if (claim.isPresent() && group.isEmpty()) {
            env.fault("OMNI_OPERATOR_GROUP", "must name the group that OMNI_OPERATOR_GROUP_CLAIM has to hold");
        }
        if (group.isPresent() && claim.isEmpty()) {
            env.fault("OMNI_OPERATOR_GROUP_CLAIM", "must name the claim that holds OMNI_OPERATOR_GROUP");
        }
        return new Operators(
                Set.copyOf(env.list("OMNI_OPERATOR_SUBJECTS", "")),
                claim.isPresent() && group.isPresent() ? new Operators.Group(claim.get(), group.get()) : null);
    }
}

package omni.lambda;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import omni.access.Operators;
import omni.access.Rotating;
import omni.access.SecretFormat;
import omni.access.SecretName;
import omni.account.GrantRenewal;
import omni.call.TokenCounting;
import omni.chat.ChatLimits;
import omni.http.Settings;
import omni.json.Timestamps;
import omni.lambda.Configuration.ChatReach;
import omni.lambda.Configuration.ChatSettings;
import omni.lambda.Configuration.Oidc;
import omni.lambda.Configuration.Redirects;
import omni.lambda.Configuration.StripeSettings;
import org.jspecify.annotations.Nullable;

/** Reads each setting from the environment, with its default and what it may be; faults gather in the environment. */
final class ConfigurationReader {

    private final Environment env;

    ConfigurationReader(Environment env) {
        this.env = env;
    }

    Configuration read(Set<SecretName> needs, Rotating<Secrets> secrets) {
        return new Configuration(
                settings(),
                env.requiredText("OMNI_TABLE_NAME"),
                env.text("AWS_REGION", "us-east-1"),
                env.uri("OMNI_DYNAMODB_ENDPOINT").orElse(null),
                env.text("OMNI_CATALOG_FILE").map(Path::of).orElse(null),
                env.number("OMNI_GRANT_CALLS", 250, 0, 1_000_000_000),
                renewal(),
                (int) env.number("OMNI_GRANT_ADVISORY_PERCENT", 80, 1, 100),
                Duration.ofDays(env.number("OMNI_PAYMENT_GRACE_DAYS", 7, 0, 365)),
                env.truth("OMNI_RATE_LIMIT_ENABLED", true),
                instant("OMNI_AI_QUOTA_GRACE_UNTIL"),
                env.truth("OMNI_KEY_AS_BEARER", true),
                secrets.map(Secrets::peppers),
                secrets.map(Secrets::sessionKeys),
                secrets.map(Secrets::addressSalts),
                oidc(needs.contains(SecretName.OIDC_CLIENT_SECRET), secrets.map(Secrets::oidcClientSecret)),
                new StripeSettings(
                        secrets.map(Secrets::stripeApiKey),
                        env.uri("OMNI_STRIPE_API_BASE").orElse(null),
                        secrets.map(Secrets::webhookSecrets)),
                redirects(),
                env.number("OMNI_BOOTSTRAP_DEFAULT_TTL_SECONDS", 900, 60, 86_400),
                operators(),
                env.uri("OMNI_SALES_CONTACT_URL").map(URI::toString).orElseGet(() -> env.text("OMNI_UPGRADE_URL", "")),
                upstream(),
                tokenCountMode(),
                metricsNamespace(),
                chat(secrets.map(Secrets::ticketSecrets)),
                Set.copyOf(needs));
    }

    private Settings settings() {
        return new Settings(
                headerName("OMNI_HEADER_PREFIX", List.of(env.text("OMNI_HEADER_PREFIX", "Omni-")))
                        .getFirst(),
                headerName("OMNI_HEADER_ALIASES", env.list("OMNI_HEADER_ALIASES", "")),
                headerName("OMNI_VERSION_HEADERS", env.list("OMNI_VERSION_HEADERS", "omni-version,secapi-version")),
                keyPrefix(),
                env.truth("OMNI_LIVEMODE", false),
                apiBaseUrl(),
                env.requiredUrl("OMNI_DOCS_BASE_URL"),
                env.requiredUrl("OMNI_UPGRADE_URL"),
                env.requiredUrl("OMNI_BILLING_URL"),
                Set.copyOf(env.list("OMNI_CORS_ORIGINS", "")),
                sessionCookieName());
    }

    /** Cookies that anybody on the way may read or set would be no proof of a person: only this very machine does without TLS. */
    private String apiBaseUrl() {
        var url = env.requiredUrl("OMNI_API_BASE_URL");
        var uri = env.uri("OMNI_API_BASE_URL");
        if (uri.filter(base -> !"https".equalsIgnoreCase(base.getScheme()) && !loopback(base))
                .isPresent()) {
            env.fault("OMNI_API_BASE_URL", "must be an https URL; http is for localhost and 127.0.0.1 alone");
        }
        return url;
    }

    private String sessionCookieName() {
        var name = env.text("OMNI_SESSION_COOKIE_NAME", "omni_session");
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,63}")) {
            env.fault("OMNI_SESSION_COOKIE_NAME", "must be letters, digits, hyphens and underscores, a letter first");
        }
        return name;
    }

    private static boolean loopback(URI base) {
        return "http".equalsIgnoreCase(base.getScheme()) && loopbackHost(base);
    }

    private static boolean loopbackHost(URI base) {
        var host = String.valueOf(base.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private List<String> headerName(String name, List<String> values) {
        if (!values.stream().allMatch(value -> value.matches("[A-Za-z][A-Za-z0-9-]{0,63}"))) {
            env.fault(name, "must be made of letters, digits and hyphens, as header names are");
        }
        return values;
    }

    private String keyPrefix() {
        var prefix = env.text("OMNI_KEY_PREFIX", "secapi");
        if (!SecretFormat.isBrand(prefix)) {
            env.fault("OMNI_KEY_PREFIX", "must be 2 to 16 lower-case letters and digits, a letter first");
        }
        return prefix;
    }

    private GrantRenewal renewal() {
        var text = env.text("OMNI_GRANT_RENEWAL", "none");
        if (!Set.of("none", "monthly").contains(text)) {
            env.fault("OMNI_GRANT_RENEWAL", "must be none or monthly");
        }
        return text.equals("monthly") ? GrantRenewal.MONTHLY : GrantRenewal.NONE;
    }

    private @Nullable Instant instant(String name) {
        var text = env.text(name);
        var instant = text.flatMap(Timestamps::parse);
        if (text.isPresent() && instant.isEmpty()) {
            env.fault(name, "must be an ISO-8601 instant");
        }
        return instant.orElse(null);
    }

    private Optional<Oidc> oidc(boolean client, Rotating<String> clientSecret) {
        return env.uri("OMNI_OIDC_ISSUER")
                .map(issuer -> new Oidc(
                        issuer,
                        env.list("OMNI_OIDC_AUDIENCES", ""),
                        scopes(),
                        env.text("OMNI_OIDC_PUBLIC_CLIENT_ID", ""),
                        client ? env.requiredText("OMNI_OIDC_CLIENT_ID") : env.text("OMNI_OIDC_CLIENT_ID", ""),
                        clientSecret));
    }

    /** They stand in a header between quotes, with spaces between them (RFC 6749, 3.3). */
    private List<String> scopes() {
        var scopes = env.list("OMNI_OIDC_SCOPES", "");
        if (!scopes.stream().allMatch(scope -> scope.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,256}"))) {
            env.fault("OMNI_OIDC_SCOPES", "must be scopes of the issuer, without spaces, quotes and backslashes");
        }
        return scopes;
    }

    private String metricsNamespace() {
        var namespace = env.text("OMNI_METRICS_NAMESPACE", "Omni");
        if (!namespace.matches("[A-Za-z0-9][A-Za-z0-9._/#-]{0,254}") || namespace.startsWith("AWS/")) {
            env.fault("OMNI_METRICS_NAMESPACE", "must be a name that CloudWatch takes, and not begin with AWS");
        }
        return namespace;
    }

    private TokenCounting.Mode tokenCountMode() {
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
    private Optional<URI> upstream() {
        var upstream = env.uri("OMNI_UPSTREAM_BASE_URL");
        upstream.filter(url -> !Set.of("http", "https").contains(url.getScheme())
                        || url.getRawUserInfo() != null
                        || url.getRawQuery() != null
                        || url.getRawFragment() != null)
                .ifPresent(url -> env.fault(
                        "OMNI_UPSTREAM_BASE_URL", "must be an http or https URL without user, query and fragment"));
        return upstream;
    }

    private Redirects redirects() {
        return new Redirects(
                Set.copyOf(env.list("OMNI_REDIRECT_ALLOW_LIST", "")),
                env.text("OMNI_REDIRECT_SUCCESS_URL", ""),
                env.text("OMNI_REDIRECT_CANCEL_URL", ""),
                env.text("OMNI_REDIRECT_RETURN_URL", ""));
    }

    /** The limit has a switch of its own, which is on where money is real unless somebody says otherwise. */
    private ChatSettings chat(Rotating<List<String>> ticketSecrets) {
        var limits = new ChatLimits(
                (int) env.number("RATE_LIMIT_CHAT_RPM", 30, 1, ChatLimits.MOST_MESSAGES_PER_MINUTE),
                env.truth("RATE_LIMIT_ENABLED", env.truth("OMNI_LIVEMODE", false)),
                (int) env.number("OMNI_CHAT_MAX_CONNECTIONS_PER_USER", 20, 1, ChatLimits.MOST_CONNECTIONS));
        return new ChatSettings(chatUrl(), chatReach(), limits, ticketSecrets);
    }

    /** Both or neither: whoever starts a run has to be able to say that it could not. */
    private Optional<ChatReach> chatReach() {
        var connections = env.uri("OMNI_CHAT_CONNECTIONS_URL");
        var function = env.text("OMNI_CHAT_RUN_FUNCTION");
        var lambda = env.uri("OMNI_LAMBDA_ENDPOINT");
        if (connections.isPresent() != function.isPresent()) {
            env.fault("OMNI_CHAT_CONNECTIONS_URL and OMNI_CHAT_RUN_FUNCTION must be set together");
        }
        return connections.flatMap(url -> function.map(name -> new ChatReach(url, name, lambda)));
    }

    /** A ticket stands in its query: nobody on the way may read it, but on this very machine. */
    private Optional<URI> chatUrl() {
        var url = env.uri("OMNI_CHAT_URL");
        url.filter(each -> !"wss".equals(each.getScheme()) && !("ws".equals(each.getScheme()) && loopbackHost(each)))
                .ifPresent(
                        _ -> env.fault("OMNI_CHAT_URL", "must be a wss URL; ws is for localhost and 127.0.0.1 alone"));
        url.filter(each -> each.getRawUserInfo() != null || each.getRawQuery() != null || each.getRawFragment() != null)
                .ifPresent(_ -> env.fault("OMNI_CHAT_URL", "must have no user, query and fragment"));
        return url;
    }

    private Operators operators() {
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

package omni.lambda;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.access.Operators;
import omni.access.Rotating;
import omni.access.SecretName;
import omni.access.SecretStore;
import omni.account.GrantRenewal;
import omni.call.TokenCounting;
import omni.chat.ChatLimits;
import omni.http.Settings;
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
 * @param chat where chats are opened, and what bounds them
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
        ChatSettings chat,
        Set<SecretName> needs) {

    /**
     * The OIDC provider that people sign in with.
     *
     * @param audiences {@code oidc.audiences}: for whom an access token may be; empty means that none is accepted
     * @param scopes {@code oidc.scopes}: what an MCP client is told to ask the issuer for; empty means that it is told nothing
     * @param publicClientId {@code oidc.publicClientId}: as whom programs may sign people in without a secret; empty for none
     * @param clientId empty where the group signs nobody in
     * @param clientSecret likewise
     */
    public record Oidc(
            URI issuer,
            List<String> audiences,
            List<String> scopes,
            String publicClientId,
            String clientId,
            Rotating<String> clientSecret) {

        public Oidc {
            audiences = List.copyOf(audiences);
            scopes = List.copyOf(scopes);
        }

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

    /**
     * The chat (contract 14).
     *
     * @param url {@code chat.url}: what a WebSocket is opened at; without it nobody gets a ticket
     * @param reach how its functions reach connections and each other; empty where a function has no need to
     * @param ticketSecrets what tickets are signed with, then perhaps another that is accepted; none where none is read
     */
    public record ChatSettings(
            Optional<URI> url, Optional<ChatReach> reach, ChatLimits limits, Rotating<List<String>> ticketSecrets) {
        @Override
        public String toString() {
            return "ChatSettings[" + url.map(URI::toString).orElse("") + ", " + limits + "]";
        }
    }

    /**
     * How the functions of the chat reach its connections, and the function that works on messages.
     *
     * @param connections the WebSocket API with its stage, over HTTP
     * @param runFunction the name or ARN of the function, with its alias
     * @param lambda another address of Lambda, for the local world; empty for AWS's own
     */
    public record ChatReach(URI connections, String runFunction, Optional<URI> lambda) {}

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
        var configuration = new ConfigurationReader(env).read(needs, Rotating.of(feed::now));
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
        new ConfigurationReader(env).read(secrets, Rotating.ofConstant(Secrets.read(env, secrets)));
        return env.namesRead();
    }
}

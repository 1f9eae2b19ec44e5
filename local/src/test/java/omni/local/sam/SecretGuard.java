package omni.local.sam;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.access.Rotating;
import omni.access.SecretName;
import omni.endpoint.Endpoints;
import omni.job.Jobs;
import omni.lambda.Configuration;
import omni.lambda.Configuration.ChatSettings;
import omni.lambda.Configuration.Oidc;
import omni.lambda.Configuration.StripeSettings;

/** Lets a function read the secrets that its constant lists, as IAM does in AWS, and remembers which it read. */
final class SecretGuard {

    /** Who reads before any function is called. */
    static final String START = "(start)";

    /** What the constant of each function lists, by its name. */
    static final Map<String, Set<SecretName>> GRANTED = Stream.concat(
                    Arrays.stream(Endpoints.values())
                            .map(endpoint -> Map.entry(
                                    endpoint.operation().operationId(),
                                    endpoint.operation().secrets())),
                    Arrays.stream(Jobs.values()).map(job -> Map.entry(job.functionName(), job.secrets())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final Map<String, Set<SecretName>> read = new HashMap<>();
    private final Set<String> refused = new TreeSet<>();
    private String function = START;
    private Set<SecretName> granted = Set.of();

    synchronized void become(String name, Set<SecretName> functionsSecrets) {
        function = name;
        granted = functionsSecrets;
        refused.clear();
    }

    /** What the function read and may not. */
    synchronized Set<String> refused() {
        return Set.copyOf(refused);
    }

    /** Whether a function was called here. */
    synchronized boolean knows(String name) {
        return read.containsKey(name);
    }

    /** Everything that a function has read so far. */
    synchronized Set<SecretName> readBy(String name) {
        return Set.copyOf(read.getOrDefault(name, Set.of()));
    }

    /** It was called, even if it reads nothing. */
    synchronized void called(String name) {
        of(name);
    }

    private Set<SecretName> of(String name) {
        return read.computeIfAbsent(name, _ -> EnumSet.noneOf(SecretName.class));
    }

    private synchronized void reads(SecretName secret) {
        of(function).add(secret);
        if (!granted.contains(secret)) {
            refused.add(function + " reads " + secret);
            throw new SecurityException(function + " may not read " + secret);
        }
    }

    private <T> Rotating<T> guarded(SecretName name, Rotating<T> secret) {
        return Rotating.of(() -> {
            reads(name);
            return secret.now();
        });
    }

    /** The same configuration, whose secrets are read past this guard. */
    Configuration over(Configuration whole) {
        var stripe = whole.stripe();
        return new Configuration(
                whole.settings(),
                whole.tableName(),
                whole.region(),
                whole.dynamodbEndpoint(),
                whole.catalogFile(),
                whole.grantCalls(),
                whole.grantRenewal(),
                whole.grantAdvisoryPercent(),
                whole.paymentGrace(),
                whole.rateLimits(),
                whole.aiQuotaGraceUntil(),
                whole.keyAsBearer(),
                guarded(SecretName.PEPPERS, whole.peppers()),
                guarded(SecretName.SESSION_KEY, whole.sessionKeys()),
                guarded(SecretName.ADDRESS_SALT, whole.addressSalts()),
                whole.oidc()
                        .map(oidc -> new Oidc(
                                oidc.issuer(),
                                oidc.audiences(),
                                oidc.scopes(),
                                oidc.publicClientId(),
                                oidc.clientId(),
                                guarded(SecretName.OIDC_CLIENT_SECRET, oidc.clientSecret()))),
                new StripeSettings(
                        guarded(SecretName.STRIPE_API_KEY, stripe.apiKey()),
                        stripe.apiBase(),
                        guarded(SecretName.STRIPE_WEBHOOK_SECRETS, stripe.webhookSecrets())),
                whole.redirects(),
                whole.bootstrapTtlSeconds(),
                whole.operators(),
                whole.salesContactUrl(),
                whole.upstream(),
                whole.tokenCountMode(),
                whole.metricsNamespace(),
                new ChatSettings(
                        whole.chat().url(),
                        whole.chat().reach(),
                        whole.chat().limits(),
                        guarded(
                                SecretName.TICKET_SECRET_PRIMARY,
                                guarded(
                                        SecretName.TICKET_SECRET_PREVIOUS,
                                        whole.chat().ticketSecrets()))),
                whole.needs());
    }
}

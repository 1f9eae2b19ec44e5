package omni.infra;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import omni.access.SecretName;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.SecretValue;
import software.amazon.awscdk.services.cognito.CfnUserPoolClient;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * Where secrets are kept. Pepper, session key, salt and the secrets of tickets are made by the deployment and never shown; those of others are put into
 * Secrets Manager by hand before the first deployment: {@code omni/<stage>/stripe} with the field {@code apiKey}, {@code
 * omni/<stage>/webhooks} with the field {@code webhookSecrets}, and for an issuer of one's own {@code omni/<stage>/oidc} with the
 * field {@code clientSecret}; that of the stack's user pool is put there by the deployment.
 *
 * <p>Rights are for whole secrets, so what different functions read stands in different ones, and which function reads which says its
 * constant in {@code Endpoints} or {@code Jobs}, for rights and environment alike. AWS's own key encrypts them: that needs no right of
 * the function.
 *
 * <p>A function's environment names what it reads; it may read the value, and nothing else, when it runs. So no value passes through a
 * deployment, and a rotation needs none (docs/configuration.md). The stage of one's own machine has the settings themselves, for
 * {@code sam local} to set.
 */
final class StackSecrets extends Construct {

    private static final int PEPPER_CHARACTERS = 64;

    /** So many letters and digits are base64 of 32 bytes. */
    private static final int SESSION_KEY_CHARACTERS = 43;

    private static final int TICKET_SECRET_CHARACTERS = 64;

    private final Map<SecretName, Kept> kept = new EnumMap<>(SecretName.class);
    private final boolean local;

    StackSecrets(Construct scope, String id, Stage stage, Identity identity) {
        super(scope, id);
        keep(
                SecretName.PEPPERS,
                generate(
                        "Pepper",
                        "Hashes keys and tokens; may be two, comma separated, current first",
                        PEPPER_CHARACTERS));
        keep(
                SecretName.SESSION_KEY,
                generate(
                        "SessionKey",
                        "Seals the browser's cookie; may be two, comma separated, current first",
                        SESSION_KEY_CHARACTERS));
        keep(
                SecretName.ADDRESS_SALT,
                generate("AddressSalt", "Hashes client addresses of public routes", PEPPER_CHARACTERS));
        keep(
                SecretName.TICKET_SECRET_PRIMARY,
                generate("TicketSecret", "Signs tickets of the chat", TICKET_SECRET_CHARACTERS));
        keep(
                SecretName.TICKET_SECRET_PREVIOUS,
                generate(
                        "OtherTicketSecret",
                        "Accepted on tickets of the chat as well: the secret of before, or the next one",
                        TICKET_SECRET_CHARACTERS));
        keep(SecretName.STRIPE_API_KEY, byHand("Stripe", stage, "stripe"), "apiKey");
        keep(SecretName.STRIPE_WEBHOOK_SECRETS, byHand("Webhooks", stage, "webhooks"), "webhookSecrets");
        identity.client()
                .ifPresentOrElse(
                        client -> keep(SecretName.OIDC_CLIENT_SECRET, ofUserPool(client)),
                        () -> keep(SecretName.OIDC_CLIENT_SECRET, byHand("Oidc", stage, "oidc"), "clientSecret"));
        local = stage.name().equals(Stage.LOCAL);
    }

    /**
     * Where one secret is kept.
     *
     * @param place in the words of a setting {@code …_FROM}
     */
    private record Kept(ISecret secret, String place) {}

    private void keep(SecretName name, ISecret secret) {
        kept.put(name, new Kept(secret, secret.getSecretArn()));
    }

    private void keep(SecretName name, ISecret secret, String field) {
        kept.put(name, new Kept(secret, secret.getSecretName() + "#" + field));
    }

    private ISecret byHand(String id, Stage stage, String name) {
        return Secret.fromSecretNameV2(this, id, "omni/" + stage.name() + "/" + name);
    }

    /** Always in the same order, so that a template is the same each time. */
    private Stream<SecretName> select(Set<SecretName> names) {
        return kept.keySet().stream().filter(names::contains);
    }

    /** What a function is told of its secrets, by the names of environment variables. */
    Map<String, String> variables(Set<SecretName> names) {
        var variables = new LinkedHashMap<String, String>();
        select(names)
                .forEach(name -> variables.put(
                        local ? name.setting() : name.from(),
                        local ? "" : Objects.requireNonNull(kept.get(name)).place()));
        return variables;
    }

    /** That it may read them. A secret made by hand has an ARN with six characters that nobody knows before. */
    List<PolicyStatement> statements(Set<SecretName> names) {
        var arns = select(names)
                .map(name -> {
                    var secret = Objects.requireNonNull(kept.get(name)).secret();
                    var arn = secret.getSecretFullArn();
                    return arn == null ? secret.getSecretArn() + "-??????" : arn;
                })
                .toList();
        return arns.isEmpty()
                ? List.of()
                : List.of(PolicyStatement.Builder.create()
                        .actions(List.of("secretsmanager:GetSecretValue"))
                        .resources(arns)
                        .build());
    }

    /** Cognito makes it, CloudFormation carries it over: no template and no person sees it. */
    private ISecret ofUserPool(UserPoolClient client) {
        var resource =
                (CfnUserPoolClient) Objects.requireNonNull(client.getNode().getDefaultChild());
        var secret = Secret.Builder.create(this, "OidcClient")
                .description("Tells the user pool who we are")
                .secretStringValue(SecretValue.resourceAttribute(resource.getAttrClientSecret()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        exemptFromRotation(secret);
        return secret;
    }

    private static void exemptFromRotation(Secret secret) {
        Exemption.write(
                secret,
                new Exemption(
                        "AwsSolutions-SMG4",
                        "What it has hashed or sealed has to stay readable: it is changed by hand, in the steps that"
                                + " docs/configuration.md names."));
    }

    private Secret generate(String id, String description, int characters) {
        var secret = Secret.Builder.create(this, id)
                .description(description)
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(characters)
                        .excludePunctuation(true)
                        .build())
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        exemptFromRotation(secret);
        return secret;
    }
}

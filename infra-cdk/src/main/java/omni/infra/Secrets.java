package omni.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.http.Operation.Group;
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
 * Where secrets are kept, and which group reads which. Pepper and session key are made by the deployment and never shown; those of
 * others are put into Secrets Manager by hand before the first deployment: {@code omni/<stage>/stripe} with the fields
 * {@code apiKey} and {@code webhookSecrets}, and for an issuer of one's own {@code omni/<stage>/oidc} with the field
 * {@code clientSecret}; that of the stack's user pool is put there by the deployment.
 *
 * <p>A function's environment names what it reads; it may read the value, and nothing else, when it runs. So no value passes through a
 * deployment, and a rotation needs none (docs/configuration.md). The stage of one's own machine has the settings themselves, for
 * {@code sam local} to set.
 */
final class Secrets extends Construct {

    private static final int PEPPER_CHARACTERS = 64;

    /** So many letters and digits are base64 of 32 bytes. */
    private static final int SESSION_KEY_CHARACTERS = 43;

    private final Secret pepper;
    private final Secret sessionKey;
    private final ISecret stripe;
    private final Kept oidc;
    private final boolean local;

    Secrets(Construct scope, String id, Stage stage, Identity identity) {
        super(scope, id);
        pepper = generated(
                "Pepper", "Hashes keys and tokens; may be two, comma separated, current first", PEPPER_CHARACTERS);
        sessionKey = generated(
                "SessionKey",
                "Seals the browser's cookie; may be two, comma separated, current first",
                SESSION_KEY_CHARACTERS);
        stripe = Secret.fromSecretNameV2(this, "Stripe", "omni/" + stage.name() + "/stripe");
        oidc = identity.client()
                .map(this::ofUserPool)
                .orElseGet(() -> field(
                        Stage.Names.OIDC_CLIENT_SECRET,
                        Secret.fromSecretNameV2(this, "Oidc", "omni/" + stage.name() + "/oidc"),
                        "clientSecret"));
        local = stage.name().equals(Stage.LOCAL);
    }

    /**
     * Where one setting is kept.
     *
     * @param place in the words of a setting {@code …_FROM}
     */
    private record Kept(String setting, ISecret secret, String place) {}

    private List<Kept> keptFor(Group group) {
        var peppers = new Kept(Stage.Names.PEPPERS, pepper, pepper.getSecretArn());
        var sessionKeys = new Kept(Stage.Names.SESSION_KEY, sessionKey, sessionKey.getSecretArn());
        return switch (group) {
            case AUTHORIZER -> List.of(peppers, sessionKeys);
            case ACCOUNT -> List.of(peppers, sessionKeys, oidc);
            case STRIPE ->
                List.of(
                        field(Stage.Names.STRIPE_API_KEY, stripe, "apiKey"),
                        field(Stage.Names.STRIPE_WEBHOOK_SECRETS, stripe, "webhookSecrets"));
            case METERED, JOBS -> List.of();
        };
    }

    private static Kept field(String setting, ISecret secret, String field) {
        return new Kept(setting, secret, secret.getSecretName() + "#" + field);
    }

    /** What the functions of a group are told of their secrets, by the names of environment variables. */
    Map<String, String> of(Group group) {
        var variables = new LinkedHashMap<String, String>();
        keptFor(group)
                .forEach(kept -> variables.put(
                        local ? kept.setting() : kept.setting() + Stage.Names.FROM, local ? "" : kept.place()));
        return variables;
    }

    /** That they may read them. A secret made by hand has an ARN with six characters that nobody knows before. */
    List<PolicyStatement> statements(Group group) {
        var arns = keptFor(group).stream()
                .map(kept -> {
                    var arn = kept.secret().getSecretFullArn();
                    return arn == null ? kept.secret().getSecretArn() + "-??????" : arn;
                })
                .distinct()
                .toList();
        return arns.isEmpty()
                ? List.of()
                : List.of(PolicyStatement.Builder.create()
                        .actions(List.of("secretsmanager:GetSecretValue"))
                        .resources(arns)
                        .build());
    }

    /** Cognito makes it, CloudFormation carries it over: no template and no person sees it. */
    private Kept ofUserPool(UserPoolClient client) {
        var resource =
                (CfnUserPoolClient) Objects.requireNonNull(client.getNode().getDefaultChild());
        var secret = Secret.Builder.create(this, "OidcClient")
                .description("Tells the user pool who we are")
                .secretStringValue(SecretValue.resourceAttribute(resource.getAttrClientSecret()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        unrotated(secret);
        return new Kept(Stage.Names.OIDC_CLIENT_SECRET, secret, secret.getSecretArn());
    }

    private static void unrotated(Secret secret) {
        Exemption.write(
                secret,
                new Exemption(
                        "AwsSolutions-SMG4",
                        "What it has hashed or sealed has to stay readable: it is changed by hand, in the steps that"
                                + " docs/configuration.md names."));
    }

    private Secret generated(String id, String description, int characters) {
        var secret = Secret.Builder.create(this, id)
                .description(description)
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(characters)
                        .excludePunctuation(true)
                        .build())
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        unrotated(secret);
        return secret;
    }
}

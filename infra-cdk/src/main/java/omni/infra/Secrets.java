package omni.infra;

import java.util.LinkedHashMap;
import java.util.Map;
import omni.http.Operation.Group;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.SecretValue;
import software.amazon.awscdk.SecretsManagerSecretOptions;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * Where secrets are kept, and which group reads which. Pepper and session key are made by the deployment and never shown; those of
 * others are put into Secrets Manager by hand before the first deployment: {@code omni/<stage>/stripe} with the fields
 * {@code apiKey} and {@code webhookSecrets}, {@code omni/<stage>/oidc} with the field {@code clientSecret}.
 *
 * <p>Functions get them as dynamic references: CloudFormation puts the value in when it deploys, the template holds only
 * the reference. That a rotation needs a deployment is the price.
 */
final class Secrets extends Construct {

    private static final int PEPPER_CHARACTERS = 64;

    /** So many letters and digits and a {@code =} are base64 of 32 bytes. */
    private static final int SESSION_KEY_CHARACTERS = 43;

    private final Secret pepper;
    private final Secret sessionKey;
    private final String stripe;
    private final String oidc;

    Secrets(Construct scope, String id, Stage stage) {
        super(scope, id);
        pepper = generated(
                "Pepper", "Hashes keys and tokens; may be two, comma separated, current first", PEPPER_CHARACTERS);
        sessionKey = generated("SessionKey", "Seals the browser's cookie", SESSION_KEY_CHARACTERS);
        stripe = "omni/" + stage.name() + "/stripe";
        oidc = "omni/" + stage.name() + "/oidc";
    }

    /** The secrets of a group, by the names of their environment variables. */
    Map<String, String> of(Group group) {
        var variables = new LinkedHashMap<String, String>();
        switch (group) {
            case AUTHORIZER -> {
                variables.put(Stage.Names.PEPPERS, reference(pepper.getSecretValue()));
                variables.put(Stage.Names.SESSION_KEY, reference(sessionKey.getSecretValue()) + "=");
            }
            case ACCOUNT -> {
                variables.put(Stage.Names.PEPPERS, reference(pepper.getSecretValue()));
                variables.put(Stage.Names.SESSION_KEY, reference(sessionKey.getSecretValue()) + "=");
                variables.put(Stage.Names.OIDC_CLIENT_SECRET, reference(kept(oidc, "clientSecret")));
            }
            case STRIPE -> {
                variables.put(Stage.Names.STRIPE_API_KEY, reference(kept(stripe, "apiKey")));
                variables.put(Stage.Names.STRIPE_WEBHOOK_SECRETS, reference(kept(stripe, "webhookSecrets")));
            }
            case METERED, JOBS -> {}
        }
        return variables;
    }

    private Secret generated(String id, String description, int characters) {
        return Secret.Builder.create(this, id)
                .description(description)
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(characters)
                        .excludePunctuation(true)
                        .build())
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
    }

    private static SecretValue kept(String name, String field) {
        return SecretValue.secretsManager(
                name, SecretsManagerSecretOptions.builder().jsonField(field).build());
    }

    /** The reference, not the value: "unsafe" means that whoever reads the function's environment reads the secret. */
    private static String reference(SecretValue value) {
        return value.unsafeUnwrap();
    }
}

package omni.local.stripe;

import java.util.Optional;
import java.util.UUID;
import omni.access.SecretStore.Reading;
import omni.aws.SecretsManager;
import omni.stripe.SigningSecretPlace;

/** The secret of AWS Secrets Manager that deployed functions read the signing secrets from. */
public record SecretOnAws(String name, SecretsManager store) implements SigningSecretPlace {

    @Override
    public Reading read() {
        return store.read(name);
    }

    @Override
    public Optional<String> write(String text) {
        return store.write(name, text, UUID.randomUUID().toString());
    }
}

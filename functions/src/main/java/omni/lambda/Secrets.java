package omni.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import omni.access.SecretHasher;
import omni.access.SecretName;

/**
 * The secrets of one moment; those that the function does not need are empty, whatever its environment says.
 *
 * @param peppers what keys and tokens are hashed with: the current one, then perhaps the one before
 * @param sessionKeys what cookies are sealed with, 32 bytes each: the current one, then perhaps the one before
 * @param addressSalts what client addresses are hashed with: the one salt
 * @param webhookSecrets current, then perhaps the one before; empty means that the webhook refuses
 * @param ticketSecrets what tickets of the chat are signed with: the primary one, then perhaps the other that is accepted
 */
record Secrets(
        List<String> peppers,
        List<byte[]> sessionKeys,
        List<String> addressSalts,
        String oidcClientSecret,
        String stripeApiKey,
        List<String> webhookSecrets,
        List<String> ticketSecrets) {

    private static final int SESSION_KEY_BYTES = 32;
    private static final int TICKET_SECRET_BYTES = 32;

    /** Which of the needed ones stand in the store: what is set itself is not looked for there. */
    static Map<SecretName, SecretReference> references(Environment env, Set<SecretName> needs) {
        var references = new EnumMap<SecretName, SecretReference>(SecretName.class);
        needs.forEach(name -> env.text(name.from())
                .filter(_ -> env.text(name.setting()).isEmpty())
                .ifPresent(from -> references.put(name, SecretReference.of(from))));
        return references;
    }

    static Secrets read(Environment env, Set<SecretName> needs) {
        return new Secrets(
                needs.contains(SecretName.PEPPERS) ? peppers(env) : List.of(),
                needs.contains(SecretName.SESSION_KEY) ? sessionKeys(env) : List.of(),
                needs.contains(SecretName.ADDRESS_SALT) ? addressSalts(env) : List.of(),
                needs.contains(SecretName.OIDC_CLIENT_SECRET) ? clientSecret(env) : "",
                needs.contains(SecretName.STRIPE_API_KEY) ? env.requiredText(SecretName.STRIPE_API_KEY.setting()) : "",
                needs.contains(SecretName.STRIPE_WEBHOOK_SECRETS)
                        ? env.list(SecretName.STRIPE_WEBHOOK_SECRETS.setting(), "")
                        : List.of(),
                ticketSecrets(env, needs));
    }

    /** Without an issuer we are nobody's client. */
    private static String clientSecret(Environment env) {
        var setting = SecretName.OIDC_CLIENT_SECRET.setting();
        return env.text("OMNI_OIDC_ISSUER").isPresent() ? env.requiredText(setting) : env.text(setting, "");
    }

    private static List<String> addressSalts(Environment env) {
        var setting = SecretName.ADDRESS_SALT.setting();
        var salt = env.requiredText(setting);
        if (!salt.isEmpty() && SecretHasher.isTooShort(salt)) {
            env.fault(setting, "must have at least " + SecretHasher.MIN_PEPPER_BYTES + " bytes");
        }
        return List.of(salt);
    }

    /** As long as what HMAC-SHA-256 gives: a shorter one would be the weaker part. */
    private static List<String> ticketSecrets(Environment env, Set<SecretName> needs) {
        return Stream.of(SecretName.TICKET_SECRET_PRIMARY, SecretName.TICKET_SECRET_PREVIOUS)
                .filter(needs::contains)
                .map(name -> ticketSecret(env, name))
                .filter(secret -> !secret.isEmpty())
                .toList();
    }

    private static String ticketSecret(Environment env, SecretName name) {
        var secret = name == SecretName.TICKET_SECRET_PRIMARY
                ? env.requiredText(name.setting())
                : env.text(name.setting(), "");
        if (!secret.isEmpty() && secret.getBytes(StandardCharsets.UTF_8).length < TICKET_SECRET_BYTES) {
            env.fault(name.setting(), "must have at least " + TICKET_SECRET_BYTES + " bytes");
        }
        return secret;
    }

    private static List<String> peppers(Environment env) {
        var setting = SecretName.PEPPERS.setting();
        var peppers = env.list(setting, "");
        if (peppers.isEmpty() || peppers.size() > 2) {
            env.fault(setting, "must be the current pepper, then perhaps the one before, comma separated");
        }
        if (peppers.stream().anyMatch(SecretHasher::isTooShort)) {
            env.fault(setting, "must have at least " + SecretHasher.MIN_PEPPER_BYTES + " bytes each");
        }
        return peppers;
    }

    private static List<byte[]> sessionKeys(Environment env) {
        var setting = SecretName.SESSION_KEY.setting();
        var keys = env.list(setting, "");
        if (keys.isEmpty() || keys.size() > 2) {
            env.fault(setting, "must be the current key, then perhaps the one before, comma separated");
        }
        var bytes = keys.stream().map(Secrets::base64).toList();
        if (bytes.stream().anyMatch(key -> key.length != SESSION_KEY_BYTES)) {
            env.fault(setting, "must be 32 bytes in base64 each");
        }
        return bytes;
    }

    /** Nothing for what is no base64. */
    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    @Override
    public String toString() {
        return "Secrets";
    }
}

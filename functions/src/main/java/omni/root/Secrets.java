package omni.root;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import omni.access.SecretHasher;
import omni.root.Configuration.Need;

/**
 * The secrets of one moment; those that the group does not need are empty.
 *
 * @param peppers what keys and tokens are hashed with: the current one, then perhaps the one before
 * @param sessionKeys what cookies are sealed with, 32 bytes each: the current one, then perhaps the one before
 * @param webhookSecrets current, then perhaps the one before; empty means that the webhook refuses
 */
record Secrets(
        List<String> peppers,
        List<byte[]> sessionKeys,
        String oidcClientSecret,
        String stripeApiKey,
        List<String> webhookSecrets) {

    static final String PEPPERS = "OMNI_PEPPERS";
    static final String SESSION_KEY = "OMNI_SESSION_KEY";
    static final String OIDC_CLIENT_SECRET = "OMNI_OIDC_CLIENT_SECRET";
    static final String STRIPE_API_KEY = "OMNI_STRIPE_API_KEY";
    static final String STRIPE_WEBHOOK_SECRETS = "OMNI_STRIPE_WEBHOOK_SECRETS";

    private static final int SESSION_KEY_BYTES = 32;

    /** Of the settings that name a secret of the store instead of being one. */
    static final String FROM = "_FROM";

    /** For whom each is. */
    private static final Map<String, Need> NEEDED_FOR = new TreeMap<>(Map.of(
            PEPPERS, Need.PEPPERS,
            SESSION_KEY, Need.SESSION_KEY,
            OIDC_CLIENT_SECRET, Need.OIDC_CLIENT,
            STRIPE_API_KEY, Need.STRIPE_KEY,
            STRIPE_WEBHOOK_SECRETS, Need.STRIPE_KEY));

    /** Which of the needed ones stand in the store, by their settings: what is set itself is not looked for there. */
    static Map<String, SecretReference> references(Environment env, Set<Need> needs) {
        var references = new TreeMap<String, SecretReference>();
        NEEDED_FOR.forEach((setting, need) -> env.text(setting + FROM)
                .filter(from -> needs.contains(need) && env.text(setting).isEmpty())
                .ifPresent(from -> references.put(setting, SecretReference.of(from))));
        return references;
    }

    static Secrets read(Environment env, Set<Need> needs) {
        var client =
                needs.contains(Need.OIDC_CLIENT) && env.text("OMNI_OIDC_ISSUER").isPresent();
        return new Secrets(
                peppers(env, needs.contains(Need.PEPPERS)),
                sessionKeys(env, needs.contains(Need.SESSION_KEY)),
                client ? env.required(OIDC_CLIENT_SECRET) : env.text(OIDC_CLIENT_SECRET, ""),
                needs.contains(Need.STRIPE_KEY) ? env.required(STRIPE_API_KEY) : env.text(STRIPE_API_KEY, ""),
                env.list(STRIPE_WEBHOOK_SECRETS, ""));
    }

    private static List<String> peppers(Environment env, boolean needed) {
        var peppers = env.list(PEPPERS, "");
        if (needed && (peppers.isEmpty() || peppers.size() > 2)) {
            env.fault(PEPPERS, "must be the current pepper, then perhaps the one before, comma separated");
        }
        if (peppers.stream().anyMatch(SecretHasher::tooShort)) {
            env.fault(PEPPERS, "must have at least " + SecretHasher.MIN_PEPPER_BYTES + " bytes each");
        }
        return peppers;
    }

    private static List<byte[]> sessionKeys(Environment env, boolean needed) {
        var keys = env.list(SESSION_KEY, "");
        if (needed && (keys.isEmpty() || keys.size() > 2)) {
            env.fault(SESSION_KEY, "must be the current key, then perhaps the one before, comma separated");
        }
        var bytes = keys.stream().map(Secrets::base64).toList();
        if (bytes.stream().anyMatch(key -> key.length != SESSION_KEY_BYTES)) {
            env.fault(SESSION_KEY, "must be 32 bytes in base64 each");
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

package omni.access;

/**
 * The secrets of a deployment, each under the name of its setting. A function's constant ({@code Endpoints}, {@code Jobs}) lists those
 * that it reads; its rights, its environment and its configuration follow that list.
 */
public enum SecretName {
    /** What keys and tokens are hashed with. */
    PEPPERS("OMNI_PEPPERS"),
    /** What cookies are sealed with. */
    SESSION_KEY("OMNI_SESSION_KEY"),
    /** What client addresses of public routes are hashed with, for a minute's window. */
    ADDRESS_SALT("OMNI_ADDRESS_SALT"),
    /** Who we are to the OIDC issuer, where there is one. */
    OIDC_CLIENT_SECRET("OMNI_OIDC_CLIENT_SECRET"),
    STRIPE_API_KEY("OMNI_STRIPE_API_KEY"),
    /** What Stripe signs webhooks with. */
    STRIPE_WEBHOOK_SECRETS("OMNI_STRIPE_WEBHOOK_SECRETS"),
    /** What tickets of the chat are signed with. */
    TICKET_SECRET_PRIMARY("STREAM_TICKET_HMAC_SECRET_PRIMARY"),
    /** What they were signed with before, or will be next; it is accepted as well. */
    TICKET_SECRET_PREVIOUS("STREAM_TICKET_HMAC_SECRET_PREVIOUS");

    private static final String FROM = "_FROM";

    private final String setting;

    SecretName(String setting) {
        this.setting = setting;
    }

    /** The environment variable that is the secret. */
    public String setting() {
        return setting;
    }

    /** The one that names a secret of the store instead. */
    public String from() {
        return setting + FROM;
    }
}

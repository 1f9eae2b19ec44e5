package omni.access;

/** The port to what the OIDC issuer publishes about itself (RFC 8414, contract 13.3). */
public interface AuthorizationServer {

    /** The issuer's own document, at most 5 minutes old. */
    Metadata metadata();

    /** What there is to pass on. */
    sealed interface Metadata {

        /** A JSON object, as the issuer wrote it. */
        record Published(String json) implements Metadata {}

        /** The issuer did not answer, or not as an issuer does. */
        record NotNow(String cause) implements Metadata {}
    }
}

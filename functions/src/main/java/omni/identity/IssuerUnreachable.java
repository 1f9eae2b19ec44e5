package omni.identity;

/** The issuer did not answer, or not as an issuer does: nothing can be said about who somebody is. */
final class IssuerUnreachable extends Exception {

    IssuerUnreachable(String message) {
        super(message);
    }

    IssuerUnreachable(String message, Throwable cause) {
        super(message + ": " + cause.getClass().getSimpleName(), cause);
    }
}

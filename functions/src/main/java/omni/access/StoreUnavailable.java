package omni.access;

/** The store did not answer, or not in time; what was asked for may or may not have happened. Answered 503. */
public final class StoreUnavailable extends RuntimeException {

    public StoreUnavailable(String operation, Throwable cause) {
        super(operation + " did not reach the store", cause);
    }
}

package omni.access;

/** The store of secrets that a person or a machine rotates. */
public interface SecretStore {

    /** The current text of a secret. Keeps nobody waiting longer than a few seconds. */
    Reading read(String name);

    /** What the store says. */
    sealed interface Reading {

        record Found(String text) implements Reading {
            @Override
            public String toString() {
                return "Found";
            }
        }

        /** It is not there, not for us to read, or the store did not answer. */
        record Unreadable(String cause) implements Reading {}
    }
}

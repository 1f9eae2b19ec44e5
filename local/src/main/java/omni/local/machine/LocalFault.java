package omni.local.machine;

/** Something that the person who starts the local world can put right: one line, no stack trace, exit code 1. */
public final class LocalFault extends RuntimeException {

    public LocalFault(String line) {
        super(line);
    }

    public LocalFault(String line, Throwable cause) {
        super(line, cause);
    }
}

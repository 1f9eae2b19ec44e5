package omni.infra;

/** What keeps a stage from being synthesized, in words for whoever runs it. */
public final class StageFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StageFault(String message) {
        super(message);
    }
}

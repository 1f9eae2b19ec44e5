package omni.local.demo;

/** The story can't go on: one line says why. */
public final class StoryFault extends RuntimeException {

    public StoryFault(String line) {
        super(line);
    }

    /** An answer that is not the one that the story expects. */
    static StoryFault at(String step, ApiAnswer answer) {
        return new StoryFault(step + ": the product answered " + answer.summary());
    }
}

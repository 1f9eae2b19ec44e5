package omni.call;

/** The port to a vocabulary. */
public interface Tokenizer {

    /** The number of tokens of a text; may fail in any way. */
    int count(String text);

    /** Does now what the first count would have to wait for; a failure is that count's. */
    default void prepare() {}
}

package omni.local.gateway;

/** How a function's invocation ended, in the order in which it is found out. */
public sealed interface Invocation {

    /** The event or the answer passed Lambda's payload limit; the event was then never delivered. */
    record TooLarge(String what) implements Invocation {}

    /** No answer in time; the handler's thread was interrupted. */
    record TimedOut() implements Invocation {}

    /** The handler threw. */
    record Failed(String reason) implements Invocation {}

    /** The bytes that the handler wrote. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Returned(byte[] answer) implements Invocation {}
}

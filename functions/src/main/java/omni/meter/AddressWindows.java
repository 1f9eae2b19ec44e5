package omni.meter;

import java.time.Instant;

/** The port to the calls that client addresses make on public routes (contract 7.2). */
public interface AddressWindows {

    /** Counts one call of an address in the minute of {@code now}, unless as many as the limit allows are counted already. */
    Count count(String address, AddressLimit limit, Instant now);

    /** How the counting ended. */
    sealed interface Count {

        /** {@code calls} with this one. */
        record Counted(long calls) implements Count {}

        /** The limit is reached; this call was not counted. */
        record Full() implements Count {}

        /** The count was not written, or nobody knows. */
        record Missed(String cause) implements Count {}
    }
}

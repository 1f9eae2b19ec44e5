package omni.account;

import java.math.BigInteger;

/**
 * Where a record stands in the table's stream: the stream keeps the writes of one item in the order in which they were made.
 *
 * @param stream which stream; places of two streams can't be compared
 * @param number rises from each write of an item to its next one
 */
public record StreamPlace(String stream, BigInteger number) {

    public boolean after(StreamPlace other) {
        return !stream.equals(other.stream) || number.compareTo(other.number) > 0;
    }
}

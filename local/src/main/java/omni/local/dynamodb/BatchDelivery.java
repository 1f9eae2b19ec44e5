package omni.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import omni.local.gateway.LocalLambda;
import omni.local.machine.LocalJson;

/**
 * Brings a batch to the function until each record is taken or parked: what fails comes again from the first failed record; a
 * batch that keeps failing is halved, so that in the end the bad record stands alone and is parked alone.
 *
 * @param tries how often the same records are brought before they are halved, or the last of them is parked
 * @param pauseMillis waits between two tries
 */
record BatchDelivery(
        LocalLambda function, int tries, ParkingPlace parked, LongConsumer pauseMillis, BooleanSupplier stopping) {

    private static final long FIRST_PAUSE_MILLIS = 10;

    private record Chunk(List<ObjectNode> records, int failedTries) {

        Chunk from(int index) {
            return new Chunk(records.subList(index, records.size()), 1);
        }
    }

    /**
     * @param taken is told the last sequence number up to which nothing needs to come again
     */
    void deliver(List<ObjectNode> batch, Consumer<String> taken) {
        var chunks = new ArrayDeque<Chunk>();
        if (!batch.isEmpty()) {
            chunks.push(new Chunk(batch, 0));
        }
        while (!chunks.isEmpty() && !stopping.getAsBoolean()) {
            var chunk = chunks.pop();
            switch (attempt(chunk.records)) {
                case BatchVerdict.Taken() -> taken.accept(StreamEvents.sequenceNumber(chunk.records.getLast()));
                case BatchVerdict.FailedFrom(var index, var reason) -> retry(chunk, index, reason, chunks, taken);
            }
        }
    }

    private BatchVerdict attempt(List<ObjectNode> records) {
        var event = LocalJson.bytes(StreamEvents.event(records));
        return BatchVerdict.of(function.invoke(event, ""), records);
    }

    private void retry(Chunk chunk, int index, String reason, ArrayDeque<Chunk> chunks, Consumer<String> taken) {
        var records = chunk.records;
        var failedTries = chunk.failedTries + 1;
        if (index > 0) {
            taken.accept(StreamEvents.sequenceNumber(records.get(index - 1)));
            chunks.push(chunk.from(index));
        } else if (failedTries < tries) {
            pauseMillis.accept(FIRST_PAUSE_MILLIS << (failedTries - 1));
            chunks.push(new Chunk(records, failedTries));
        } else if (records.size() > 1) {
            var middle = records.size() / 2;
            chunks.push(new Chunk(records.subList(middle, records.size()), 0));
            chunks.push(new Chunk(records.subList(0, middle), 0));
        } else {
            var bad = records.getFirst();
            parked.park(new ParkedRecord(StreamEvents.sequenceNumber(bad), reason, bad));
            taken.accept(StreamEvents.sequenceNumber(bad));
        }
    }
}

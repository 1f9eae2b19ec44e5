package omni.local.dynamodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Lambda's event source mapping for a DynamoDB stream: one thread that reads, delivers, and saves how far it came.
 *
 * <p>Delivery is at least once: a position is saved after its batch was taken. A pass reads each open shard once; a pass that
 * finds nothing has seen the end of the stream.
 */
public final class StreamPump implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(StreamPump.class.getName());
    private static final long SHORTEST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 100;
    private static final long FAILURE_PAUSE_MILLIS = 500;

    private final StreamPumpSettings settings;
    private final String streamArn;
    private final StreamReader reader;
    private final StreamPosition position;
    private final ParkingPlace parked;
    private final BatchDelivery delivery;
    private final Passes passes = new Passes();
    private final Thread thread;

    private StreamPump(StreamPumpSettings settings, String streamArn) {
        this.settings = settings;
        this.streamArn = streamArn;
        position = new StreamPosition(settings.folder(), streamArn);
        parked = new ParkingPlace(settings.folder());
        reader = new StreamReader(settings.connection().streams(), streamArn, position);
        delivery = new BatchDelivery(settings.function(), settings.tries(), parked, passes::pause, passes::isStopped);
        thread = Thread.ofPlatform().daemon().name("stream-pump").unstarted(this::run);
    }

    /** Starts with the oldest record of the stream that was not taken yet. The table exists and has a stream. */
    public static StreamPump start(StreamPumpSettings settings) {
        settings.folder().ifPresent(StreamPump::create);
        var table = settings.connection()
                .tables()
                .describeTable(request -> request.tableName(settings.tableName()))
                .table();
        if (table.latestStreamArn() == null) {
            throw new IllegalArgumentException("table " + settings.tableName() + " has no stream");
        }
        var pump = new StreamPump(settings, table.latestStreamArn());
        pump.reader.refreshShards();
        pump.thread.start();
        return pump;
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + folder, e);
        }
    }

    /**
     * Waits until everything written before this call was taken or parked.
     *
     * <p>Rests on a stream that shows a record as soon as its write is answered, as DynamoDB Local's does. Behind AWS's own
     * streams, which lag, it says only that what the stream showed was handled.
     */
    public void awaitDrained() throws InterruptedException {
        awaitDrained(Duration.ofDays(1));
    }

    /** As {@link #awaitDrained()}; false when the time was up first. */
    public boolean awaitDrained(Duration atMost) throws InterruptedException {
        return passes.awaitEmpty(atMost);
    }

    /** What the function refused to the last try, oldest first. */
    public List<ParkedRecord> parkedRecords() {
        return parked.all();
    }

    /** Finishes the invocation under way, then stops. */
    @Override
    public void close() {
        passes.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var pauseMillis = SHORTEST_PAUSE_MILLIS;
        while (!passes.isStopped()) {
            var pass = passes.begin();
            try {
                if (readAll()) {
                    pauseMillis = SHORTEST_PAUSE_MILLIS;
                    continue;
                }
                passes.foundNothing(pass);
                passes.pause(pauseMillis);
                pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
            } catch (RuntimeException e) {
                // Nothing is lost: what was not taken is read again. Whoever waits goes on waiting.
                LOG.log(System.Logger.Level.WARNING, "the stream cannot be handled at the moment", e);
                passes.pauseWhoeverWaits(FAILURE_PAUSE_MILLIS);
            }
        }
    }

    /** Whether there was anything to read, or new shards to look into. */
    private boolean readAll() {
        var moved = false;
        for (var shardId : reader.readableShards()) {
            moved |= readOnce(shardId);
        }
        return moved;
    }

    private boolean readOnce(String shardId) {
        var page = reader.read(shardId, settings.batchSize());
        if (!page.records().isEmpty()) {
            try {
                deliver(shardId, page);
            } catch (RuntimeException e) {
                reader.rewind(shardId);
                throw e;
            }
        }
        if (page.closed() && !passes.isStopped()) {
            position.finish(shardId);
            position.save();
            reader.refreshShards();
        }
        return page.closed() || !page.records().isEmpty();
    }

    private void deliver(String shardId, StreamReader.Page page) {
        var records = page.records().stream()
                .map(change -> StreamEvents.record(change, streamArn))
                .toList();
        delivery.deliver(records.stream().filter(settings.filter()).toList(), sequenceNumber -> {
            position.advance(shardId, sequenceNumber);
            position.save();
        });
        if (!passes.isStopped()) {
            position.advance(shardId, StreamEvents.sequenceNumber(records.getLast()));
            position.save();
        }
    }
}

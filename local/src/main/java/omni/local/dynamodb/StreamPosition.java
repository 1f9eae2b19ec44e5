package omni.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.local.machine.AtomicFile;
import omni.local.machine.LocalJson;

/**
 * How far a stream was handled: per shard the last sequence number taken, and the shards read to their end. Used by the pump's
 * thread only.
 */
final class StreamPosition {

    private static final String FILE_NAME = "stream-position.json";

    private final Optional<AtomicFile> file;
    private final String streamArn;
    private final Map<String, String> lastTaken = new HashMap<>();
    private final Set<String> finished = new HashSet<>();
    private boolean unsaved;

    /** Continues where this very stream was left; another stream's position is worth nothing here. */
    StreamPosition(Optional<Path> folder, String streamArn) {
        this.file = folder.map(path -> new AtomicFile(path.resolve(FILE_NAME)));
        this.streamArn = streamArn;
        file.flatMap(AtomicFile::read)
                .flatMap(text -> LocalJson.parseObject(text.getBytes(StandardCharsets.UTF_8)))
                .filter(saved -> saved.path("streamArn").asText().equals(streamArn))
                .ifPresent(this::restore);
    }

    private void restore(ObjectNode saved) {
        saved.path("lastTaken")
                .properties()
                .forEach(shard -> lastTaken.put(shard.getKey(), shard.getValue().asText()));
        saved.path("finished").forEach(shard -> finished.add(shard.asText()));
    }

    Optional<String> lastTaken(String shardId) {
        return Optional.ofNullable(lastTaken.get(shardId));
    }

    boolean isFinished(String shardId) {
        return finished.contains(shardId);
    }

    void advance(String shardId, String sequenceNumber) {
        lastTaken.put(shardId, sequenceNumber);
        unsaved = true;
    }

    void finish(String shardId) {
        unsaved |= finished.add(shardId);
    }

    /** The records after the last one taken are gone from the stream: begin with the oldest that is left. */
    void forget(String shardId) {
        lastTaken.remove(shardId);
        unsaved = true;
    }

    /** Forgets shards that the stream no longer has, so that the file does not grow. */
    void keepOnly(Set<String> shardIds) {
        unsaved |= lastTaken.keySet().retainAll(shardIds);
        unsaved |= finished.retainAll(shardIds);
    }

    /** When this returns, a new process continues from here. */
    void save() {
        if (!unsaved) {
            return;
        }
        unsaved = false;
        file.ifPresent(saved -> {
            var json = LocalJson.object();
            json.put("streamArn", streamArn);
            lastTaken.forEach(json.putObject("lastTaken")::put);
            finished.forEach(json.putArray("finished")::add);
            saved.write(json.toString());
        });
    }
}

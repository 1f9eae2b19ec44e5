package stripesimulator.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The account on disk: {@code stripe.jsonl}, one line for each change, forced before its request is answered. A kill can
 * only tear the last line, whose request had no answer yet; that line is left out on the next start. Each start writes
 * the file anew, one line for all, beside it and then in its place.
 */
final class Journal implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "stripe.jsonl";

    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    /** The lines of an earlier run, oldest first; none if there was none. */
    static List<ObjectNode> read(Path folder) throws IOException {
        var path = folder.resolve(NAME);
        if (Files.notExists(path)) {
            return List.of();
        }
        var lines = new ArrayList<ObjectNode>();
        var bytes = Files.readAllBytes(path);
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                lines.add(parse(path, lines.size() + 1, Arrays.copyOfRange(bytes, start, end)));
                start = end + 1;
            }
        }
        return lines;
    }

    private static ObjectNode parse(Path path, int number, byte[] line) throws IOException {
        try {
            return JSON.readValue(line, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IOException(path + " is damaged: line " + number + " cannot be read", e);
        }
    }

    /** Starts the file anew with one line that holds everything so far. */
    static Journal start(Path folder, ObjectNode everything) throws IOException {
        Files.createDirectories(folder);
        var fresh = folder.resolve(NAME + ".new");
        var channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        var journal = new Journal(channel);
        journal.append(everything);
        Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return journal;
    }

    /** Writes a change; when this returns, it stays. A failed write leaves the file as it was. */
    void append(ObjectNode change) {
        try {
            long before = file.position();
            try {
                var line = ByteBuffer.wrap(line(change));
                while (line.hasRemaining()) {
                    file.write(line);
                }
                file.force(false);
            } catch (IOException e) {
                file.truncate(before);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The Stripe simulator cannot write its journal", e);
        }
    }

    private static byte[] line(ObjectNode change) throws JsonProcessingException {
        var json = JSON.writeValueAsBytes(change);
        var line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

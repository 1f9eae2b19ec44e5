package omni.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import omni.local.machine.AtomicFile;
import omni.local.machine.LocalJson;

/** The parked records, in order of parking; with a folder each is a file there, named by its sequence number. */
final class ParkingPlace {

    private static final System.Logger LOG = System.getLogger(ParkingPlace.class.getName());

    private final Optional<Path> folder;
    private final List<ParkedRecord> records = new CopyOnWriteArrayList<>();

    ParkingPlace(Optional<Path> pumpFolder) {
        this.folder = pumpFolder.map(path -> path.resolve("parked"));
        folder.ifPresent(path -> records.addAll(read(path)));
    }

    List<ParkedRecord> all() {
        return List.copyOf(records);
    }

    /** Parking the same record again, after a restart, changes nothing. */
    void park(ParkedRecord parked) {
        LOG.log(
                System.Logger.Level.ERROR,
                "stream record " + parked.sequenceNumber() + " is parked: " + parked.reason());
        folder.ifPresent(path -> write(path, parked));
        records.removeIf(known -> known.sequenceNumber().equals(parked.sequenceNumber()));
        records.add(parked);
    }

    private static void write(Path folder, ParkedRecord parked) {
        var json = LocalJson.object();
        json.put("sequenceNumber", parked.sequenceNumber());
        json.put("reason", parked.reason());
        json.set("record", parked.record());
        new AtomicFile(folder.resolve(parked.sequenceNumber() + ".json")).write(json.toString());
    }

    private static List<ParkedRecord> read(Path folder) {
        try (var files = Files.list(Files.createDirectories(folder))) {
            var parked = new ArrayList<ParkedRecord>();
            files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(Path::toString))
                    .forEach(file -> read(new AtomicFile(file)).ifPresent(parked::add));
            return parked;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    private static Optional<ParkedRecord> read(AtomicFile file) {
        return file.read()
                .flatMap(text -> LocalJson.parseObject(text.getBytes(StandardCharsets.UTF_8)))
                .filter(json -> json.path("record") instanceof ObjectNode)
                .map(json -> new ParkedRecord(
                        json.path("sequenceNumber").asText(),
                        json.path("reason").asText(),
                        json.withObject("/record")));
    }
}

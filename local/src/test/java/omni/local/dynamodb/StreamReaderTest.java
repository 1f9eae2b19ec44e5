package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamReaderTest {

    private static final String ARN = "arn:aws:dynamodb:us-east-1:0:table/things/stream/1";

    private final SplittingStream stream = new SplittingStream()
            .shard("child-a", "parent", true, 4, 6)
            .shard("parent", "long-gone", true, 1, 2, 3)
            .shard("child-b", "parent", false, 5, 8)
            .shard("grandchild", "child-a", false, 7);

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    @Test
    void aShardIsReadAfterItsParentWasReadToItsEnd() {
        assertThat(drain(stream, new StreamPosition(Optional.empty(), ARN))).containsExactly(1, 2, 3, 4, 6, 5, 8, 7);
    }

    @Test
    void anExpiredIteratorIsReplacedWithoutLossOrRepetition() {
        var expiring = stream.expire("parent:0").expire("parent:2").expire("child-b:0");

        assertThat(drain(expiring, new StreamPosition(Optional.empty(), ARN)))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void positionsOfManyShardsOutliveTheProcess(@TempDir Path folder) {
        var position = new StreamPosition(Optional.of(folder), ARN);
        position.advance("parent", "3");
        position.finish("parent");
        position.advance("child-a", "4");
        position.save();

        assertThat(drain(stream, new StreamPosition(Optional.of(folder), ARN))).containsExactly(6, 5, 8, 7);
        assertThat(drain(stream, new StreamPosition(Optional.of(folder), "another stream")))
                .hasSize(8);
    }

    @Test
    void whatWasTrimmedMeanwhileIsSkippedToTheOldestRecordLeft() {
        var position = new StreamPosition(Optional.empty(), ARN);
        position.advance("parent", "1");

        assertThat(drain(stream.trim("parent", 2), position)).containsExactly(3, 4, 6, 5, 8, 7);
    }

    /** Reads as the pump does, until a pass finds nothing. */
    private static List<Integer> drain(SplittingStream stream, StreamPosition position) {
        var reader = new StreamReader(stream, ARN, position);
        reader.refreshShards();
        var numbers = new ArrayList<Integer>();
        var moved = true;
        for (var pass = 0; moved || pass == 0; pass++) {
            moved = false;
            for (var shardId : reader.readableShards()) {
                var page = reader.read(shardId, 2);
                page.records().forEach(record -> {
                    numbers.add(Integer.valueOf(record.dynamodb().sequenceNumber()));
                    position.advance(shardId, record.dynamodb().sequenceNumber());
                });
                if (page.closed()) {
                    position.finish(shardId);
                    reader.refreshShards();
                }
                moved |= page.closed() || !page.records().isEmpty();
            }
            position.save();
        }
        return numbers;
    }
}

package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.put;
import static omni.dynamodb.Attributes.text;

import java.util.LinkedHashMap;
import omni.invoicing.SweepRound;
import omni.invoicing.SweepRounds;
import org.jspecify.annotations.Nullable;

/** Where each walk stands: {@code SWEEP#stripe / ROUND}, {@code SWEEP#reconcile / ROUND}. */
public final class DynamoSweepRounds implements SweepRounds {

    private static final String PARTITION = "SWEEP#";
    private static final String SORT = "ROUND";
    private static final String VERSION = "version";
    private static final String BEGAN = "began";
    private static final String STAGE = "stage";
    private static final String PLACE = "place";

    private final Table table;
    private final String partition;

    /** @param walk names it: {@code stripe} */
    public DynamoSweepRounds(Table table, String walk) {
        this.table = table;
        this.partition = PARTITION + walk;
    }

    @Override
    public @Nullable SweepRound read() {
        var item = table.get(partition, SORT);
        return item.isEmpty()
                ? null
                : new SweepRound(
                        number(item, VERSION),
                        instant(item, BEGAN),
                        SweepRound.Stage.valueOf(text(item, STAGE)),
                        Attributes.textOrNull(item, PLACE));
    }

    /** Of two runs at once the later write fails: that run leaves the round to the other. */
    @Override
    public boolean write(SweepRound next) {
        var item = new LinkedHashMap<>(Table.key(partition, SORT));
        item.put(VERSION, number(next.version() + 1));
        item.put(BEGAN, instant(next.beganAt()));
        item.put(STAGE, text(next.stage().name()));
        put(item, PLACE, next.place());
        return table.write("the sweep's place", table.putVersion(item, next.version()));
    }
}

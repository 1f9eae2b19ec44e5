package omni.dynamodb;

import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.access.Ids;
import omni.invoicing.PushMarks;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Marks: {@code PUSH#part / 2026-05-14T09:00:00Z#org}. */
public final class DynamoPushMarks implements PushMarks {

    private static final String PARTITION = "PUSH#";
    private static final String TOKEN = "made";

    /** So many partitions share the marks: each organization that is used makes one an hour. */
    private static final int PARTS = 16;

    private static final int PAGE = 50;

    private final Table table;
    private final Ids ids;

    /** @param ids gives each making of a mark its token */
    public DynamoPushMarks(Table table, Ids ids) {
        this.table = table;
        this.ids = ids;
    }

    @Override
    public void mark(String orgId, Instant now) {
        var item = new HashMap<>(key(orgId, now.truncatedTo(ChronoUnit.HOURS)));
        item.put(TOKEN, text(ids.of("mark")));
        table.write("a mark", table.put(item));
    }

    private static int part(String orgId) {
        return Math.floorMod(orgId.hashCode(), PARTS);
    }

    private static String sort(String orgId, Instant hour) {
        return hour + "#" + orgId;
    }

    private static Map<String, AttributeValue> key(String orgId, Instant hour) {
        return Table.key(PARTITION + part(orgId), sort(orgId, hour));
    }

    private static Mark mark(Map<String, AttributeValue> item) {
        var sort = text(item, Table.SK).split("#", 2);
        return new Mark(sort[1], Instant.parse(sort[0]), text(item, TOKEN));
    }

    @Override
    public List<Mark> due(Instant now, @Nullable Mark after) {
        var first = Math.floorMod(now.getEpochSecond() / 3600, PARTS);
        var begun = after == null ? 0 : Math.floorMod(part(after.orgId()) - first, PARTS);
        for (var turn = begun; turn < PARTS; turn++) {
            var found = due((first + turn) % PARTS, turn == begun ? after : null);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private List<Mark> due(int part, @Nullable Mark after) {
        var values = Map.of(
                ":part", text(PARTITION + part),
                ":after", text(after == null ? "#" : sort(after.orgId(), after.hour())));
        return table.query("marks", "PK = :part AND SK > :after", values, PAGE).stream()
                .map(DynamoPushMarks::mark)
                .toList();
    }

    @Override
    public void remove(List<Mark> marks) {
        marks.forEach(this::remove);
    }

    /** One that was made again since it was read, or taken away by another, is for others to end. */
    private void remove(Mark mark) {
        var values = Map.of(":read", text(mark.token()));
        table.write("a mark's end", table.delete(key(mark.orgId(), mark.hour()), TOKEN + " = :read", values));
    }
}

package omni.dynamodb;

import static omni.dynamodb.Attributes.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.member.Roster;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The roster: {@code ROSTER#part / org}, put in the transaction that makes the organization and never changed. Several
 * partitions, so that sign-ups do not meet in one; which one follows from the id, so the id is the whole place of a walk.
 */
public final class DynamoRoster implements Roster {

    private static final int PARTS = 16;

    private final Table table;

    public DynamoRoster(Table table) {
        this.table = table;
    }

    static Map<String, AttributeValue> item(String orgId) {
        return Table.key(partition(part(orgId)), orgId);
    }

    private static int part(String orgId) {
        return Math.floorMod(orgId.hashCode(), PARTS);
    }

    private static String partition(int part) {
        return "ROSTER#" + part;
    }

    @Override
    public List<String> after(@Nullable String orgId, int limit) {
        var found = new ArrayList<String>();
        var first = orgId == null ? 0 : part(orgId);
        for (var part = first; part < PARTS && found.size() < limit; part++) {
            found.addAll(page(part, orgId != null && part == first ? orgId : "", limit - found.size()));
        }
        return List.copyOf(found);
    }

    private List<String> page(int part, String after, int limit) {
        var values = new HashMap<>(Map.of(":part", text(partition(part))));
        if (!after.isEmpty()) {
            values.put(":after", text(after));
        }
        var keys = after.isEmpty() ? "PK = :part" : "PK = :part AND SK > :after";
        return table.query("the roster", keys, values, limit).stream()
                .map(item -> text(item, Table.SK))
                .toList();
    }
}

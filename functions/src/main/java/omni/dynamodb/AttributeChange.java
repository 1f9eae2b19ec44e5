package omni.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** A write of some attributes of one item of an organization, on condition of what they were; the others are not touched. */
final class AttributeChange {

    private final Map<String, AttributeValue> key;
    private final List<String> sets = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    AttributeChange(String orgId, String sort) {
        key = Table.key(AccountItem.partition(orgId), sort);
    }

    /** Without this an item that is missing is made. */
    AttributeChange ofAnItemThatIsThere() {
        conditions.add(Table.EXISTS);
        return this;
    }

    /** Changes an attribute from what was read; null is none. One that stays is neither a condition nor written. */
    AttributeChange from(String name, @Nullable AttributeValue before, @Nullable AttributeValue after) {
        if (Objects.equals(before, after)) {
            return this;
        }
        if (before == null) {
            conditions.add("attribute_not_exists(" + name + ")");
        } else {
            conditions.add(name + " = :before_" + name);
            values.put(":before_" + name, before);
        }
        return set(name, after);
    }

    /** Writes an attribute whatever it was; null removes it. */
    AttributeChange set(String name, @Nullable AttributeValue value) {
        if (value == null) {
            removes.add(name);
        } else {
            sets.add(name + " = :" + name);
            values.put(":" + name, value);
        }
        return this;
    }

    TransactWriteItem on(Table table) {
        var update = (sets.isEmpty() ? "" : "SET " + String.join(", ", sets))
                + (removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes));
        var condition = conditions.isEmpty() ? null : String.join(" AND ", conditions);
        return table.update(key, update.strip(), condition, values);
    }
}

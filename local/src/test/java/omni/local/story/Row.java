package omni.local.story;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A row of the ledger as it lies in the table.
 *
 * @param funding 0 nobody, 1 the grant, 2 paid
 * @param price in micro-dollars, before a credit
 */
record Row(
        long sequence,
        String usageId,
        String requestId,
        String principalId,
        int status,
        long units,
        long aiUnits,
        long funding,
        long price,
        Instant at,
        boolean credited) {

    static Row of(Map<String, AttributeValue> item) {
        var call = attribute(item, "call").m();
        return new Row(
                number(item, "sequence"),
                attribute(call, "u").s(),
                attribute(call, "r").s(),
                attribute(call, "k").s(),
                (int) number(call, "s"),
                number(call, "n"),
                number(call, "a"),
                number(call, "f"),
                number(call, "p"),
                Instant.ofEpochMilli(number(call, "d")),
                attribute(item, "credited").bool());
    }

    private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name), name);
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Long.parseLong(attribute(item, name).n()) : 0;
    }

    /** What it adds to the accrual. */
    long net() {
        return credited ? 0 : price;
    }
}

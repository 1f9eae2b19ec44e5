package omni.dynamodb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The size of an item by DynamoDB's published rules: what a write unit of 1,024 bytes is counted on. */
public final class ItemSize {

    private static final int CONTAINER = 3;
    private static final int ELEMENT = 1;

    private ItemSize() {}

    public static int of(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(entry -> bytes(entry.getKey()) + of(entry.getValue()))
                .sum();
    }

    private static int of(AttributeValue value) {
        return switch (value.type()) {
            case S -> bytes(value.s());
            case N -> number(value.n());
            case BOOL, NUL -> 1;
            case M ->
                CONTAINER
                        + value.m().entrySet().stream()
                                .mapToInt(entry -> ELEMENT + bytes(entry.getKey()) + of(entry.getValue()))
                                .sum();
            case L ->
                CONTAINER
                        + value.l().stream()
                                .mapToInt(element -> ELEMENT + of(element))
                                .sum();
            case SS, NS, BS, B, UNKNOWN_TO_SDK_VERSION ->
                throw new IllegalArgumentException("the account item has no " + value.type());
        };
    }

    /** About one byte for two significant digits, and one more; a sign is another. */
    private static int number(String text) {
        var number = new BigDecimal(text).stripTrailingZeros();
        return (number.precision() + 1) / 2 + 1 + (number.signum() < 0 ? 1 : 0);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

package omni.local.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import omni.dynamodb.DynamoKeys;
import omni.local.dynamodb.DynamoBooks;
import omni.meter.Plans;
import org.junit.jupiter.api.Test;

class DynamoKeyUseTest {

    private static final Instant AT = Plans.NOW;

    @Test
    void theLastUseMovesAtMostOnceAMinuteAndNeverBack() {
        var books = new DynamoBooks();
        var uses = new DynamoKeys(books.table());
        books.keyUse().recordUse("org_1", "key_1", AT);
        books.keyUse().recordUse("org_1", "key_2", AT.plusSeconds(5));
        books.keyUse().recordUse("org_1", "key_1", AT.plusSeconds(59));
        books.keyUse().recordUse("org_1", "key_1", AT.minusSeconds(600));
        assertThat(uses.lastUse("org_1")).isEqualTo(Map.of("key_1", AT, "key_2", AT.plusSeconds(5)));

        books.keyUse().recordUse("org_1", "key_1", AT.plusSeconds(60));
        assertThat(uses.lastUse("org_1")).containsEntry("key_1", AT.plusSeconds(60));
        assertThat(uses.lastUse("org_2")).isEmpty();
    }
}

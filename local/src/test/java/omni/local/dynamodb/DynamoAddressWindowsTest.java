package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import omni.access.SecretHasher;
import omni.dynamodb.DynamoAddressWindows;
import omni.dynamodb.Table;
import omni.meter.AddressLimit;
import omni.meter.AddressWindows;
import omni.meter.AddressWindowsContract;
import org.junit.jupiter.api.Test;

class DynamoAddressWindowsTest extends AddressWindowsContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected AddressWindows windows() {
        return new DynamoAddressWindows(TABLE, new SecretHasher(List.of("a pepper for tests")));
    }

    @Test
    void noAddressRestsInTheTableAndItsItemEndsSoon() {
        var now = Instant.parse("2026-05-15T12:00:00Z");
        windows().count("198.51.100.77", AddressLimit.PUBLIC, now);

        var items = TABLE.client().scan(scan -> scan.tableName(TABLE.name())).items();

        assertThat(items.toString()).contains("ADDR#").doesNotContain("198.51.100.77");
        assertThat(items)
                .allSatisfy(item -> assertThat(Long.parseLong(
                                Objects.requireNonNull(item.get("ttl")).n()))
                        .isBetween(now.getEpochSecond(), now.plusSeconds(3600).getEpochSecond()));
    }
}

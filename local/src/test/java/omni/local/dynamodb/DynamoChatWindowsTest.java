package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import omni.chat.ChatWindows;
import omni.chat.ChatWindows.Place;
import omni.chat.ChatWindowsContract;
import omni.dynamodb.DynamoChatWindows;
import omni.dynamodb.Table;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoChatWindowsTest extends ChatWindowsContract {

    private static final Table TABLE = StoreOfTests.table();
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");

    private final SdkCalls calls = new SdkCalls();
    private final Table own = StoreOfTests.table(calls);

    @Override
    protected ChatWindows windows() {
        return new DynamoChatWindows(TABLE, new Random());
    }

    @Test
    void aPlaceCostsOneReadAndOneWriteAndARefusalOneRead() {
        var windows = new DynamoChatWindows(own, new Random(1));
        windows.take("usr_1", 2, NOW);
        windows.take("usr_1", 2, NOW);
        windows.take("usr_1", 2, NOW);
        assertThat(calls.operations()).containsExactly("GetItem", "PutItem", "GetItem", "UpdateItem", "GetItem");
    }

    /** A minute full of messages, and the next one, which takes the places of the first. */
    @Test
    void aWriteIsOneUnitAtTheUsualLimit() {
        var windows = new DynamoChatWindows(own, new Random(1));
        IntStream.range(0, 300).forEach(second -> windows.take("usr_1", 30, NOW.plusSeconds(second)));
        assertThat(calls.writeUnits()).hasSizeGreaterThan(140).containsOnly(1.0);
    }

    @Test
    void anItemHoldsTheLargestLimitAndEndsSoon() {
        var windows = new DynamoChatWindows(own, new Random(1));
        IntStream.range(0, 900).forEach(tenth -> windows.take("usr_1", 600, NOW.plusMillis(100L * tenth)));
        var items = own.client().scan(scan -> scan.tableName(own.name())).items();
        assertThat(items).singleElement().satisfies(item -> {
            assertThat(Objects.requireNonNull(item.get("places")).m()).hasSizeBetween(600, 660);
            assertThat(Long.parseLong(Objects.requireNonNull(item.get("ttl")).n()))
                    .isBetween(
                            NOW.plusSeconds(180).getEpochSecond(),
                            NOW.plusSeconds(3600).getEpochSecond());
        });
        assertThat(calls.writeUnits().getLast()).isLessThanOrEqualTo(12);
    }

    @Test
    void aWriteWhoseAnswerIsLostAndThatIsMadeAgainTakesOnePlace() {
        var windows = new DynamoChatWindows(new Table(twice(own.client()), own.once(), own.name()), new Random(1));
        for (var left = 2; left >= 0; left--) {
            assertThat(windows.take("usr_1", 3, NOW))
                    .isInstanceOfSatisfying(
                            Place.class,
                            place -> assertThat(place.remaining()).isEqualTo(windows.remaining("usr_1", 3, NOW)));
            assertThat(windows.remaining("usr_1", 3, NOW)).isEqualTo(left);
        }
    }

    /** Makes each write twice, as the SDK does when the first answer does not come. */
    private static DynamoDbClient twice(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (_, method, args) -> {
                    try {
                        if (method.getName().equals("updateItem")
                                || method.getName().equals("putItem")) {
                            method.invoke(client, args);
                        }
                        return method.invoke(client, args);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}

package omni.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.account.AccountChange;
import omni.account.StreamPlace;
import omni.fakes.AnAccount;
import omni.json.Json;
import omni.meter.Plans;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the stream tells of live accounts. */
class StreamImagesTest {

    private static final Account BEFORE = AnAccount.at(Plans.NOW).build();
    private static final Account AFTER = AnAccount.at(Plans.NOW).card().build();
    private static final Instant REMINDED = Instant.parse("2026-05-14T10:01:00Z");

    private static List<AccountChange> moves(
            @Nullable Map<String, AttributeValue> old, @Nullable Map<String, AttributeValue> now) {
        var dynamodb = new LinkedHashMap<String, Object>();
        dynamodb.put("SequenceNumber", "49400000000000000000012345");
        if (old != null) {
            dynamodb.put("OldImage", typed(old));
        }
        if (now != null) {
            dynamodb.put("NewImage", typed(now));
        }
        var event = Map.of("Records", List.of(Map.of("eventSourceARN", "arn:stream/1", "dynamodb", dynamodb)));
        var batch = new StreamImages().read(Json.text(event).getBytes(StandardCharsets.UTF_8));
        assertThat(batch.unreadable()).isNull();
        return batch.records().stream()
                .flatMap(record -> record.move().stream())
                .toList();
    }

    private static Map<String, Object> typed(Map<String, AttributeValue> item) {
        var typed = new LinkedHashMap<String, Object>();
        item.forEach((name, value) -> typed.put(
                name,
                switch (value.type()) {
                    case N -> Map.of("N", value.n());
                    case BOOL -> Map.of("BOOL", value.bool());
                    default -> Map.of("S", value.s());
                }));
        return typed;
    }

    private static Map<String, AttributeValue> item(Account account, @Nullable Instant reminded) {
        var item = new LinkedHashMap<>(AccountItem.of(account, List.of(1)));
        Attributes.put(item, AccountItem.REMINDED, reminded);
        return item;
    }

    private static final StreamPlace PLACE =
            new StreamPlace("arn:stream/1", new BigInteger("49400000000000000000012345"));

    @Test
    void aWriteOfALiveAccountIsToldWithBothSidesAndItsPlace() {
        assertThat(moves(item(BEFORE, null), item(AFTER, null)))
                .containsExactly(new AccountChange(PLACE, BEFORE, AFTER, null));
        assertThat(moves(null, item(AFTER, null))).containsExactly(new AccountChange(PLACE, null, AFTER, null));
    }

    @Test
    void aReminderIsToldByTheWriteThatBroughtItAndByNoLaterOne() {
        assertThat(moves(item(AFTER, null), item(AFTER, REMINDED)))
                .containsExactly(new AccountChange(PLACE, AFTER, AFTER, REMINDED));
        assertThat(moves(item(AFTER, REMINDED), item(AFTER, REMINDED.plusSeconds(1))))
                .containsExactly(new AccountChange(PLACE, AFTER, AFTER, REMINDED.plusSeconds(1)));
        assertThat(moves(item(BEFORE, REMINDED), item(AFTER, REMINDED)))
                .containsExactly(new AccountChange(PLACE, BEFORE, AFTER, null));
    }

    @Test
    void testAccountsAndWhatWasDeletedAreNotTold() {
        var test = AnAccount.at(Plans.NOW).test().build();
        assertThat(moves(item(test, null), item(test, null))).isEmpty();
        assertThat(moves(item(BEFORE, null), null)).isEmpty();
    }

    @Test
    void placesRiseWithTheirNumbersHoweverLongAndStreamsAreNotCompared() {
        var nine = new StreamPlace("arn:stream/1", new BigInteger("9"));
        var ten = new StreamPlace("arn:stream/1", new BigInteger("10"));
        assertThat(ten.after(nine)).isTrue();
        assertThat(nine.after(ten)).isFalse();
        assertThat(nine.after(nine)).isFalse();
        assertThat(nine.after(new StreamPlace("arn:stream/0", new BigInteger("10"))))
                .isTrue();
    }
}

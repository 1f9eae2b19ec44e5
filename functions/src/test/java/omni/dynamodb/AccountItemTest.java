package omni.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import omni.account.AccountField;
import omni.fakes.AnAccount;
import omni.meter.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AccountItemTest {

    private static final int ONE_WRITE_UNIT = 1_024;
    private static final String ORG = "org_0123456789Ab";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theAccountItemWithEveryFieldAtItsLongestIsOneWriteUnit(boolean live) {
        var account = LongestAccount.of(ORG, live);

        var reminder = Map.of(AccountItem.REMINDED, Attributes.instant(LongestAccount.AT));
        assertThat(LongestAccount.bytes(account, LongestAccount.CLASSES) + ItemSize.of(reminder))
                .isLessThanOrEqualTo(ONE_WRITE_UNIT);
        assertThat(AccountItem.of(account, LongestAccount.CLASSES).keySet())
                .as("no attribute is missing from the longest item")
                .containsAll(AccountItem.STANDING.stream()
                        .map(AccountField::attribute)
                        .toList())
                .hasSize(2 + 5 + AccountItem.STANDING.size() + 7 + 3 + 1 + 1 + 2 * 15 + 1);
    }

    @Test
    void everyFieldComesBackAsItWasPut() {
        var longest = LongestAccount.live(ORG);
        assertThat(AccountItem.read(AccountItem.of(longest, LongestAccount.CLASSES)))
                .isEqualTo(longest);
        var fresh = AnAccount.at(Plans.NOW).build();
        assertThat(AccountItem.read(AccountItem.of(fresh, List.of(0, 1)))).isEqualTo(fresh);
        var test = AnAccount.at(Plans.NOW).test().build();
        assertThat(AccountItem.read(AccountItem.of(test, List.of(0, 1)))).isEqualTo(test);
    }

    /** The rules, on values whose size is known. */
    @ParameterizedTest
    @CsvSource({"0, 2", "7, 2", "42, 2", "123, 3", "-42, 3", "1500, 2", "202605, 4", "987654321987, 7"})
    void numbersAreCountedByTheirSignificantDigits(String number, int bytes) {
        assertThat(ItemSize.of(Map.of("", AttributeValue.fromN(number)))).isEqualTo(bytes);
    }

    @Test
    void containersCountThreeBytesAndOneForEachElement() {
        var list = AttributeValue.fromL(List.of(AttributeValue.fromBool(true), AttributeValue.fromS("ab")));
        assertThat(ItemSize.of(Map.of("name", list))).isEqualTo(4 + 3 + (1 + 1) + (1 + 2));
        var map = AttributeValue.fromM(Map.of("k", AttributeValue.fromS("abc")));
        assertThat(ItemSize.of(Map.of("m", map))).isEqualTo(1 + 3 + (1 + 1 + 3));
    }
}

package omni.local.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import omni.account.Windows;
import omni.fakes.Altered;
import omni.fakes.AnAccount;
import omni.fakes.Books;
import omni.local.dynamodb.DynamoBooks;
import omni.meter.Meter.Result;
import omni.meter.MeterContract;
import omni.meter.Plans;
import org.junit.jupiter.api.Test;

class DynamoMeterTest extends MeterContract {

    private static final DynamoBooks BOOKS = new DynamoBooks();

    @Override
    protected Books books() {
        return BOOKS;
    }

    @Override
    protected int rounds() {
        return 40;
    }

    @Test
    void aClassThatIsNewInTheCatalogIsCountedOnAnItemThatLacksIt() {
        var opened = AnAccount.at(Plans.NOW).of("org_newClass0000").build();
        new omni.dynamodb.DynamoAccounts(BOOKS.table(), List.of(0)).put(opened);

        assertThat(BOOKS.meter().write(Plans.grant(opened).windowAtMost(0L).build()))
                .isInstanceOf(Result.Applied.class);

        var counted = BOOKS.account(opened.orgId(), true);
        assertThat(BOOKS.meter().write(Plans.windowOnly(counted).minutesLater(1).build()))
                .isInstanceOf(Result.Applied.class);
        assertThat(BOOKS.account(opened.orgId(), true).windows())
                .isEqualTo(new Windows(opened.windows().minute() + 1, Map.of(1, 1L), Map.of(1, 1L)));
    }

    @Test
    void aClassThatLeftTheCatalogLeavesTheItemWithTheNextMinute() {
        var opened = Altered.windows(
                AnAccount.at(Plans.NOW).of("org_retired00000").build(), omni.fakes.Tariff.meteredClass(9, 1), 4, 2);
        BOOKS.put(opened);

        BOOKS.meter(List.of(0, 1)).write(Plans.grant(opened).minutesLater(1).build());

        assertThat(BOOKS.account(opened.orgId(), true).windows())
                .isEqualTo(new Windows(opened.windows().minute() + 1, Map.of(1, 1L), Map.of()));
    }
}

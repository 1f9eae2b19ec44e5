package omni.local.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import omni.account.Account;
import omni.account.LastCall;
import omni.billing.InvoicePeriod;
import omni.dynamodb.LongestAccount;
import omni.fakes.Altered;
import omni.fakes.Tariff;
import omni.local.dynamodb.DynamoBooks;
import omni.meter.CommitPlan;
import omni.meter.Meter;
import omni.meter.Meter.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a commit costs on the longest item there can be, as the table itself counts it. */
class CommitCapacityTest {

    private final DynamoBooks books = new DynamoBooks();
    private final Account longest = Altered.grant(
            LongestAccount.live("org_0123456789Ab"), 888_888, 888_888, InvoicePeriod.at(LongestAccount.AT));
    private final Meter meter = books.meter(LongestAccount.CLASSES);

    @BeforeEach
    void putTheLongestItem() {
        new omni.dynamodb.DynamoAccounts(books.table(), LongestAccount.CLASSES).put(longest);
        books.calls().forget();
    }

    @Test
    void aCommitCostsOneWriteUnit() {
        assertThat(meter.write(plan(call(), 0))).isInstanceOf(Result.Applied.class);
        assertThat(books.calls().operations()).containsExactly("UpdateItem");
        assertThat(books.calls().writeUnits()).containsExactly(1.0);
    }

    @Test
    void aCommitThatRollsTheMinuteCostsOneWriteUnit() {
        assertThat(meter.write(plan(call(), 1))).isInstanceOf(Result.Applied.class);
        assertThat(books.calls().writeUnits()).containsExactly(1.0);
    }

    @Test
    void aCountedWindowCostsOneWriteUnit() {
        assertThat(meter.write(plan(null, 0))).isInstanceOf(Result.Applied.class);
        assertThat(books.calls().writeUnits()).containsExactly(1.0);
    }

    /** A condition that fails costs the unit too, so it is asked once, and what it stood on comes along: no read follows. */
    @Test
    void aRefusedCommitIsOneRequestAndBringsTheAccount() {
        var stale = new CommitPlan(
                Altered.keysVersion(longest, 1),
                Tariff.meteredClass(99, 5),
                call(),
                minute(0),
                period(),
                false,
                null,
                null,
                null);

        assertThat(meter.write(stale)).isEqualTo(new Result.Refused(longest));
        assertThat(books.calls().operations()).containsExactly("UpdateItem");
        assertThat(books.calls().writeUnits()).isEmpty();
    }

    private CommitPlan plan(@Nullable LastCall call, int minutes) {
        return new CommitPlan(
                longest,
                Tariff.meteredClass(99, 5),
                call,
                minute(minutes),
                period(),
                false,
                99_999L,
                999_999_999_999L,
                999_999_999L);
    }

    private long minute(int later) {
        return longest.windows().minute() + later;
    }

    private InvoicePeriod period() {
        return longest.ledger().period();
    }

    /** Another call as long as the last. */
    private LastCall call() {
        var last = Objects.requireNonNull(longest.last());
        return new LastCall(
                last.usageId().replace('0', 'Z'),
                last.requestId(),
                last.principalId(),
                last.authMode(),
                last.route(),
                last.meterClass(),
                last.mcpTool(),
                last.status(),
                last.latencyMs(),
                last.units(),
                last.aiUnits(),
                last.funding(),
                last.price(),
                last.plan(),
                last.state(),
                last.rateCardVersion(),
                last.at(),
                last.beforeWork());
    }
}

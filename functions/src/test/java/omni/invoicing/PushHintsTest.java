package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import omni.account.Account;
import omni.account.AccountChange;
import omni.account.StreamPlace;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.fakes.AnAccount;
import omni.fakes.InMemoryPushMarks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushHintsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:03Z");

    private static Account with(int period, long accrued, int previousPeriod, long previousAccrued) {
        var account = AnAccount.at(NOW).card().build();
        return new Account(
                account.orgId(),
                true,
                account.factsVersion(),
                account.keysVersion(),
                account.grant(),
                account.standing(),
                new Account.Counters(
                        new InvoicePeriod(period),
                        9,
                        new Money(accrued),
                        0,
                        new InvoicePeriod(previousPeriod),
                        new Money(previousAccrued),
                        4),
                account.caps(),
                account.approvals(),
                account.windows(),
                account.last());
    }

    private static List<PushMarks.Mark> marksOf(@Nullable Account before, Account after, int times) {
        var marks = new InMemoryPushMarks();
        var moves = new ArrayList<AccountChange>();
        for (var time = 0; time < times; time++) {
            moves.add(new AccountChange(new StreamPlace("stream", BigInteger.valueOf(time)), before, after, null));
        }
        new PushHints(marks, () -> NOW).mark(moves);
        return marks.waiting();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        what,                       wasPeriod, was, isPeriod, is, wasPrevious, isPrevious, marked
        a paid call,                202605,    100, 202605,   150, 7,          7,          true
        a call of the grant,        202605,    100, 202605,   100, 7,          7,          false
        a credit,                   202605,    100, 202605,    50, 7,          7,          true
        a credit in the past month, 202606,    100, 202606,   100, 7,          6,          true
        a month with usage ended,   202605,    100, 202606,     0, 7,          100,        true
        a month without usage,      202605,      0, 202606,     0, 0,          0,          false
        the same amount anew,       202605,    100, 202606,   100, 7,          100,        true
        """)
    void aChangedAmountIsMarked(
            String what,
            int wasPeriod,
            long was,
            int isPeriod,
            long is,
            long wasPrevious,
            long isPrevious,
            boolean marked) {
        var before = with(wasPeriod, was, wasPeriod - 1, wasPrevious);
        var after = with(isPeriod, is, isPeriod - 1, isPrevious);
        assertThat(marksOf(before, after, 1)).as(what).hasSize(marked ? 1 : 0);
    }

    @Test
    void anAccountThatBeginsInTheMiddleOfALifeIsMarked() {
        assertThat(marksOf(null, with(202606, 5, 202605, 0), 1)).hasSize(1);
        assertThat(marksOf(null, with(202606, 0, 202605, 5), 1)).hasSize(1);
        assertThat(marksOf(null, with(202606, 0, 202605, 0), 1)).isEmpty();
    }

    @Test
    void aBatchMarksAnOrganizationOnce() {
        var marks = marksOf(with(202606, 1, 202605, 0), with(202606, 2, 202605, 0), 5);
        assertThat(marks).extracting(PushMarks.Mark::token).containsExactly("mark_1");
    }
}

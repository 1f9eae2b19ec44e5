package omni.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import omni.account.Account;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.InvoicePeriod;
import omni.meter.PayingAccount;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalDecisionTest {

    private static final Instant NOW = PayingAccount.NOW;
    private static final Instant PERIOD_END = Instant.parse("2026-06-01T00:00:00.000Z");

    private static Account account(@Nullable Long threshold, @Nullable Long cap, int active, int expired) {
        var approvals = new ArrayList<Approval>();
        for (var index = 0; index < active; index++) {
            approvals.add(new Approval(10, NOW.plusMillis(1)));
        }
        for (var index = 0; index < expired; index++) {
            approvals.add(new Approval(1000, NOW));
        }
        return PayingAccount.of(0, PayingAccount.card(), 0, new BudgetCaps(cap, null, threshold), approvals);
    }

    @ParameterizedTest(name = "threshold {0}, cap {1}, {2} active, {3} expired, {4} cents → {5}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            threshold, cap, active, expired, cents, decision
            -,         -,   0,      0,       5,     ThresholdNotSet
            -,         1,   4,      0,       5,     ThresholdNotSet
            100,       -,   0,      0,       5,     Granted
            100,       105, 0,      0,       5,     Granted
            100,       104, 0,      0,       5,     ExceedsHardCap[maxAmountCents=4]
            100,       90,  0,      0,       1,     ExceedsHardCap[maxAmountCents=0]
            100,       125, 2,      0,       5,     Granted
            100,       125, 2,      0,       6,     ExceedsHardCap[maxAmountCents=5]
            100,       125, 2,      2,       5,     Granted
            100,       -,   3,      1,       5,     Granted
            100,       -,   4,      0,       5,     LimitReached[]
            100,       145, 4,      0,       6,     ExceedsHardCap[maxAmountCents=5]
            100,       145, 4,      0,       5,     LimitReached[]
            100,       -,   0,      4,       5,     Granted
            """)
    void theFirstReasonOfTheContractAnswers(
            @Nullable Long threshold, @Nullable Long cap, int active, int expired, long cents, String decision) {
        assertThat(ApprovalDecision.of(account(threshold, cap, active, expired), cents, null, NOW)
                        .toString())
                .startsWith(decision);
    }

    @Test
    void anApprovalLeavesOnlyActiveOnesBesideItself() {
        assertThat(ApprovalDecision.of(account(100L, null, 3, 1), 5, 60L, NOW))
                .isInstanceOfSatisfying(
                        ApprovalDecision.Granted.class,
                        granted -> assertThat(granted.approvals())
                                .hasSize(4)
                                .allMatch(approval -> approval.activeAt(NOW))
                                .endsWith(new Approval(5, NOW.plusSeconds(60))));
    }

    @ParameterizedTest(name = "{0} seconds at {1} end at {2}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            seconds, now,                      end
            -,       2026-05-14T09:12:44.120Z, 2026-06-01T00:00:00Z
            60,      2026-05-14T09:12:44.120Z, 2026-05-14T09:13:44.120Z
            2678400, 2026-05-14T09:12:44.120Z, 2026-06-01T00:00:00Z
            60,      2026-05-31T23:59:59.999Z, 2026-06-01T00:00:00Z
            2678400, 2026-05-01T00:00:00.000Z, 2026-06-01T00:00:00Z
            """)
    void anApprovalEndsWithItsPeriodAtTheLatest(@Nullable Long seconds, Instant now, Instant end) {
        assertThat(ApprovalDecision.of(account(100L, null, 0, 0), 5, seconds, now))
                .isInstanceOfSatisfying(ApprovalDecision.Granted.class, granted -> {
                    assertThat(granted.expiresAt()).isEqualTo(end);
                    assertThat(granted.period()).isEqualTo(InvoicePeriod.at(now));
                });
    }

    @Test
    void anApprovalCountsUntilThePeriodEndsAndNotInTheNext() {
        var granted = (ApprovalDecision.Granted) ApprovalDecision.of(account(1L, null, 0, 0), 5, null, NOW);
        var account = PayingAccount.of(
                0, PayingAccount.card(), 60_000, new BudgetCaps(null, null, 1L), List.copyOf(granted.approvals()));
        assertThat(account.approvalLimit(PERIOD_END.minusMillis(1))
                        .orElseThrow()
                        .centsHalfUp())
                .isEqualTo(6);
        assertThat(account.approvalLimit(PERIOD_END).orElseThrow().centsHalfUp())
                .isEqualTo(1);
    }
}

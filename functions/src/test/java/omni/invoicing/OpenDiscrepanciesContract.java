package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import omni.billing.InvoicePeriod;
import omni.invoicing.Discrepancy.Kind;
import omni.invoicing.OpenDiscrepancies.Known;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link OpenDiscrepancies} guarantees, each test on a store of its own. */
public abstract class OpenDiscrepanciesContract {

    private static final Instant SEEN = Instant.parse("2026-05-14T09:43:00Z");

    protected abstract OpenDiscrepancies drifts();

    private static Known discrepancy(String orgId, int month, Kind kind, String which) {
        return new Known(orgId, new InvoicePeriod(month), kind, which, SEEN);
    }

    @Test
    void theMomentWhenItWasFirstSeenStaysUntilItAgreesAgain() {
        var first = discrepancy("org_1", 202605, Kind.LEDGER, "");
        var later = new Known("org_1", first.period(), first.kind(), "", SEEN.plus(Duration.ofHours(1)));
        drifts().keep(first);
        drifts().keep(later);
        assertThat(drifts().all()).containsExactly(first);

        drifts().forget(later);
        drifts().forget(later);
        assertThat(drifts().all()).isEmpty();
        drifts().keep(later);
        assertThat(drifts().all()).containsExactly(later);
    }

    @Test
    void organizationMonthKindAndWhichTellThemApart() {
        var all = new Known[] {
            discrepancy("org_1", 202605, Kind.LEDGER, ""),
            discrepancy("org_2", 202605, Kind.LEDGER, ""),
            discrepancy("org_1", 202606, Kind.LEDGER, ""),
            discrepancy("org_1", 202605, Kind.INVOICED, "in_1"),
            discrepancy("org_1", 202605, Kind.INVOICED, "in_2"),
        };
        for (var each : all) {
            drifts().keep(each);
        }
        assertThat(drifts().all()).containsExactlyInAnyOrder(all);
        drifts().forget(all[3]);
        assertThat(drifts().all()).hasSize(4).doesNotContain(all[3]);
    }
}

package omni.endpoint;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import omni.billing.InvoicePeriod;
import omni.catalog.Catalog;
import omni.ledger.RollUp;
import org.jspecify.annotations.Nullable;

/**
 * UsageSummary of contract 11.7: live calls of one invoice period, from the period's roll-up.
 *
 * @param meters the classes that were called, most called first
 */
record UsageSummaryView(
        String object,
        @Nullable String orgId,
        Instant recordedAt,
        long totalRequests,
        List<Meter> meters,
        Optional<String> requestId) {

    private static final String CLASS = "class#";

    record Meter(
            String meterClass,
            long count,
            long successCount,
            long errorCount,
            BigDecimal avgLatencyMs,
            @Nullable Instant lastSeenAt) {}

    /** The roll-up that it is made from. */
    static RollUp.Scope scope(String orgId, InvoicePeriod period) {
        return RollUp.Scope.period(orgId, true, period);
    }

    static UsageSummaryView of(RollUp period, Catalog catalog, Instant now, @Nullable String requestId) {
        var meters = period.tallies().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(CLASS))
                .map(entry ->
                        meter(Integer.parseInt(entry.getKey().substring(CLASS.length())), entry.getValue(), catalog))
                .sorted(Comparator.comparingLong(Meter::count).reversed().thenComparing(Meter::meterClass))
                .toList();
        return new UsageSummaryView(
                "usage_summary",
                period.scope().orgId(),
                now,
                meters.stream().mapToLong(Meter::count).sum(),
                meters,
                Optional.ofNullable(requestId));
    }

    private static Meter meter(int number, RollUp.Tally sum, Catalog catalog) {
        return new Meter(
                UsageRowView.key(catalog.meterClass(number)),
                sum.requests(),
                sum.successes(),
                sum.errors(),
                CallTotals.avgLatencyMs(sum),
                CallTotals.lastSeenAt(sum));
    }
}

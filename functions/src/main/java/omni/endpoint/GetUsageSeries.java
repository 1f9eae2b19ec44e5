package omni.endpoint;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.QueryFields;
import omni.http.Reply;
import omni.ledger.RollUp;
import omni.ledger.UsageHistory;
import omni.ledger.UsageWindow;

/**
 * Calls over time, by hour or by day, empty buckets included. {@code GET /v1/dashboard/usage/series}, contract 11.7. The
 * first and the last bucket hold the hours of theirs that belong to the span, whole. By the day at most three queries, by
 * the hour one; each reads a page of 1 MB at a time.
 */
public record GetUsageSeries(UsageHistory usage) implements Endpoint {

    private static final Duration MAX_BY_HOUR = Duration.ofDays(31);
    private static final String HOUR = "hour";
    private static final String DAY = "day";

    record Response(
            String object,
            Optional<String> requestId,
            String orgId,
            String bucket,
            Instant since,
            Instant until,
            List<Bucket> data) {}

    record Bucket(
            Instant bucketStart,
            long requestCount,
            long successCount,
            long errorCount,
            long units,
            BigDecimal avgLatencyMs) {

        static Bucket of(Instant start, RollUp.Tally sum) {
            return new Bucket(
                    start, sum.requests(), sum.successes(), sum.errors(), sum.units(), CallTotals.avgLatencyMs(sum));
        }
    }

    record Request(String bucket, UsageQuery span) {

        static Request read(QueryFields query, Instant now) {
            var bucket = query.oneOf("bucket", List.of(HOUR, DAY));
            var span = UsageQuery.read(query, now);
            if (HOUR.equals(bucket)) {
                span.within(MAX_BY_HOUR, query, "must be at most 31 days before until when bucket is hour");
            }
            return new Request(bucket == null ? DAY : bucket, span);
        }

        ChronoUnit unit() {
            return bucket.equals(HOUR) ? ChronoUnit.HOURS : ChronoUnit.DAYS;
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        var query = QueryFields.of(exchange.request());
        var request = Request.read(query, exchange.now());
        return query.answer(() -> {
            var orgId = exchange.requireCaller().orgId();
            var span = request.span();
            return Reply.Answer.ok(new Response(
                    "dashboard_usage_series",
                    Optional.of(exchange.requestId()),
                    orgId,
                    request.bucket(),
                    span.since(),
                    span.until(),
                    buckets(request, sums(request, orgId, exchange.now()))));
        });
    }

    private Map<Instant, RollUp.Tally> sums(Request request, String orgId, Instant now) {
        var span = request.span();
        var window = request.unit() == ChronoUnit.HOURS
                ? new UsageWindow(usage.hours(orgId, span.livemode(), span.since(), span.last()))
                : UsageWindow.read(usage, orgId, span.livemode(), span.since(), span.last(), now);
        return window.byBucket(start -> start.truncatedTo(request.unit()));
    }

    private static List<Bucket> buckets(Request request, Map<Instant, RollUp.Tally> sums) {
        var unit = request.unit();
        var buckets = new ArrayList<Bucket>();
        var last = request.span().last();
        for (var start = request.span().since().truncatedTo(unit); !start.isAfter(last); start = start.plus(1, unit)) {
            buckets.add(Bucket.of(start, sums.getOrDefault(start, RollUp.Tally.NONE)));
        }
        return buckets;
    }
}

package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import omni.billing.MeterClass;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.event.ListPosition;
import omni.event.Page;
import omni.http.QueryFields;
import omni.ledger.UsageFilter;
import omni.ledger.UsageHistory;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;

/**
 * The query of the two lists of usage rows (contract 11.7).
 *
 * @param after where the list goes on; null for its beginning
 */
record UsageRowQuery(
        UsageQuery span,
        UsageFilter filter,
        int limit,
        @Nullable ListPosition after) {

    static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final String SUCCESS = "success";
    private static final String ERROR = "error";

    /** How many rows a list shows at once. */
    record Limits(int max, int absent) {}

    static UsageRowQuery read(QueryFields query, Limits limits, Exchange exchange, Catalog catalog) {
        var limit = query.clamp("limit", 1, limits.max(), limits.absent());
        var cursor = cursor(query, exchange.requireCaller().orgId());
        var span = UsageQuery.read(query, exchange.now(), cursor == null ? null : cursor.span());
        var requestId = query.text("requestId");
        if (requestId != null && !REQUEST_ID.matcher(requestId).matches()) {
            query.fault("requestId", "must be a request id: 1 to 64 of A-Z a-z 0-9 . _ : -");
        }
        var keys = catalog.meterClasses().stream().map(MeterClass::key).toList();
        var meterClass = query.oneOf("meterClass", keys);
        var status = query.oneOf("status", List.of(SUCCESS, ERROR));
        var filter = new UsageFilter(
                span.since(),
                span.last(),
                requestId,
                meterClass == null
                        ? null
                        : catalog.meterClass(meterClass).map(MeterClass::number).orElse(null),
                status == null ? null : status.equals(SUCCESS));
        return new UsageRowQuery(span, filter, limit, cursor == null ? null : cursor.position());
    }

    private static @Nullable UsageCursor cursor(QueryFields query, String orgId) {
        var text = query.text("cursor");
        if (text == null) {
            return null;
        }
        var live = !"false".equals(query.text("livemode"));
        var cursor = UsageCursor.decode(text, orgId, live).orElse(null);
        if (cursor == null) {
            query.fault("cursor", "must be the nextCursor of an earlier answer to the same organization and livemode");
        }
        return cursor;
    }

    /** The next rows behind a place; a filtered page may hold fewer although more follow. */
    Page<UsageRow> page(UsageHistory history, String orgId, int count, @Nullable ListPosition behind) {
        return history.rows(orgId, span.livemode(), filter, count, behind);
    }

    /** The cursor behind a row; null when nothing follows. */
    @Nullable
    String cursor(String orgId, @Nullable ListPosition next) {
        return next == null ? null : new UsageCursor(next, span).encode(orgId);
    }

    Instant since() {
        return span.since();
    }

    Instant until() {
        return span.until();
    }
}

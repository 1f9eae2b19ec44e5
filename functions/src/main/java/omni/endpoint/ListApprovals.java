package omni.endpoint;

import java.util.regex.Pattern;
import omni.billing.InvoicePeriod;
import omni.budget.Budgets;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.QueryFields;
import omni.http.Reply;
import org.jspecify.annotations.Nullable;

/** Lists approvals, newest first, those that have ended included. {@code GET /v1/billing/approvals}, contract 11.5. */
public record ListApprovals(Budgets budgets) implements Endpoint {

    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 25;
    private static final Pattern PERIOD = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");

    @Override
    public Reply handle(Exchange exchange) {
        var query = QueryFields.of(exchange.request());
        var limit = query.clamp("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var cursor = query.cursor();
        var period = period(query);
        return query.answer(() -> {
            var page = budgets.approvals(exchange.requireCaller().orgId(), period, limit, cursor);
            return Reply.Answer.ok(
                    ListView.of(page, approval -> ApprovalView.of(approval, exchange.now()), exchange.requestId()));
        });
    }

    private static @Nullable InvoicePeriod period(QueryFields query) {
        var text = query.text("invoicePeriod");
        if (text == null) {
            return null;
        }
        if (!PERIOD.matcher(text).matches()) {
            query.fault("invoicePeriod", "must be a month, for example 2026-05");
            return null;
        }
        return new InvoicePeriod(Integer.parseInt(text.replace("-", "")));
    }
}

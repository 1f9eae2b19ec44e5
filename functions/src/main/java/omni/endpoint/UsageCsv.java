package omni.endpoint;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import omni.json.Timestamps;
import org.jspecify.annotations.Nullable;

/**
 * Usage rows as CSV (contract 11.7, RFC 4180). A cell never reads as a formula: callers choose request ids, and people open
 * the file in a spreadsheet.
 */
final class UsageCsv {

    static final String HEADER =
            "request_id,status,recorded_at,method,path,endpoint_key,meter_class,meter_family,units,"
                    + "unit_amount_usd,amount_usd,funded_by,plan_key,billing_state,rate_card_version,principal_id,auth_mode,"
                    + "mcp_tool_name,latency_ms,invoice_period,livemode,id";

    private static final String LINE_END = "\r\n";
    private static final String FORMULA_STARTS = "=+-@";

    private final StringBuilder text = new StringBuilder(HEADER).append(LINE_END);
    private int length = text.length();

    /** Adds a line unless the text would then be longer than so many bytes; false when it would. */
    boolean add(UsageRowView row, int maxLength) {
        var line = line(row);
        var longer = length + line.getBytes(StandardCharsets.UTF_8).length;
        if (longer > maxLength) {
            return false;
        }
        text.append(line);
        length = longer;
        return true;
    }

    String text() {
        return text.toString();
    }

    private static String line(UsageRowView row) {
        return cells(
                row.requestId(),
                row.status(),
                row.recordedAt(),
                row.method(),
                row.path(),
                row.endpointKey(),
                row.meterClass(),
                row.meterFamily(),
                row.units(),
                row.unitAmountUsd(),
                row.amountUsd(),
                row.fundedBy(),
                row.planKey(),
                row.billingState(),
                row.rateCardVersion(),
                row.principalId(),
                row.authMode(),
                row.mcpToolName(),
                row.latencyMs(),
                row.invoicePeriod(),
                row.livemode(),
                row.id());
    }

    private static String cells(@Nullable Object... values) {
        return Arrays.stream(values).map(UsageCsv::cell).collect(Collectors.joining(",", "", LINE_END));
    }

    /** One cell; null is an empty one. */
    static String cell(@Nullable Object value) {
        var plain = switch (value) {
            case null -> "";
            case Instant instant -> Timestamps.text(instant);
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
        var safe = !plain.isEmpty() && FORMULA_STARTS.indexOf(plain.charAt(0)) >= 0 ? "'" + plain : plain;
        return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}

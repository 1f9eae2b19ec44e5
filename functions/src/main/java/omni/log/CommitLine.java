package omni.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import omni.access.AuthMode;
import omni.account.Funding;
import omni.account.LastCall;
import omni.billing.BillingState;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.json.Fields;
import omni.ledger.UsageRow;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/** A commit: its line has the whole row, so that the ledger can be made again from it. */
public record CommitLine(UsageRow row) implements LogLine {

    /** The value of {@code event} on every such line. */
    public static final String EVENT = "commit";

    private static final int TEXT_AT_MOST = 1024;

    @Override
    public Map<String, @Nullable Object> fields() {
        var call = row.call();
        var line = LineFields.of(EVENT, "at", call.at());
        line.put("orgId", row.orgId());
        line.put("live", row.live());
        line.put("sequence", row.sequence());
        line.put("usageId", call.usageId());
        line.put("requestId", call.requestId());
        line.put("principalId", call.principalId());
        line.put("authMode", call.authMode().wire());
        line.put("route", call.route());
        line.put("meterClass", call.meterClass());
        line.put("mcpTool", call.mcpTool());
        line.put("status", call.status());
        line.put("latencyMs", call.latencyMs());
        line.put("units", call.units());
        line.put("aiUnits", call.aiUnits());
        line.put("funding", call.funding().wire());
        line.put("priceMicroDollars", call.price().microDollars());
        line.put("plan", call.plan().wire());
        line.put("state", call.state().wire());
        line.put("rateCardVersion", call.rateCardVersion());
        if (call.beforeWork()) {
            line.put("beforeWork", true);
        }
        return line;
    }

    /**
     * The row of a line, as it was committed.
     *
     * @throws IllegalArgumentException with the name of every field that is missing or is something else
     */
    public static UsageRow read(Map<String, @Nullable Object> line) {
        var fields = Fields.of(line);
        var row = UsageRow.committed(
                text(fields, "orgId"),
                fields.requiredTruth("live"),
                fields.requiredInteger("sequence", 0, Long.MAX_VALUE),
                new LastCall(
                        text(fields, "usageId"),
                        text(fields, "requestId"),
                        text(fields, "principalId"),
                        one(fields, "authMode", AuthMode.values()),
                        count(fields, "route"),
                        count(fields, "meterClass"),
                        fields.requiredTruth("mcpTool"),
                        count(fields, "status"),
                        fields.requiredInteger("latencyMs", 0, Long.MAX_VALUE),
                        count(fields, "units"),
                        count(fields, "aiUnits"),
                        one(fields, "funding", Funding.values()),
                        new Money(fields.requiredInteger("priceMicroDollars", 0, Long.MAX_VALUE)),
                        one(fields, "plan", PlanKey.values()),
                        one(fields, "state", BillingState.values()),
                        text(fields, "rateCardVersion"),
                        time(fields, "at"),
                        Boolean.TRUE.equals(line.get("beforeWork"))));
        if (!fields.faults().isEmpty()) {
            throw new IllegalArgumentException("no good value: "
                    + fields.faults().stream()
                            .map(Fields.Fault::path)
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
        return row;
    }

    private static String text(Fields fields, String name) {
        return fields.requiredText(name, 1, TEXT_AT_MOST);
    }

    private static int count(Fields fields, String name) {
        return (int) fields.requiredInteger(name, 0, Integer.MAX_VALUE);
    }

    private static Instant time(Fields fields, String name) {
        try {
            return Instant.parse(text(fields, name));
        } catch (DateTimeException e) {
            fields.fault(name, "must be a time");
            return Instant.EPOCH;
        }
    }

    private static <E extends WireName> E one(Fields fields, String name, E[] values) {
        return WireName.find(values, text(fields, name)).orElseGet(() -> {
            fields.fault(name, "must be one of those that the product writes");
            return values[0];
        });
    }
}

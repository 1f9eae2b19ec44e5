package omni.metering;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import omni.billing.BillingState;
import omni.billing.Money;
import omni.billing.PlanKey;
import org.jspecify.annotations.Nullable;

/** A commit as a line of the log has it: the whole row, so that the ledger can be made again from it. */
public final class CommitLine {

    /** The value of {@code event} on every such line. */
    public static final String EVENT = "commit";

    private CommitLine() {}

    public static Map<String, @Nullable Object> of(UsageRow row) {
        var call = row.call();
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("event", EVENT);
        line.put("at", call.at());
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
        return line;
    }

    /**
     * The row of a line, as it was committed.
     *
     * @throws IllegalArgumentException with the name of every field that is missing or is something else
     */
    public static UsageRow read(Map<String, @Nullable Object> line) {
        var fields = new Fields(line);
        var row = new UsageRow(
                fields.text("orgId"),
                fields.flag("live"),
                fields.number("sequence", Long.MAX_VALUE),
                new LastCall(
                        fields.text("usageId"),
                        fields.text("requestId"),
                        fields.text("principalId"),
                        fields.one("authMode", AuthMode.values(), AuthMode::wire),
                        fields.count("route"),
                        fields.count("meterClass"),
                        fields.flag("mcpTool"),
                        fields.count("status"),
                        fields.number("latencyMs", Long.MAX_VALUE),
                        fields.count("units"),
                        fields.count("aiUnits"),
                        fields.one("funding", Funding.values(), Funding::wire),
                        new Money(fields.number("priceMicroDollars", Long.MAX_VALUE)),
                        fields.one("plan", PlanKey.values(), PlanKey::wire),
                        fields.one("state", BillingState.values(), BillingState::wire),
                        fields.text("rateCardVersion"),
                        fields.time("at")),
                false);
        fields.check();
        return row;
    }

    /** A field that is wrong has some value of its type until all are read. */
    private static final class Fields {

        private final Map<String, @Nullable Object> line;
        private final List<String> wrong = new ArrayList<>();

        Fields(Map<String, @Nullable Object> line) {
            this.line = line;
        }

        String text(String name) {
            return line.get(name) instanceof String text && !text.isEmpty() ? text : wrong(name, "");
        }

        boolean flag(String name) {
            return line.get(name) instanceof Boolean flag ? flag : wrong(name, false);
        }

        int count(String name) {
            return (int) number(name, Integer.MAX_VALUE);
        }

        long number(String name, long most) {
            return line.get(name) instanceof Number number
                            && number.doubleValue() == number.longValue()
                            && number.longValue() >= 0
                            && number.longValue() <= most
                    ? number.longValue()
                    : wrong(name, 0L);
        }

        Instant time(String name) {
            try {
                return Instant.parse(text(name));
            } catch (DateTimeException e) {
                return wrong(name, Instant.EPOCH);
            }
        }

        <E> E one(String name, E[] values, Function<E, String> wire) {
            return Arrays.stream(values)
                    .filter(value -> wire.apply(value).equals(line.get(name)))
                    .findFirst()
                    .orElseGet(() -> wrong(name, values[0]));
        }

        private <T> T wrong(String name, T instead) {
            if (!wrong.contains(name)) {
                wrong.add(name);
            }
            return instead;
        }

        void check() {
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException("no good value: " + String.join(", ", wrong));
            }
        }
    }
}

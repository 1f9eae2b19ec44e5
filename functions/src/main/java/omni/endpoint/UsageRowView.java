package omni.endpoint;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import omni.account.LastCall;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.catalog.Catalog;
import omni.catalog.ChatRoute;
import omni.catalog.RouteDescription;
import omni.catalog.RouteEntry;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;

/** Usage row of contract 11.7: what was stored by number reads by name again, through the catalog. */
record UsageRowView(
        String id,
        String requestId,
        String invoicePeriod,
        Instant recordedAt,
        @Nullable String principalId,
        @Nullable String authMode,
        @Nullable String mcpToolName,
        String endpointKey,
        String method,
        String path,
        int status,
        long latencyMs,
        int units,
        String meterClass,
        String meterFamily,
        boolean livemode,
        String planKey,
        String billingState,
        String rateCardVersion,
        String fundedBy,
        BigDecimal unitAmountUsd,
        BigDecimal amountUsd) {

    /** What a number reads as that the catalog gave once and no longer has. */
    static final String RETIRED = "retired";

    private static final String MCP_PATH = "/mcp";

    /** Where a call came in: contract 11.7, {@code endpointKey}. */
    record Place(String method, String path) {

        String key() {
            return method + " " + path;
        }

        static Place of(Catalog catalog, int route, boolean mcpTool) {
            if (route == ChatRoute.NUMBER) {
                return new Place(ChatRoute.METHOD, ChatRoute.PATH);
            }
            return mcpTool
                    ? new Place("POST", MCP_PATH)
                    : catalog.route(route)
                            .map(entry ->
                                    new Place(entry.method(), entry.template().text()))
                            .orElse(new Place(RETIRED, "#" + route));
        }
    }

    static UsageRowView of(UsageRow row, Catalog catalog) {
        var call = row.call();
        var place = Place.of(catalog, call.route(), call.mcpTool());
        var meterClass = catalog.meterClass(call.meterClass());
        var price = row.price().usd();
        return new UsageRowView(
                call.usageId(),
                call.requestId(),
                InvoicePeriod.at(call.at()).text(),
                call.at(),
                call.principalId(),
                call.authMode().wire(),
                tool(call, catalog),
                place.key(),
                place.method(),
                place.path(),
                call.status(),
                call.latencyMs(),
                row.units(),
                key(meterClass),
                family(meterClass),
                row.live(),
                call.plan().wire(),
                call.state().wire(),
                call.rateCardVersion(),
                row.funding().wire(),
                price, // a row is one unit
                price);
    }

    static String key(Optional<MeterClass> meterClass) {
        return meterClass.map(MeterClass::key).orElse(RETIRED);
    }

    static String family(Optional<MeterClass> meterClass) {
        var family = meterClass.map(MeterClass::family);
        return family.isPresent() ? family.get().key() : meterClass.isPresent() ? "none" : RETIRED;
    }

    private static @Nullable String tool(LastCall call, Catalog catalog) {
        return call.mcpTool()
                ? catalog.route(call.route())
                        .flatMap(RouteEntry::tool)
                        .map(RouteDescription.Tool::name)
                        .orElse(RETIRED)
                : null;
    }
}

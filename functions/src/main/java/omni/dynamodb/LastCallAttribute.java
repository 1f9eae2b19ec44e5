package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.util.HashMap;
import java.util.Map;
import omni.access.AuthMode;
import omni.account.Funding;
import omni.account.LastCall;
import omni.billing.BillingState;
import omni.billing.Money;
import omni.billing.PlanKey;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The call just committed, as a map inside the account item; zeros are left out. */
final class LastCallAttribute {

    /** Usage id: conditions name it. */
    static final String USAGE_ID = "u";

    private static final String REQUEST_ID = "r";
    private static final String PRINCIPAL_ID = "k";
    private static final String AUTH_MODE = "m";
    private static final String ROUTE = "t";
    private static final String METER_CLASS = "c";
    private static final String MCP_TOOL = "o";
    private static final String STATUS = "s";
    private static final String LATENCY_MS = "y";
    private static final String UNITS = "n";
    private static final String AI_UNITS = "a";
    private static final String FUNDING = "f";
    private static final String PRICE = "p";
    private static final String PLAN = "e";
    private static final String STATE = "b";
    private static final String RATE_CARD_VERSION = "v";
    private static final String AT = "d";
    private static final String BEFORE_WORK = "w";

    private LastCallAttribute() {}

    static AttributeValue of(LastCall call) {
        return AttributeValue.fromM(map(call));
    }

    static Map<String, AttributeValue> map(LastCall call) {
        var map = new HashMap<String, AttributeValue>();
        map.put(USAGE_ID, text(call.usageId()));
        map.put(REQUEST_ID, text(call.requestId()));
        map.put(PRINCIPAL_ID, text(call.principalId()));
        map.put(AUTH_MODE, number(call.authMode().number()));
        map.put(ROUTE, number(call.route()));
        map.put(METER_CLASS, number(call.meterClass()));
        put(map, MCP_TOOL, call.mcpTool() ? 1 : 0);
        map.put(STATUS, number(call.status()));
        put(map, LATENCY_MS, call.latencyMs());
        put(map, UNITS, call.units());
        put(map, AI_UNITS, call.aiUnits());
        put(map, FUNDING, call.funding().number());
        put(map, PRICE, call.price().microDollars());
        map.put(PLAN, number(call.plan().number()));
        map.put(STATE, number(call.state().number()));
        map.put(RATE_CARD_VERSION, text(call.rateCardVersion()));
        map.put(AT, Attributes.instant(call.at()));
        put(map, BEFORE_WORK, call.beforeWork() ? 1 : 0);
        return map;
    }

    private static void put(Map<String, AttributeValue> map, String name, long value) {
        if (value != 0) {
            map.put(name, number(value));
        }
    }

    static LastCall read(AttributeValue value) {
        return read(value.m());
    }

    static LastCall read(Map<String, AttributeValue> map) {
        return new LastCall(
                text(map, USAGE_ID),
                text(map, REQUEST_ID),
                text(map, PRINCIPAL_ID),
                AuthMode.ofNumber(number(map, AUTH_MODE)),
                (int) number(map, ROUTE),
                (int) number(map, METER_CLASS),
                number(map, MCP_TOOL, 0) == 1,
                (int) number(map, STATUS),
                number(map, LATENCY_MS, 0),
                (int) number(map, UNITS, 0),
                (int) number(map, AI_UNITS, 0),
                Funding.ofNumber(number(map, FUNDING, 0)),
                new Money(number(map, PRICE, 0)),
                PlanKey.ofNumber(number(map, PLAN)),
                BillingState.ofNumber(number(map, STATE)),
                text(map, RATE_CARD_VERSION),
                Attributes.instant(map, AT),
                number(map, BEFORE_WORK, 0) == 1);
    }
}

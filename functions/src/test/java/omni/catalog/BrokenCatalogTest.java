package omni.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import omni.fakes.Bundled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A catalog that can't be used is refused at start, every fault at once and by its path. */
class BrokenCatalogTest {

    private static List<String> faults(String json) {
        var faults = catchThrowableOfType(
                CatalogFaults.class, () -> CatalogLoader.load("broken.json", json.getBytes(StandardCharsets.UTF_8)));
        return faults == null
                ? List.of()
                : faults.faults().stream()
                        .map(fault -> fault.path() + ": " + fault.message())
                        .toList();
    }

    /** Changes the bundled file at one place, which must be there. */
    private static String with(String text, String from, @Nullable String to) {
        assertThat(text).contains(from);
        var at = text.indexOf(from);
        return text.substring(0, at) + (to == null ? "" : to) + text.substring(at + from.length());
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "rateCardVersion": "2026-04-27",            |                                            | rateCardVersion: is required
            "rateCardVersion": "2026-04-27"             | "rateCardVersion": 5                       | rateCardVersion: must be a string
            "rateCardVersion": "2026-04-27"             | "rateCardVersion": "2026-04-27-and-more"   | rateCardVersion: must have 1 to 16 characters
            "plans": [                                  | "extra": 1, "plans": [                     | extra: is not a known field
            {"key": "payg", "displayName"               | {"key": "payg", "colour": 1, "displayName" | plans[1].colour: is not a known field
            "plans": [                                  | "tax": {"mode": "vat"}, "plans": [         | tax.mode: must be one of none, stripe
            "plans": [                                  | "tax": {}, "plans": [                      | tax.mode: is required
            "plans": [                                  | "tax": {"mode": "stripe"}, "plans": [      | tax.behavior: is required with the mode stripe
            "plans": [                                  | "tax": {"mode": "stripe", "behavior": "net"}, "plans": [ | tax.behavior: must be one of exclusive, inclusive
            "plans": [                                  | "tax": {"mode": "none", "productTaxCode": "txcd_1"}, "plans": [ | tax.productTaxCode: must be txcd_ and eight digits
            "plans": [                                  | "tax": {"mode": "none", "rate": 19}, "plans": [ | tax.rate: is not a known field
            "plans": [                                  | "tax": "stripe", "plans": [                | tax: must be an object
            "chat": {"meterClass": "intelligence_query"} | "chat": {}                                | chat.meterClass: is required
            "chat": {"meterClass": "intelligence_query"} | "chat": "intelligence_query"              | chat: must be an object
            "chat": {"meterClass": "intelligence_query"} | "chat": {"meterClass": 8}                 | chat.meterClass: must be a string
            "chat": {"meterClass": "intelligence_query"} | "chat": {"meterClass": "intelligence"}    | chat.meterClass: is not a key of meterClasses
            "chat": {"meterClass": "intelligence_query"} | "chat": {"meterClass": "platform_read"}   | chat.meterClass: must be a metered class
            "chat": {"meterClass": "intelligence_query"} | "chat": {"meterClass": "intelligence_query", "price": 1} | chat.price: is not a known field
            {"key": "payg",                             | {"key": "pay",                             | plans[1].key: is not one of sandbox_grant, payg, personal, team, commercial
            {"key": "payg",                             | {"key": "team",                            | plans[3].key: stands twice
            "kind": "metered"                           | "kind": "free"                             | plans[1].kind: must be one of contract, grant, metered, subscription
            "checkoutMode": "setup"                     | "checkoutMode": null                       | plans[1].checkoutMode: is required
            "annualDiscountPercent": 10.9               | "annualDiscountPercent": 100.1             | plans[2].annualDiscountPercent: must be a number from 0 to 100
            "meterDiscount": 0.35                       | "meterDiscount": 1.5                       | plans[3].meterDiscount: must be a number from 0 to 1
            "meterDiscount": 0.35                       | "meterDiscount": 0.3500001                 | plans[3].meterDiscount: has more than 6 decimals
            "meterDiscount": 0.35                       | "meterDiscount": "0.35"                    | plans[3].meterDiscount: must be a number from 0 to 1
            "seatsIncluded": 5                          | "seatsIncluded": 0                         | plans[3].seatsIncluded: must be a whole number from 1 to 10000
            "rateMultiplier": 2                         | "rateMultiplier": 2.5                      | plans[3].rateMultiplier: must be a whole number from 1 to 1000
            "public": false                             | "public": "no"                             | plans[0].public: must be true or false
            "features": ["Pay per call", "No base fee"  | "features": ["No base fee", "No base fee"  | plans[1].features: must be a list of at most 50 different strings, without control characters, unpaired surrogates or characters that override the direction of text
            {"key": "delivery_events", "displayName"    | {"key": "light_reads", "displayName"       | meterFamilies[4].key: stands twice
            {"key": "delivery_events", "displayName"    | {"key": "none", "displayName"              | meterFamilies[4].key: is reserved for free routes
            "paygMicroDollars": 10000}                  | "paygMicroDollars": -1}                    | meterFamilies[0].paygMicroDollars: must be a whole number from 0 to 1000000000000
            "meterFamily": "light_reads"                | "meterFamily": "light_read"                | meterClasses[1].meterFamily: is not a key of meterFamilies nor 'none'
            "number": 1, "meterFamily": "light_reads"   | "number": 1                                | meterClasses[1].meterFamily: is required
            {"meterClass": "fact_lookup"                | {"meterClass": "filing_search"             | meterClasses[5].meterClass: stands twice
            {"meterClass": "fact_lookup", "number": 5   | {"meterClass": "fact_lookup", "number": 4  | meterClasses[5].number: 4 stands twice; numbers are permanent and never reused
            {"meterClass": "fact_lookup", "number": 5,  | {"meterClass": "fact_lookup",              | meterClasses[5].number: is required
            "quotaFamily": "ai_queries"                 | "quotaFamily": "chat"                      | meterClasses[8].quotaFamily: must be ai_queries or null
            "number": 6, "meterFamily": "heavy_extracts", "baseLimitPerMinute": 180, "scope": "read:sec", "quotaFamily": null, "excludedPlans": [] | "number": 6, "meterFamily": "heavy_extracts", "baseLimitPerMinute": 180, "scope": "read:sec", "quotaFamily": null, "excludedPlans": ["free"] | meterClasses[6].excludedPlans: names free, which is not one of sandbox_grant, payg, personal, team, commercial
            "name": "sections.get"                      | "name": "filings.latest"                   | meterClasses[6].routes[0].tool.name: filings.latest stands twice
            "name": "sections.get"                      | "name": "sections get"                     | meterClasses[6].routes[0].tool.name: may hold letters, digits, '_', '-' and '.' only
            "name": "sections.get",                     | "name": "sections.get", "icon": "x",       | meterClasses[6].routes[0].tool.icon: is not a known field
            "name": "sections.get"                      | "name": "billing.get"                      | meterClasses[6].routes[0].tool.name: billing.get is a tool of the product itself
            "required": ["section_key"]                 | "required": ["ticker"]                     | meterClasses[6].routes[0].parameters.required: lacks section_key, which is of the path
            "required": ["section_key"]                 | "required": ["section_key", "sections"]    | meterClasses[6].routes[0].parameters.required: names sections, which is not among the properties
            "required": ["section_key"]                 | "required": ["section_key"], "additionalProperties": true | meterClasses[6].routes[0].parameters.additionalProperties: must be false: nothing else is sent
            "number": 10, "method": "GET"               | "number": 9, "method": "GET"               | meterClasses[5].routes[0].number: 9 stands twice; numbers are permanent and never reused
            "number": 10, "method": "GET"               | "number": 10, "method": "HEAD"             | meterClasses[5].routes[0].method: must be one of DELETE, GET, PATCH, POST, PUT
            "path": "/v1/facts"                         | "path": "v1/facts"                         | meterClasses[5].routes[0].path: must start with / and name at least one segment
            "path": "/v1/facts"                         | "path": "/v1/**/facts"                     | meterClasses[5].routes[0].path: has a bad segment: '**'
            "path": "/v1/facts"                         | "path": "/v1/{fact"                        | meterClasses[5].routes[0].path: has a bad segment: '{fact'
            "path": "/v1/facts"                         | "path": "/v1//facts"                       | meterClasses[5].routes[0].path: has a bad segment: ''
            "path": "/v1/facts", "target"               | "target"                                   | meterClasses[5].routes[0].path: is required
            "path": "/v1/facts"                         | "path": "/v1/filings/{other}"              | meterClasses[5].routes[0].path: the same method and path stand twice
            "path": "/v1/facts", "target": "upstream"   | "path": "/v1/facts", "target": "lambda"    | meterClasses[5].routes[0].target: must be one of builtin, upstream
            "path": "/v1/facts", "target": "upstream"   | "path": "/v1/facts", "target": "upstream", "testMode": "free" | meterClasses[5].routes[0].testMode: must be sample or refuse
            "path": "/v1/entities/resolve", "target": "builtin" | "path": "/v1/entities/resolve", "target": "builtin", "testMode": "refuse" | meterClasses[1].routes[0].testMode: is for routes of the upstream: the built-in ones have samples of their own
            "commit": "before"                          | "commit": "during"                         | meterClasses[10].routes[0].commit: must be before or after
            {"number": 10, "method"                     | {"rank": 1, "number": 10, "method"         | meterClasses[5].routes[0].rank: is not a known field
            """)
    void oneFaultIsToldOnceByItsPath(String from, @Nullable String to, String fault) {
        var told = faults(with(Bundled.text(), from, to));
        assertThat(told).contains(fault);
        // a lost plan key is also a lost plan; nothing else may follow from a fault
        assertThat(told).filteredOn(each -> !each.startsWith("plans: lacks")).containsExactly(fault);
    }

    @Test
    void allFaultsOfAFileAreToldAtOnceAndTheMessageNamesTheFile() {
        var broken = with(Bundled.text(), "\"meterDiscount\": 0.35", "\"meterDiscount\": 2");
        broken = with(broken, "\"meterFamily\": \"light_reads\"", "\"meterFamily\": \"x\"");
        broken = with(broken, "\"path\": \"/v1/facts\"", "\"path\": \"facts\"");
        assertThat(faults(broken)).hasSize(3);
        var json = broken.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CatalogLoader.load("broken.json", json))
                .hasMessageStartingWith("The catalog broken.json has 3 fault(s):")
                .hasMessageContaining("\n  plans[3].meterDiscount: ")
                .hasMessageContaining("\n  meterClasses[1].meterFamily: ")
                .hasMessageContaining("\n  meterClasses[5].routes[0].path: ");
    }

    @Test
    void anEmptyObjectLacksEverything() {
        assertThat(faults("{}"))
                .containsExactly(
                        "rateCardVersion: is required",
                        "plans: is required",
                        "meterFamilies: is required",
                        "meterClasses: is required",
                        "plans: lacks the plan sandbox_grant",
                        "plans: lacks the plan payg",
                        "plans: lacks the plan personal",
                        "plans: lacks the plan team",
                        "plans: lacks the plan commercial",
                        "meterClasses: lacks the free class platform_read");
    }

    @Test
    void aPlatformReadThatCostsIsNoFreeClass() {
        var broken = with(
                Bundled.text(),
                "\"number\": 0, \"meterFamily\": \"none\", \"baseLimitPerMinute\": 600, \"scope\": null",
                "\"number\": 0, \"meterFamily\": \"light_reads\", \"baseLimitPerMinute\": 600, \"scope\": null");
        assertThat(faults(broken))
                .containsExactly(
                        "meterClasses[0].scope: is required for a priced class",
                        "meterClasses: lacks the free class platform_read");
    }

    @Test
    void aFreeClassSellsNoRoutes() {
        var broken = with(
                Bundled.text(),
                "\"routes\": []}",
                "\"routes\": [{\"number\": 90, \"method\": \"GET\", \"path\": \"/v1/x\", \"target\": \"upstream\"}]}");
        assertThat(faults(broken))
                .containsExactly("meterClasses[0].routes[0].method: a free class has no routes here: the product's own"
                        + " are built in");
    }

    @Test
    void fourteenMeteredClassesFitAndFifteenDoNot() {
        assertThat(faults(withMoreClasses(4))).isEmpty();
        assertThat(faults(withMoreClasses(5))).containsExactly("meterClasses: has 15 metered classes; at most 14");
    }

    private static String withMoreClasses(int more) {
        var added = new StringBuilder();
        for (var index = 0; index < more; index++) {
            added.append("""
                    {"meterClass": "extra_%d", "number": %d, "meterFamily": "light_reads", "baseLimitPerMinute": 1,
                     "scope": "read:sec", "quotaFamily": null, "excludedPlans": [], "routes": []},
                    """.formatted(index, 50 + index));
        }
        return with(Bundled.text(), "\"meterClasses\": [", "\"meterClasses\": [" + added);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{}{}", "{\"a\":1,\"a\":2}", "not JSON"})
    void whatIsNotOneJsonObjectIsRefused(String json) {
        assertThat(faults(json)).singleElement().asString().startsWith("(file): is not a JSON object");
    }
}

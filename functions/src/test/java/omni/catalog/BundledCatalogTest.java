package omni.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import omni.billing.MeterClass;
import omni.billing.PlanKey;
import omni.fakes.Bundled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file that ships with the product says what contract 6.1 and 7.1 say. */
class BundledCatalogTest {

    private final Catalog catalog = Bundled.CATALOG;

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "null", textBlock = """
            plan          | name          | public | kind         | checkout     | month | year | monthFloor | yearFloor | percent | seats | keys | discount | ai    | rate
            SANDBOX_GRANT | Starter grant | false  | grant        | none         | null  | null | null       | null      | 0       | 1     | 2    | 0        | 10    | 1
            PAYG          | Pay As You Go | true   | metered      | setup        | null  | null | null       | null      | 0       | 1     | 3    | 0        | 0     | 1
            PERSONAL      | Personal      | true   | subscription | subscription | 55    | 588  | null       | null      | 10.9    | 1     | 3    | 200000   | 600   | 1
            TEAM          | Team          | true   | subscription | subscription | 239   | 2388 | null       | null      | 16.7    | 5     | 10   | 350000   | 3000  | 2
            COMMERCIAL    | Commercial    | true   | contract     | sales        | null  | null | 1500       | 18000     | 0       | 5     | 25   | 500000   | 10000 | 10
            """)
    void aPlanIsThatOfTheContract(
            PlanKey key,
            String name,
            boolean open,
            String kind,
            String checkout,
            @Nullable BigDecimal month,
            @Nullable BigDecimal year,
            @Nullable BigDecimal monthFloor,
            @Nullable BigDecimal yearFloor,
            BigDecimal percent,
            int seats,
            int keys,
            int discount,
            long ai,
            int rate) {
        var plan = catalog.rateCard().plan(key);
        assertThat(plan.displayName()).isEqualTo(name);
        assertThat(plan.isPublic()).isEqualTo(open);
        assertThat(plan.kind()).isEqualTo(kind);
        assertThat(plan.checkoutMode()).isEqualTo(checkout);
        assertThat(plan.monthlyPriceUsd()).isEqualTo(month);
        assertThat(plan.annualPriceUsd()).isEqualTo(year);
        assertThat(plan.monthlyPriceFloorUsd()).isEqualTo(monthFloor);
        assertThat(plan.annualContractFloorUsd()).isEqualTo(yearFloor);
        assertThat(plan.annualDiscountPercent()).isEqualByComparingTo(percent);
        assertThat(plan.seatsIncluded()).isEqualTo(seats);
        assertThat(plan.apiKeysIncluded()).isEqualTo(keys);
        assertThat(plan.meterDiscount().partsPerMillion()).isEqualTo(discount);
        assertThat(plan.aiQueriesPerMonth()).isEqualTo(ai);
        assertThat(plan.rateMultiplier()).isEqualTo(rate);
        assertThat(plan.features()).isNotEmpty();
    }

    /** Routes as number:method path, upstream ones marked ^, those that commit before their work marked !. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "null", textBlock = """
            class              | number | family               | base | scope     | ai    | tools                                  | routes
            platform_read      | 0      | null                 | 600  | null      | false | ''                                     | ''
            entity_resolve     | 1      | light_reads          | 600  | read:sec  | false | entities.resolve                       | 1:GET /v1/entities/resolve,2:GET /v1/entities^
            filing_search      | 2      | standard_reads       | 600  | read:sec  | false | ''                                     | 3:GET /v1/filings^,4:GET /v1/search/fulltext^
            filing_retrieval   | 3      | standard_reads       | 600  | read:sec  | false | filings.latest                         | 5:GET /v1/filings/latest,6:GET /v1/filings/{accession_number}^
            statement_lookup   | 4      | standard_reads       | 600  | read:sec  | false | statements.get                         | 7:GET /v1/statements/{statement_key},8:GET /v1/statements^,9:GET /v1/statements/all^
            fact_lookup        | 5      | standard_reads       | 600  | read:sec  | false | ''                                     | 10:GET /v1/facts^
            section_extract    | 6      | heavy_extracts       | 180  | read:sec  | false | sections.get                           | 11:GET /v1/filings/latest/sections/{section_key},12:GET /v1/filings/{accession_number}/sections/{section_key}^
            semantic_search    | 7      | semantic_search      | 120  | read:sec  | false | ''                                     | 13:GET /v1/search/semantic^,14:GET /v1/filings/{filing_id}/similar^
            intelligence_query | 8      | intelligence_queries | 30   | read:sec  | true  | ''                                     | 15:GET /v1/intelligence/**^,16:POST /v1/intelligence/**^,17:GET /v1/signals/dilution/enhanced^,18:GET /v1/signals/dilution/enhanced/**^
            market_data_read   | 9      | market_data_reads    | 300  | read:sec  | false | ''                                     | 19:GET /v1/factors/**^,20:GET /v1/macro/**^,21:GET /v1/market/**^
            artifact_job       | 10     | artifact_jobs        | 30   | write:sec | false | ''                                     | 22:POST /v1/artifacts^!,23:GET /v1/artifacts/{artifact_id}/export^
            """)
    void aMeterClassIsThatOfTheContract(
            String key,
            int number,
            @Nullable String family,
            int base,
            @Nullable String scope,
            boolean ai,
            String tools,
            String routes) {
        var meterClass = catalog.meterClass(key).orElseThrow();
        assertThat(meterClass.number()).isEqualTo(number);
        assertThat(catalog.meterClass(number)).contains(meterClass);
        assertThat(meterClass.family() == null ? null : meterClass.family().key())
                .isEqualTo(family);
        assertThat(meterClass.baseLimitPerMinute()).isEqualTo(base);
        assertThat(meterClass.scope()).isEqualTo(scope);
        assertThat(meterClass.countsForAiQuota()).isEqualTo(ai);
        assertThat(meterClass.excludedPlans()).isEmpty();
        assertThat(catalog.routes().stream()
                        .filter(route -> route.meterClass().equals(meterClass))
                        .flatMap(route -> route.tool().stream())
                        .map(RouteDescription.Tool::name)
                        .collect(Collectors.joining(",")))
                .isEqualTo(tools);
        assertThat(routesOf(meterClass))
                .containsExactlyInAnyOrderElementsOf(
                        routes.isEmpty() ? List.of() : Arrays.asList(routes.split(",", -1)));
    }

    private List<String> routesOf(MeterClass meterClass) {
        return catalog.routes().stream()
                .filter(route -> route.meterClass().equals(meterClass))
                .map(route -> route.number() + ":" + route.endpointKey()
                        + (route.target() == RouteEntry.Target.UPSTREAM ? "^" : "")
                        + (route.commitBefore() ? "!" : ""))
                .collect(Collectors.toList());
    }

    @Test
    void thereAreElevenClassesAndTwentyThreeRoutesAndNoMore() {
        assertThat(catalog.meterClasses()).hasSize(11);
        assertThat(catalog.routes()).hasSize(23);
        assertThat(catalog.meterClasses().getFirst()).isEqualTo(catalog.platformRead());
        assertThat(catalog.route(22).orElseThrow().endpointKey()).isEqualTo("POST /v1/artifacts");
        assertThat(catalog.route(99)).isEmpty();
    }

    @Test
    void aMessageOfTheChatIsAnIntelligenceQuery() {
        assertThat(catalog.chat())
                .contains(new ChatTerms(catalog.meterClass("intelligence_query").orElseThrow()));
    }

    @Test
    void aCatalogThatSaysNothingOfAChatHasNone() {
        for (var nothing : List.of("", "\"chat\": null,")) {
            var text = Bundled.text().replaceFirst("\"chat\": \\{[^}]*},", nothing);
            var loaded = CatalogLoader.load("test", text.getBytes(StandardCharsets.UTF_8));
            assertThat(loaded.chat()).isEmpty();
        }
    }

    @Test
    void theContractsOwnExampleOfAClassLoads() {
        var example = """
                {"meterClass":"section_extract","meterFamily":"heavy_extracts","baseLimitPerMinute":180,"scope":"read:sec","quotaFamily":null,"excludedPlans":[],
                 "number":6,"routes":[{"number":11,"method":"GET","path":"/v1/filings/latest/sections/{section_key}","target":"builtin"},
                           {"number":12,"method":"GET","path":"/v1/filings/{accession_number}/sections/{section_key}","target":"upstream","commit":"after"}]}""";
        var text = Bundled.text();
        var from = text.indexOf("    {\"meterClass\": \"section_extract\"");
        var to = text.indexOf("    {\"meterClass\": \"semantic_search\"");
        var with = text.substring(0, from) + example + ",\n" + text.substring(to);
        var loaded = CatalogLoader.load("test", with.getBytes(StandardCharsets.UTF_8));
        assertThat(loaded.meterClass("section_extract")).isEqualTo(catalog.meterClass("section_extract"));
        assertThat(loaded.routes())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("said")
                .isEqualTo(catalog.routes());
    }

    @ParameterizedTest(name = "{0} {1}: route {2}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", textBlock = """
            method, path,                                      route
            GET,    /v1/filings/latest,                        5
            HEAD,   /v1/filings/latest,                        5
            GET,    /v1/filings/0000320193-26-000001,          6
            GET,    /v1/filings/latest/sections/item_1a,       11
            GET,    /v1/filings/0000320193/sections/item_1a,   12
            GET,    /v1/filings/latest/similar,                14
            GET,    /v1/statements/all,                        9
            GET,    /v1/statements/income_statement,           7
            GET,    /v1/statements,                            8
            GET,    /v1/intelligence/a,                        15
            GET,    /v1/intelligence/a/b/c,                    15
            POST,   /v1/intelligence/a,                        16
            GET,    /v1/intelligence,                          none
            GET,    /v1/intelligence/,                         none
            GET,    /v1/signals/dilution/enhanced,             17
            GET,    /v1/signals/dilution/enhanced/x/y,         18
            POST,   /v1/filings/latest,                        none
            DELETE, /v1/artifacts,                             none
            POST,   /v1/artifacts,                             22
            GET,    /v1/artifacts/a1/export,                   23
            GET,    /v1/filings/,                              none
            GET,    /v1/filings/latest/,                       none
            GET,    /V1/filings/latest,                        none
            GET,    /,                                         none
            GET,    /v1/me,                                    none
            """)
    void literalBeatsParameterBeatsRest(String method, String path, @Nullable Integer route) {
        assertThat(catalog.match(method, path).map(RouteEntry::number).orElse(null))
                .isEqualTo(route);
    }

    @Test
    void theMethodsOnAPathAreThoseThatAreSold() {
        assertThat(catalog.methodsOn("/v1/intelligence/x")).containsExactly("GET", "POST");
        assertThat(catalog.methodsOn("/v1/nothing")).isEmpty();
    }
}

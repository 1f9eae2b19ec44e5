package omni.endpoint;

import java.io.IOException;
import java.util.Locale;
import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import omni.lambda.MeteredEndpoints;
import omni.lambda.MeteredRoot;
import omni.sec.EntityLookup;
import omni.sec.FilingLookup;
import omni.sec.FilingSource;
import omni.sec.SectionLookup;
import omni.sec.StatementLookup;
import omni.sec.bundled.BundledFilings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of the data routes in each view, and their refusals, as files under {@code goldens}. Contract 11.12. */
class DataGoldenTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private final Rig rig = new Rig();

    @ParameterizedTest(name = "{0}.{1}: {2}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            operation;        golden;     query;                                            parameter
            ResolveEntity;    compact;    ticker=AAPL&view=compact;                         ''
            ResolveEntity;    agent;      name=alphabet&view=agent;                         ''
            ResolveEntity;    missing;    company=AAPL;                                     ''
            ResolveEntity;    view;       ticker=AAPL&view=full;                            ''
            GetLatestFiling;  default;    ticker=AAPL&form=10-K;                            ''
            GetLatestFiling;  compact;    ticker=AAPL&view=compact;                         ''
            GetLatestFiling;  agent;      ticker=AAPL&fp=Q2&view=agent;                     ''
            GetLatestFiling;  missing;    form=10-K;                                        ''
            GetLatestFiling;  period;     ticker=AAPL&fp=Q4;                                ''
            GetLatestFiling;  year;       ticker=AAPL&filing_year=24;                       ''
            GetLatestFiling;  unknown;    ticker=AAPL&form=8-K;                             ''
            GetLatestSection; default;    ticker=AAPL;                                      item_1a
            GetLatestSection; short;      ticker=AAPL&mode=compact;                         item_7
            GetLatestSection; compact;    ticker=AAPL&view=compact;                         item_1a
            GetLatestSection; agent;      ticker=AAPL&view=agent;                           item_1a
            GetLatestSection; mode;       ticker=AAPL&mode=short;                           item_1a
            GetLatestSection; filing;     ticker=MSFT;                                      item_1a
            GetLatestSection; unknown;    ticker=AAPL;                                      item_99
            GetStatement;     default;    ticker=AAPL&limit=1;                              balance_sheet
            GetStatement;     quarterly;  ticker=AAPL&period=quarterly&limit=2&view=compact; income_statement
            GetStatement;     compact;    ticker=NVDA&fy_from=2023&view=compact;            income_statement
            GetStatement;     agent;      ticker=KO&limit=1&view=agent;                     cash_flow_statement
            GetStatement;     key;        ticker=AAPL;                                      equity
            GetStatement;     period;     ticker=AAPL&period=monthly;                       income_statement
            GetStatement;     limit;      ticker=AAPL&limit=41;                             income_statement
            GetStatement;     years;      ticker=AAPL&fy_from=2024&fy_to=2023;              income_statement
            GetStatement;     unknown;    ticker=AAPL&period=quarterly&fy=2024;             cash_flow_statement
            """)
    void aViewOrARefusal(String operation, String golden, String query, String parameter) {
        record(operation, golden, query, parameter, rig.meteredRoot());
    }

    private void record(String operation, String golden, String query, String parameter, MeteredRoot root) {
        var route = Endpoints.valueOf(
                        operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT))
                .operation();
        var name = route.path().contains("{") ? route.path().replaceAll(".*\\{|}.*", "") : "";
        var ask = Ask.of("GET", route.path().replace("{" + name + "}", parameter))
                .by(rig.byKey("read:sec"))
                .header("x-request-id", "req_golden")
                .header("traceparent", TRACE);
        if (!name.isEmpty()) {
            ask.pathParameter(name, parameter);
        }
        for (var pair : query.split("&", -1)) {
            ask.query(pair.split("=", -1)[0], pair.split("=", -1)[1]);
        }
        Recorded.golden(
                operation + "." + golden + ".txt",
                ask.of(function(operation, root)).text());
    }

    @ParameterizedTest(name = "{0}.source")
    @ValueSource(strings = {"ResolveEntity", "GetLatestFiling", "GetLatestSection", "GetStatement"})
    void aSourceThatIsDown(String operation) {
        var down = new BundledFilings(name -> {
            throw new IOException("no " + name);
        });
        var parameter = operation.equals("GetStatement") ? "balance_sheet" : "item_1a";
        record(operation, "source", "ticker=AAPL", parameter, root(down));
    }

    private MeteredRoot root(FilingSource source) {
        return new MeteredRoot(
                rig.foundation,
                rig.shell,
                rig.store.accounts(),
                rig.store.rollUps(),
                new EntityLookup(source),
                new FilingLookup(source),
                new SectionLookup(source),
                new StatementLookup(source));
    }

    private static EndpointFunction function(String operation, MeteredRoot root) {
        return switch (operation) {
            case "ResolveEntity" -> new MeteredEndpoints(root).function(Endpoints.RESOLVE_ENTITY);
            case "GetLatestFiling" -> new MeteredEndpoints(root).function(Endpoints.GET_LATEST_FILING);
            case "GetLatestSection" -> new MeteredEndpoints(root).function(Endpoints.GET_LATEST_SECTION);
            default -> new MeteredEndpoints(root).function(Endpoints.GET_STATEMENT);
        };
    }
}

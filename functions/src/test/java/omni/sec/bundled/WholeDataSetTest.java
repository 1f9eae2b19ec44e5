package omni.sec.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omni.json.Json;
import omni.sec.Company;
import omni.sec.EntityLookup;
import omni.sec.EntityView;
import omni.sec.Filing;
import omni.sec.FilingLookup;
import omni.sec.Lookup;
import omni.sec.Reading;
import omni.sec.SectionLookup;
import omni.sec.StatementKey;
import omni.sec.StatementLookup;
import omni.sec.StatementView;
import org.junit.jupiter.api.Test;

/** Everything that the data set holds can be served, and nothing of it breaks a rule of the contract. */
class WholeDataSetTest {

    private static final int LONGEST_ID = 64;
    private static final int LARGEST_RESOURCE_BYTES = 32_768;

    private final ResourceReader resources = ResourceReader.ofClassPath();
    private final BundledFilings source = new BundledFilings();

    @Test
    void everyCompanyIsFoundByEachOfItsTickersByItsCikAndByItsName() throws IOException {
        var lookup = new EntityLookup(new BundledFilings(cached()));
        var companies = companies();
        assertThat(companies).hasSize(7992);
        int tickers = 0;
        for (var company : companies) {
            assertThat(idOf(lookup, "cik", company.cik())).isEqualTo("cent_" + company.cik());
            assertThat(idOf(lookup, "name", company.name())).isEqualTo("cent_" + company.cik());
            for (var ticker : company.tickers()) {
                assertThat(idOf(lookup, "ticker", ticker)).isEqualTo("cent_" + company.cik());
                tickers++;
            }
        }
        assertThat(tickers).isEqualTo(10_365);
    }

    @Test
    void everyFilingAndSectionIsServed() throws IOException {
        var filings = filings();
        assertThat(filings).hasSize(44);
        assertThat(filings.stream().map(Filing::cik).distinct()).hasSize(24);
        int sections = 0;
        for (var filing : filings) {
            var query = Map.of(
                    "cik", filing.cik(),
                    "form", filing.form(),
                    "fy", String.valueOf(filing.fiscalYear()),
                    "fp", filing.fiscalPeriod(),
                    "filing_year", String.valueOf(filing.filingDate().getYear()));
            var found = json(new FilingLookup(source).latest(query, true));
            assertThat(found).contains("\"accessionNumber\":\"" + filing.accessionNumber() + "\"");
            if (filings.stream().noneMatch(other -> replaces(other, filing))) {
                for (var section : filing.sections()) {
                    var served = new SectionLookup(source).latest(section.key(), query, true);
                    assertThat(json(served)).contains("\"key\":\"" + section.key() + "\"", "\"status\":\"degraded\"");
                    sections++;
                }
            }
        }
        // Of two 10-Qs of a year only the newer can be asked for: a section is not asked for by quarter.
        assertThat(sections).isGreaterThan(600);
    }

    @Test
    void everyStatementIsServedWithOneCellPerRowAndPeriod() throws IOException {
        var lookup = new StatementLookup(source);
        int served = 0;
        for (var cik : new HashSet<>(filings().stream().map(Filing::cik).toList())) {
            for (var statement : StatementKey.wireNames()) {
                for (var period : List.of("annual", "quarterly")) {
                    var query = Map.of("cik", cik, "period", period, "limit", "40");
                    if (lookup.find(statement, query, true) instanceof Lookup.Found<StatementView> found) {
                        var view = found.record();
                        assertThat(view.id()).hasSizeLessThanOrEqualTo(LONGEST_ID);
                        assertThat(view.rows())
                                .isNotEmpty()
                                .allSatisfy(
                                        row -> assertThat(row.values().stream().map(StatementView.Value::periodEnd))
                                                .isEqualTo(view.periods().stream()
                                                        .map(StatementView.Period::periodEnd)
                                                        .toList()));
                        assertThat(found.filings()).isNotEmpty();
                        assertThat(Json.text(view)).startsWith("{\"object\":\"statement\",\"id\":\"stm_");
                        served++;
                    }
                }
            }
        }
        // 21 issuers have figures in a 10-K; the quarterly cash flow of most issuers is reported year to date only.
        assertThat(served).isGreaterThan(3 * 21);
    }

    @Test
    void noResourceIsLargeAndTheIndexNamesWhatThereIs() throws IOException {
        var index = DataSetIndex.read(resources);
        var pages = Stream.of(DataSetIndex.Table.values())
                .flatMap(table -> Stream.iterate(0, i -> i < index.pages(table).size(), i -> i + 1)
                        .map(table::page));
        for (var name : Stream.concat(pages, index.held().stream()).toList()) {
            assertThat(resources.read(name)).as(name).hasSizeBetween(1, LARGEST_RESOURCE_BYTES);
        }
    }

    private List<Company> companies() throws IOException {
        var companies = new ArrayList<Company>();
        for (int page = 0;
                page
                        < DataSetIndex.read(resources)
                                .pages(DataSetIndex.Table.COMPANIES)
                                .size();
                page++) {
            resources.lines(DataSetIndex.Table.COMPANIES.page(page)).stream()
                    .map(line -> CompanyLine.read(Columns.parse(line)))
                    .forEach(companies::add);
        }
        return companies;
    }

    private List<Filing> filings() throws IOException {
        var filings = new ArrayList<Filing>();
        for (var company : companies()) {
            if (source.filings(company) instanceof Reading.Got<List<Filing>>(var found)) {
                filings.addAll(found);
            }
        }
        return filings;
    }

    /** Thousands of look-ups read the same pages: keeping them makes the test quick. */
    private ResourceReader cached() {
        var pages = new HashMap<String, byte[]>();
        return name -> {
            var known = pages.get(name);
            if (known == null) {
                known = resources.read(name);
                pages.put(name, known);
            }
            return known;
        };
    }

    private static String idOf(EntityLookup lookup, String parameter, String value) {
        return switch (lookup.resolve(Map.of(parameter, value), true)) {
            case Lookup.Found<EntityView> found -> found.record().id();
            case Lookup.Refused<EntityView> refused -> refused.refusal().toString();
        };
    }

    private static <T> String json(Lookup<T> lookup) {
        return lookup instanceof Lookup.Found<T> found ? Json.text(found.record()) : lookup.toString();
    }

    private static boolean replaces(Filing newer, Filing filing) {
        return newer.cik().equals(filing.cik())
                && newer.form().equals(filing.form())
                && newer.fiscalYear() == filing.fiscalYear()
                && newer.filingDate().getYear() == filing.filingDate().getYear()
                && newer.filingDate().isAfter(filing.filingDate());
    }
}

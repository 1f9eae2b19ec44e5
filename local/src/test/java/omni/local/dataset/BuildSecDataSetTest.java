package omni.local.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import omni.sec.EntityLookup;
import omni.sec.EntityView;
import omni.sec.FilingLookup;
import omni.sec.FilingView;
import omni.sec.Lookup;
import omni.sec.SectionLookup;
import omni.sec.StatementLookup;
import omni.sec.StatementView;
import omni.sec.bundled.BundledFilings;
import omni.sec.bundled.DataSetIndex;
import omni.sec.bundled.ResourceReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildSecDataSetTest {

    private static final String DATE = "2026-01-02";

    @TempDir
    Path folder;

    private Path source;
    private Path target;

    @BeforeEach
    void writeTheSourceFiles() throws IOException {
        source = Files.createDirectories(folder.resolve("source"));
        target = folder.resolve("target");
        Files.writeString(source.resolve("directory.csv"), """
                cik,ticker,exchange,name
                0000000007,MIL-B,NYSE,"MILLS, ""OLD"" & SONS INC /DE/"
                0000000009,TIN,,Tinker Ltd
                0000000007,MIL-A,NYSE,"MILLS, ""OLD"" & SONS INC /DE/"
                """);
        Files.writeString(source.resolve("issuers.json"), """
                [{"cik":"0000000007","name":"Mills & Sons, Inc.","tickers":["MIL-B","MIL-A"],"exchange":"NYSE","sic":null,
                  "sicDescription":null,"stateOfIncorporation":"DE","fiscalYearEnd":"12-31","aliases":["mills"],
                  "entityAddress":{"city":"Milltown","state":"NJ"},"phone":null}]
                """);
        Files.writeString(source.resolve("filings.json"), """
                [{"id":"a","accessionNumber":"0000000007-25-000001","accessionEvidence":["listing"],"cik":"0000000007",
                  "form":"10-K","filingDate":"2025-02-01","periodOfReport":"2024-12-31","fiscalYear":2024,
                  "fiscalPeriod":"FY","primaryDocument":"m.htm","url":"https://www.sec.gov/m.htm","textLength":900,
                  "textSha256":"00","sections":[{"key":"item_1","title":"Business","startOffset":10,"endOffset":60,
                  "charCount":50}]},
                 {"id":"b","accessionNumber":null,"accessionEvidence":[],"cik":"0000000007","form":"10-Q",
                  "filingDate":"2025-05-01","periodOfReport":"2025-03-31","fiscalYear":2025,"fiscalPeriod":"Q1",
                  "primaryDocument":"q.htm","url":null,"textLength":null,"textSha256":null,"sections":[]}]
                """);
        Files.writeString(source.resolve("statements.json"), """
                [{"id":"a","accessionNumber":"0000000007-25-000001","cik":"0000000007","form":"10-K","statements":{
                  "income_statement":[{"key":"revenue","concept":"us-gaap:Revenues","label":"Revenue","unit":"USD",
                   "values":[{"periodStart":"2024-01-01","periodEnd":"2024-12-31","value":1250000000,"decimals":-6}]},
                   {"key":"eps_basic","concept":"mil:Eps","label":"EPS","unit":"USD/shares",
                   "values":[{"periodStart":"2024-01-01","periodEnd":"2024-12-31","value":0.10,"decimals":2}]}],
                  "balance_sheet":[],"cash_flow_statement":[]}},
                 {"id":"b","accessionNumber":null,"cik":"0000000007","form":"10-Q","statements":{
                  "income_statement":[{"key":"revenue","concept":"us-gaap:Revenues","label":"Revenue","unit":"USD",
                   "values":[{"periodStart":"2025-01-01","periodEnd":"2025-03-31","value":1,"decimals":0}]}],
                  "balance_sheet":[],"cash_flow_statement":[]}}]
                """);
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        assertThat(build()).isZero();
        var first = bytes();
        assertThat(build()).isZero();

        assertThat(bytes()).isEqualTo(first).isNotEmpty();
    }

    @Test
    void whatWasBuiltIsServedAsItWasGiven() {
        build();
        var filings = new BundledFilings(name -> Files.readAllBytes(target.resolve(name)));
        var mills = Map.of("ticker", "mila");

        var entity = this.<EntityView>found(new EntityLookup(filings).resolve(mills, true));
        assertThat(entity.name()).isEqualTo("Mills & Sons, Inc.");
        assertThat(entity.ticker()).isEqualTo("MIL-B");
        assertThat(entity.createdAt()).isEqualTo(DATE + "T00:00:00Z");

        var listed = new EntityLookup(filings).resolve(Map.of("name", "Mills, \"Old\" & Sons Inc"), true);
        assertThat(this.<EntityView>found(listed).cik()).isEqualTo("0000000007");

        var filing = this.<FilingView>found(new FilingLookup(filings).latest(mills, true));
        assertThat(filing.accessionNumber()).isEqualTo("0000000007-25-000001");

        var statement = this.<StatementView>found(new StatementLookup(filings).find("income_statement", mills, true));
        assertThat(statement.rows().stream().map(row -> row.values().getFirst().value()))
                .extracting(String::valueOf)
                .containsExactly("1250000000", "0.1");
        assertThat(new SectionLookup(filings).latest("item_1", mills, true)).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void aFilingWithoutAccessionNumberIsLeftOut() {
        build();
        var filings = new BundledFilings(name -> Files.readAllBytes(target.resolve(name)));

        assertThat(new FilingLookup(filings).latest(Map.of("ticker", "MIL-B", "form", "10-Q"), true))
                .isInstanceOf(Lookup.Refused.class);
    }

    @Test
    void aFolderThatIsNoDataSetIsLeftAlone() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("letter.txt"), "mine");

        assertThat(build()).isEqualTo(1);
        assertThat(target.resolve("letter.txt")).hasContent("mine");
    }

    @Test
    void aBrokenInputLeavesTheDataSetAsItWas() throws IOException {
        build();
        var before = bytes();
        Files.writeString(source.resolve("directory.csv"), "cik;ticker");

        assertThat(build()).isEqualTo(1);
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void wrongArgumentsAreToldApartFromAFailure() {
        assertThat(BuildSecDataSet.run("only one")).isEqualTo(2);
        assertThat(BuildSecDataSet.run(source.toString(), target.toString(), "yesterday"))
                .isEqualTo(2);
    }

    /** A hand-edited resource would no longer be what the builder made. */
    @Test
    void theShippedDataSetIsTheBuildersWork() throws IOException {
        var shipped = ResourceReader.ofClassPath();
        var index = DataSetIndex.read(shipped);
        var resources = new TreeMap<String, byte[]>();
        for (var name : index.held()) {
            resources.put(name, shipped.read(name));
        }
        for (var table : DataSetIndex.Table.values()) {
            for (int page = 0; page < index.pages(table).size(); page++) {
                resources.put(table.page(page), shipped.read(table.page(page)));
            }
        }

        assertThat(DataSetLayout.version(resources)).isEqualTo(index.origin().version());
    }

    private int build() {
        return BuildSecDataSet.run(source.toString(), target.toString(), DATE);
    }

    private SortedMap<String, String> bytes() throws IOException {
        var content = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(target)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                content.put(target.relativize(file).toString(), Files.readString(file));
            }
        }
        return content;
    }

    private <T> T found(Lookup<T> lookup) {
        return switch (lookup) {
            case Lookup.Found<T> found -> found.record();
            case Lookup.Refused<T> refused -> throw new AssertionError(refused.refusal());
        };
    }
}

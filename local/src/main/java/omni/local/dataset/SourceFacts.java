package omni.local.dataset;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import omni.sec.Company;
import omni.sec.Face;
import omni.sec.Filing;
import omni.sec.SectionPlace;
import omni.sec.StatementKey;

/**
 * What the source files say, as far as it is served.
 *
 * @param companies in the list's order, largest first
 * @param listedNames the list's name of each company by CIK, where it differs from the cover page's
 * @param filings with an accession number, newest first
 */
record SourceFacts(
        List<Company> companies,
        Map<String, String> listedNames,
        List<Filing> filings,
        List<FiledStatement> statements) {

    /** A statement with the filing that it stands in. */
    record FiledStatement(Filing filing, StatementKey statement, Face face) {}

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static SourceFacts read(Path folder) throws IOException {
        var issuers = new LinkedHashMap<String, JsonNode>();
        for (var issuer : JSON.readTree(folder.resolve("issuers.json").toFile())) {
            issuers.put(issuer.path("cik").asText(), issuer);
        }
        var listed = DirectoryCsv.read(Files.readString(folder.resolve("directory.csv")));
        var companies = listed.stream()
                .map(company -> company(company, Optional.ofNullable(issuers.remove(company.cik()))))
                .toList();
        if (!issuers.isEmpty()) {
            throw new IOException("Issuers that directory.csv does not list: " + issuers.keySet());
        }
        var listedNames = new LinkedHashMap<String, String>();
        listed.forEach(company -> listedNames.put(company.cik(), company.name()));
        var filings = filings(JSON.readTree(folder.resolve("filings.json").toFile()));
        var statements =
                statements(JSON.readTree(folder.resolve("statements.json").toFile()), filings);
        return new SourceFacts(companies, listedNames, filings, statements);
    }

    private static Company company(DirectoryCsv.Listed listed, Optional<JsonNode> issuer) {
        return new Company(
                listed.cik(),
                issuer.flatMap(node -> text(node, "name")).orElse(listed.name()),
                Optional.of(listed.exchange()).filter(exchange -> !exchange.isEmpty()),
                issuer.map(node -> texts(node.path("tickers"))).orElse(listed.tickers()),
                issuer.map(node -> texts(node.path("aliases"))).orElse(List.of()),
                issuer.flatMap(node -> text(node, "sic")),
                issuer.flatMap(node -> text(node, "sicDescription")),
                issuer.flatMap(node -> text(node, "stateOfIncorporation")),
                issuer.flatMap(node -> text(node, "fiscalYearEnd")),
                issuer.flatMap(node -> text(node.path("entityAddress"), "city")),
                issuer.flatMap(node -> text(node.path("entityAddress"), "state")),
                issuer.flatMap(node -> text(node, "phone")));
    }

    private static List<Filing> filings(JsonNode nodes) {
        return elements(nodes)
                .filter(node -> text(node, "accessionNumber").isPresent())
                .map(SourceFacts::filing)
                .sorted(Comparator.comparing(Filing::filingDate)
                        .thenComparing(Filing::accessionNumber)
                        .reversed())
                .toList();
    }

    private static Filing filing(JsonNode node) {
        var evidence = texts(node.path("accessionEvidence"));
        return new Filing(
                node.path("cik").asText(),
                node.path("accessionNumber").asText(),
                node.path("form").asText(),
                LocalDate.parse(node.path("filingDate").asText()),
                LocalDate.parse(node.path("periodOfReport").asText()),
                node.path("fiscalYear").asInt(),
                node.path("fiscalPeriod").asText(),
                node.path("url").asText(),
                node.path("textLength").isInt()
                        ? OptionalInt.of(node.path("textLength").asInt())
                        : OptionalInt.empty(),
                evidence.size() > 1 || evidence.contains("sec_json"),
                elements(node.path("sections")).map(SourceFacts::section).toList());
    }

    private static SectionPlace section(JsonNode node) {
        return new SectionPlace(
                node.path("key").asText(),
                node.path("title").asText(),
                node.path("startOffset").asInt(),
                node.path("endOffset").asInt());
    }

    private static List<FiledStatement> statements(JsonNode nodes, List<Filing> filings) {
        var statements = new ArrayList<FiledStatement>();
        for (var filing : filings) {
            elements(nodes)
                    .filter(node -> node.path("accessionNumber").asText().equals(filing.accessionNumber()))
                    .flatMap(node -> Stream.of(StatementKey.values())
                            .map(key -> new FiledStatement(
                                    filing,
                                    key,
                                    face(filing, node.path("statements").path(key.wireName())))))
                    .filter(statement -> !statement.face().rows().isEmpty())
                    .forEach(statements::add);
        }
        return List.copyOf(statements);
    }

    private static Face face(Filing filing, JsonNode rows) {
        return new Face(
                filing.accessionNumber(), elements(rows).map(SourceFacts::row).toList());
    }

    private static Face.Row row(JsonNode node) {
        return new Face.Row(
                node.path("key").asText(),
                node.path("concept").asText(),
                node.path("label").asText(),
                node.path("unit").asText(),
                elements(node.path("values")).map(SourceFacts::figure).toList());
    }

    private static Face.Figure figure(JsonNode node) {
        BigDecimal value = node.path("value").decimalValue();
        return new Face.Figure(
                text(node, "periodStart").map(LocalDate::parse),
                LocalDate.parse(node.path("periodEnd").asText()),
                value);
    }

    private static Optional<String> text(JsonNode node, String field) {
        var value = node.path(field);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static List<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}

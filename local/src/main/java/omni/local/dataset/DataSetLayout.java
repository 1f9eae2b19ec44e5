package omni.local.dataset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import omni.sec.Filing;
import omni.sec.Origin;
import omni.sec.bundled.CompanyLine;
import omni.sec.bundled.DataSetIndex;
import omni.sec.bundled.FaceLines;
import omni.sec.bundled.FilingLines;

/** Lays facts out as resources: name to bytes. */
final class DataSetLayout {

    /** A look-up reads a few pages; smaller ones would only make more files. */
    static final int PAGE_BYTES = 16_384;

    private static final String SOURCE = "sec_edgar";
    private static final String LABEL = "SEC EDGAR (bundled facts)";
    private static final String PARSER_VERSION = "sec-facts-1";
    private static final int VERSION_LETTERS = 16;

    private final Instant retrievedAt;
    private final SortedMap<String, StringBuilder> texts = new TreeMap<>();
    private final Map<DataSetIndex.Table, List<String>> firstKeys = new EnumMap<>(DataSetIndex.Table.class);
    private final TreeSet<String> held = new TreeSet<>();

    DataSetLayout(Instant retrievedAt) {
        this.retrievedAt = retrievedAt;
    }

    void add(SourceFacts facts) {
        var directory = new DirectoryTables();
        for (int rank = 0; rank < facts.companies().size(); rank++) {
            var company = facts.companies().get(rank);
            directory.add(rank, company, facts.listedNames().getOrDefault(company.cik(), company.name()));
        }
        page(DataSetIndex.Table.COMPANIES, companies(facts));
        directory.tables().forEach(this::page);
        facts.filings().forEach(this::hold);
        facts.statements().forEach(this::hold);
    }

    /** All resources, the index among them. */
    SortedMap<String, byte[]> resources() {
        var resources = new TreeMap<String, byte[]>();
        texts.forEach((name, text) -> resources.put(name, bytes(text.toString())));
        var origin = new Origin(SOURCE, LABEL, retrievedAt, PARSER_VERSION, version(resources));
        var index = new DataSetIndex(origin, firstKeys, held);
        resources.put(DataSetIndex.NAME, bytes(String.join("\n", index.lines().toList()) + "\n"));
        return resources;
    }

    private static SortedMap<String, String> companies(SourceFacts facts) {
        var lines = new TreeMap<String, String>();
        for (int rank = 0; rank < facts.companies().size(); rank++) {
            lines.put(
                    CompanyLine.key(rank),
                    CompanyLine.write(rank, facts.companies().get(rank)));
        }
        return lines;
    }

    private void page(DataSetIndex.Table table, SortedMap<String, String> linesByKey) {
        var keys = firstKeys.computeIfAbsent(table, _ -> new ArrayList<>());
        int pageBytes = 0;
        for (var entry : linesByKey.entrySet()) {
            int lineBytes = bytes(entry.getValue()).length + 1;
            if (keys.isEmpty() || pageBytes + lineBytes > PAGE_BYTES) {
                keys.add(entry.getKey());
                pageBytes = 0;
            }
            pageBytes += lineBytes;
            append(table.page(keys.size() - 1), entry.getValue());
        }
    }

    private void hold(Filing filing) {
        var name = FilingLines.resource(filing.cik());
        held.add(name);
        FilingLines.write(filing).forEach(line -> append(name, line));
    }

    private void hold(SourceFacts.FiledStatement statement) {
        var filing = statement.filing();
        var name = FaceLines.resource(filing.cik(), filing.form(), statement.statement());
        held.add(name);
        FaceLines.write(statement.face()).forEach(line -> append(name, line));
    }

    private void append(String name, String line) {
        texts.computeIfAbsent(name, _ -> new StringBuilder()).append(line).append('\n');
    }

    /** The edition is named by its content. */
    static String version(SortedMap<String, byte[]> resources) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            resources.forEach((name, content) -> {
                digest.update(bytes(name));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LETTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

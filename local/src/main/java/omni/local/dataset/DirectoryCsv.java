package omni.local.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Reads the list of companies, {@code cik,ticker,exchange,name} with one line per ticker. */
final class DirectoryCsv {

    private static final List<String> HEADER = List.of("cik", "ticker", "exchange", "name");

    private DirectoryCsv() {}

    /** A company with its tickers, the main one first. */
    record Listed(String cik, String name, String exchange, List<String> tickers) {}

    static List<Listed> read(String csv) {
        var companies = new LinkedHashMap<String, Listed>();
        try (var parser = CSVParser.parse(csv, CSVFormat.RFC4180)) {
            var rows = parser.iterator();
            if (!rows.hasNext() || !rows.next().toList().equals(HEADER)) {
                throw new IllegalArgumentException("directory.csv must begin with " + String.join(",", HEADER));
            }
            rows.forEachRemaining(row -> {
                if (row.size() != HEADER.size()) {
                    throw new IllegalArgumentException(
                            "directory.csv has a line without four cells: " + String.join(",", row));
                }
                companies
                        .computeIfAbsent(row.get(0), cik -> new Listed(cik, row.get(3), row.get(2), new ArrayList<>()))
                        .tickers()
                        .add(row.get(1));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(companies.values());
    }
}

package omni.local.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads the list of companies, {@code cik,ticker,exchange,name} with one line per ticker. */
final class DirectoryCsv {

    private static final String HEADER = "cik,ticker,exchange,name";

    private DirectoryCsv() {}

    /** A company with its tickers, the main one first. */
    record Listed(String cik, String name, String exchange, List<String> tickers) {}

    static List<Listed> read(String csv) {
        var lines = csv.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IllegalArgumentException("directory.csv must begin with " + HEADER);
        }
        var companies = new LinkedHashMap<String, Listed>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = cells(line);
            if (cells.size() != 4) {
                throw new IllegalArgumentException("directory.csv has a line without four cells: " + line);
            }
            companies
                    .computeIfAbsent(
                            cells.get(0), cik -> new Listed(cik, cells.get(3), cells.get(2), new ArrayList<>()))
                    .tickers()
                    .add(cells.get(1));
        }
        return List.copyOf(companies.values());
    }

    /** Cells of one line; a quoted one may hold commas, and doubled quotes for one. */
    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (letter == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(letter);
                i++;
            } else if (letter == '"') {
                quoted = !quoted;
            } else if (letter == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(letter);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}

package omni.local.dataset;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.sec.Company;
import omni.sec.Names;
import omni.sec.bundled.Columns;
import omni.sec.bundled.DataSetIndex;
import omni.sec.bundled.NameEntry;

/** The ways to a company: by CIK, symbol, name and word. */
final class DirectoryTables {

    private final SortedMap<String, String> ciks = new TreeMap<>();
    private final SortedMap<String, String> tickers = new TreeMap<>();
    private final SortedMap<String, String> compactTickers = new TreeMap<>();
    private final SortedSet<String> ambiguous = new TreeSet<>();
    private final SortedMap<String, SortedSet<NameEntry>> names = new TreeMap<>();
    private final SortedMap<String, SortedSet<Integer>> words = new TreeMap<>();

    void add(int rank, Company company, String listedName) {
        ciks.put(company.cik(), line(company.cik(), String.valueOf(rank)));
        company.tickers().forEach(ticker -> addTicker(rank, ticker));
        Stream.of(company.name(), listedName).distinct().forEach(name -> {
            addName(Names.normalize(name), NameEntry.Kind.FULL, rank);
            addName(Names.withoutSuffix(name), NameEntry.Kind.WITHOUT_SUFFIX, rank);
            Names.words(name)
                    .forEach(word ->
                            words.computeIfAbsent(word, _ -> new TreeSet<>()).add(rank));
        });
        company.aliases().forEach(alias -> addName(Names.normalize(alias), NameEntry.Kind.ALIAS, rank));
    }

    /** All but the companies themselves. */
    Map<DataSetIndex.Table, SortedMap<String, String>> tables() {
        var tables = new EnumMap<DataSetIndex.Table, SortedMap<String, String>>(DataSetIndex.Table.class);
        tables.put(DataSetIndex.Table.CIKS, ciks);
        tables.put(DataSetIndex.Table.TICKERS, allTickers());
        tables.put(
                DataSetIndex.Table.NAMES,
                lists(names, entries -> entries.stream().map(NameEntry::write)));
        tables.put(
                DataSetIndex.Table.WORDS, lists(words, ranks -> ranks.stream().map(String::valueOf)));
        return tables;
    }

    private void addTicker(int rank, String ticker) {
        var symbol = Names.symbol(ticker);
        if (tickers.put(symbol, line(symbol, ticker, String.valueOf(rank))) != null) {
            throw new IllegalArgumentException("Two companies have the ticker " + ticker);
        }
        var compact = Names.compactSymbol(ticker);
        if (!compact.equals(symbol)
                && compactTickers.put(compact, line(compact, ticker, String.valueOf(rank))) != null) {
            ambiguous.add(compact);
        }
    }

    private void addName(String name, NameEntry.Kind kind, int rank) {
        names.computeIfAbsent(name, _ -> new TreeSet<>()).add(new NameEntry(kind, rank));
    }

    /** A symbol without its separators leads to the ticker too, unless it is one itself or means two. */
    private SortedMap<String, String> allTickers() {
        var all = new TreeMap<>(compactTickers);
        all.keySet().removeAll(ambiguous);
        all.putAll(tickers);
        return all;
    }

    private static <T> SortedMap<String, String> lists(
            SortedMap<String, SortedSet<T>> table, Function<SortedSet<T>, Stream<String>> written) {
        var lines = new TreeMap<String, String>();
        table.forEach((key, values) ->
                lines.put(key, line(key, written.apply(values).collect(Collectors.joining(",")))));
        return lines;
    }

    private static String line(String... columns) {
        return Columns.of(Stream.of(columns)).line();
    }
}

package omni.sec.bundled;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import omni.sec.Origin;

/**
 * The data set's table of contents.
 *
 * @param firstKeys first key of every page, in order
 * @param held names of the resources of filings and statements
 */
public record DataSetIndex(Origin origin, Map<Table, List<String>> firstKeys, Set<String> held) {

    public static final String NAME = "index.tsv";

    private static final int PAGE_DIGITS = 3;

    /** Tables that are cut into pages. */
    public enum Table {
        /** Rank to company; the largest company is first. */
        COMPANIES,
        /** CIK to rank. */
        CIKS,
        /** Symbol to listed ticker and rank. */
        TICKERS,
        /** Normalized name to the ranks it stands for. */
        NAMES,
        /** Word of names to the ranks that have it. */
        WORDS;

        public String page(int number) {
            return name().toLowerCase(Locale.ROOT) + "/" + zeroPad(number, PAGE_DIGITS) + ".tsv";
        }
    }

    public DataSetIndex {
        firstKeys = Map.copyOf(firstKeys);
        held = Set.copyOf(held);
    }

    public List<String> pages(Table table) {
        return firstKeys.getOrDefault(table, List.of());
    }

    public static DataSetIndex read(ResourceReader resources) throws IOException {
        Origin origin = null;
        var firstKeys = new EnumMap<Table, List<String>>(Table.class);
        var held = new HashSet<String>();
        for (var line : resources.lines(NAME)) {
            var columns = Columns.parse(line);
            switch (columns.text(0)) {
                case "origin" -> origin = origin(columns);
                case "page" ->
                    firstKeys
                            .computeIfAbsent(Table.valueOf(columns.text(1)), _ -> new ArrayList<>())
                            .add(columns.text(2));
                case "held" -> held.add(columns.text(1));
                default -> throw new IOException("The index has an unknown line: " + line);
            }
        }
        if (origin == null) {
            throw new IOException("The index names no origin");
        }
        return new DataSetIndex(origin, firstKeys, held);
    }

    /** The lines of {@code index.tsv}. */
    public Stream<String> lines() {
        var first = Columns.of(Stream.of(
                "origin",
                origin.source(),
                origin.label(),
                origin.retrievedAt().toString(),
                origin.parserVersion(),
                origin.version()));
        var pages = Stream.of(Table.values())
                .flatMap(table -> pages(table).stream().map(key -> Columns.of(Stream.of("page", table.name(), key))));
        var resources = held.stream().sorted().map(name -> Columns.of(Stream.of("held", name)));
        return Stream.of(Stream.of(first), pages, resources)
                .flatMap(lines -> lines)
                .map(Columns::line);
    }

    /** By hand: a formatter would be most of what a first look-up loads. */
    static String zeroPad(int number, int digits) {
        var text = String.valueOf(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    private static Origin origin(Columns columns) {
        return new Origin(
                columns.text(1), columns.text(2), Instant.parse(columns.text(3)), columns.text(4), columns.text(5));
    }
}

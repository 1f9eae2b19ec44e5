package omni.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may import whom: the one list, of all packages of this module. {@link ArchitecturePageTest} holds the classes to it, both ways,
 * and draws it in {@code docs/architecture.md}.
 */
final class Imports {

    /** Part of the house | package | packages that it may import, all without {@code omni.} before them. */
    private static final String LIST = """
        top       | lambda      | access, account, assistant, aws, billing, budget, call, catalog, chat, credential, dialog, dynamodb, endpoint, event, http, identity, invoicing, job, json, ledger, log, mcp, member, meter, refusal, sec, sec.bundled, socket, stripe, sweep, timeouts, tokens, upstream
        functions | job         | access, account, billing, call, catalog, credential, dialog, dynamodb, endpoint, http, invoicing, json, ledger, log, member, refusal, sweep, wire
        functions | dialog      | access, account, billing, call, chat, http, json, ledger, log, socket
        functions | socket      | access, account, billing, catalog, chat, http, json, ledger, log, member, meter, refusal, wire
        functions | endpoint    | access, account, billing, budget, call, catalog, chat, credential, event, http, invoicing, json, ledger, log, mcp, member, meter, refusal, sec, stripe, wire
        call      | call        | access, account, billing, catalog, chat, http, json, ledger, log, mcp, member, meter, refusal
        call      | mcp         | billing, catalog, http, json, meter
        call      | refusal     | access, billing, http, json, meter, wire
        call      | http        | access, event, json, meter, wire
        call      | log         | access, account, billing, json, ledger, wire
        rules     | chat        | ledger, meter, wire
        rules     | sweep       | account, billing, invoicing, member
        rules     | invoicing   | access, account, billing, ledger, member, meter
        rules     | budget      | access, account, billing, event, ledger
        rules     | ledger      | access, account, billing, event, meter
        rules     | meter       | access, account, billing, wire
        rules     | member      | access, account, credential, event, wire
        rules     | credential  | access, account, event, wire
        rules     | account     | access, billing, event, wire
        rules     | billing     | event, wire
        rules     | access      | wire
        rules     | event       |
        rules     | wire        |
        adapters  | dynamodb    | access, account, billing, budget, chat, credential, event, invoicing, json, ledger, member, meter, wire
        adapters  | stripe      | access, billing, json, timeouts, wire
        adapters  | identity    | access, json, timeouts
        adapters  | aws         | access, chat, json
        adapters  | upstream    | access, call, catalog, http, log, meter, timeouts
        adapters  | assistant   | chat, json
        adapters  | tokens      | call
        adapters  | sec         | json
        adapters  | sec.bundled | sec
        ground    | catalog     | billing, json, wire
        ground    | json        |
        ground    | timeouts    |
        """;

    /** The part whose packages decide and do nothing else. */
    static final String RULES = "rules";

    /** What a package imports, by package. */
    private final NavigableMap<String, NavigableSet<String>> edges;

    Imports(Map<String, ? extends Set<String>> edges) {
        this.edges = new TreeMap<>();
        edges.forEach((from, to) -> this.edges.put(from, new TreeSet<>(to)));
    }

    /** As it is declared. */
    static Imports declared() {
        return new Imports(rows().collect(Collectors.toMap(row -> row.get(1), row -> names(row.get(2)))));
    }

    /** The packages of each part, in the list's order. */
    static Map<String, List<String>> parts() {
        return rows().collect(Collectors.groupingBy(
                List::getFirst, LinkedHashMap::new, Collectors.mapping(row -> row.get(1), Collectors.toList())));
    }

    private static Stream<List<String>> rows() {
        return LIST.lines()
                .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList());
    }

    private static Set<String> names(String cell) {
        return cell.isEmpty() ? Set.of() : Set.of(cell.split(", "));
    }

    NavigableMap<String, NavigableSet<String>> edges() {
        return edges;
    }

    /** The same as the lines of the list, to be put there. */
    String text() {
        var parts = new TreeMap<String, String>();
        rows().forEach(row -> parts.put(row.get(1), row.get(0)));
        return Stream.concat(rows().map(row -> row.get(1)).filter(edges::containsKey), edges.keySet().stream())
                .distinct()
                .map(name -> "%-9s | %-11s | %s"
                        .formatted(parts.getOrDefault(name, "?"), name, String.join(", ", of(name)))
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private NavigableSet<String> of(String name) {
        return edges.getOrDefault(name, new TreeSet<>());
    }

    /** Without the arrows between whose ends a longer way leads: all that a drawing needs. */
    Imports reduced() {
        var few = new TreeMap<String, Set<String>>();
        edges.forEach((from, to) -> few.put(
                from,
                to.stream()
                        .filter(target ->
                                to.stream().noneMatch(way -> reach(way).contains(target)))
                        .collect(Collectors.toSet())));
        return new Imports(few);
    }

    /** What a package knows by its imports' imports, without end. There are no circles, as another test holds. */
    private Set<String> reach(String from) {
        var all = new TreeSet<String>();
        of(from).forEach(target -> {
            all.add(target);
            all.addAll(reach(target));
        });
        return all;
    }

    /** The list as a flow chart of Mermaid. */
    String chart() {
        var chart = new StringBuilder("flowchart TD\n");
        parts().forEach((part, names) -> {
            chart.append("  subgraph part_%s[\"%s\"]\n".formatted(part, part));
            names.forEach(name -> chart.append("    %s[\"%s\"]\n".formatted(node(name), name)));
            chart.append("  end\n");
        });
        reduced().edges().forEach((from, to) -> {
            if (!to.isEmpty()) {
                chart.append("  %s --> %s\n"
                        .formatted(node(from), to.stream().map(Imports::node).collect(Collectors.joining(" & "))));
            }
        });
        return chart.toString();
    }

    /** No word of Mermaid's own, which {@code call} is. */
    private static String node(String name) {
        return "omni_" + name.replace('.', '_');
    }
}

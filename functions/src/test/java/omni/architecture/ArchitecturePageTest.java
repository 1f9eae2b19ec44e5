package omni.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.fakes.Recorded;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Packages and imports are as {@link Imports} declares them, and as {@code docs/architecture.md} shows them. */
class ArchitecturePageTest {

    private static final String PAGE = "docs/architecture.md";
    private static final String PREFIX = "omni.";
    private static final String SOURCES = "functions/src/main/java/omni/";

    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?omni\\.([a-z.]+)\\.[A-Z]");

    /** Each import of a package by another, with one place where it happens. */
    private static final Map<String, String> FOUND = new TreeMap<>();

    /** Classes show what is used without an import, sources the constants and annotations that the compiler takes away. */
    @BeforeAll
    static void findsImports() throws IOException {
        House.CLASSES.stream()
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> target(dependency).startsWith(PREFIX))
                .forEach(dependency -> found(
                        dependency.getOriginClass().getPackageName().substring(PREFIX.length()),
                        target(dependency).substring(PREFIX.length()),
                        dependency.getDescription()));
        Repository.texts(Set.of(".java")).forEach((path, text) -> {
            if (path.startsWith(SOURCES)) {
                var from =
                        path.substring(SOURCES.length(), path.lastIndexOf('/')).replace('/', '.');
                IMPORT.matcher(text).results().forEach(line -> found(from, line.group(1), path));
            }
        });
    }

    private static void found(String from, String to, String place) {
        if (!from.equals(to)) {
            FOUND.putIfAbsent(line(from, to), place);
        }
    }

    private static String target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType().getPackageName();
    }

    private static String line(String from, String to) {
        return from + " imports " + to;
    }

    private static Stream<String> packages() {
        return House.CLASSES.stream()
                .map(each -> each.getPackageName().substring(PREFIX.length()))
                .distinct();
    }

    /** As sources and classes have it. */
    private static Imports actual() {
        return new Imports(packages()
                .collect(Collectors.toMap(
                        from -> from,
                        from -> packages()
                                .filter(to -> FOUND.containsKey(line(from, to)))
                                .collect(Collectors.toSet()))));
    }

    private static List<String> lines(Imports imports) {
        var lines = new ArrayList<String>();
        imports.edges().forEach((from, to) -> to.forEach(target -> lines.add(line(from, target))));
        return lines;
    }

    @Test
    void aPackageImportsWhatTheListSaysAndAllOfThat() {
        var declared = lines(Imports.declared());

        assertThat(FOUND.entrySet().stream().filter(found -> !declared.contains(found.getKey())))
                .as("not in the list, which would have to be\n%s", actual().text())
                .isEmpty();
        assertThat(declared)
                .as("in the list without need, which would have to be\n%s", actual().text())
                .containsExactlyInAnyOrderElementsOf(FOUND.keySet());
    }

    @Test
    void everyPackageStandsInTheListAndSaysWhatItIs() throws IOException {
        var names = Imports.declared().edges().keySet();

        assertThat(packages()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(sentences("functions"))
                .containsOnlyKeys(names.stream().map(PREFIX::concat).toList());
        assertThat(Packages.sentences().values())
                .allSatisfy(module -> assertThat(module).doesNotContainValue(""));
    }

    private static Map<String, String> sentences(String module) throws IOException {
        return Packages.sentences().getOrDefault(module, new TreeMap<>());
    }

    @Test
    void thePageDrawsTheList() {
        Recorded.part(PAGE, "imports", "```mermaid\n" + Imports.declared().chart() + "```\n");
    }

    @Test
    void thePageSaysWhatEachPackageIs() throws IOException {
        var ours = sentences("functions");
        var rows = new ArrayList<String>(List.of("| package | part | what it is |", "|---|---|---|"));
        Imports.parts()
                .forEach((part, names) -> names.stream()
                        .map(PREFIX::concat)
                        .forEach(name -> rows.add(row(name, part, ours.getOrDefault(name, "")))));
        Packages.sentences().forEach((module, others) -> {
            if (!module.equals("functions")) {
                others.forEach((name, sentence) -> rows.add(row(name, "module `" + module + "`", sentence)));
            }
        });
        Recorded.part(PAGE, "packages", String.join("\n", rows) + "\n");
    }

    private static String row(String name, String part, String sentence) {
        return "| `%s` | %s | %s |".formatted(name, part, sentence);
    }

    @Test
    void aDrawingLeavesOutWhatALongerWayShows() {
        var all = new Imports(Map.of(
                "a", new TreeSet<>(List.of("b", "c", "d")),
                "b", new TreeSet<>(List.of("c")),
                "c", new TreeSet<>(List.of("d")),
                "e", new TreeSet<>(List.of("d"))));

        assertThat(lines(all)).hasSize(6);
        assertThat(lines(all.reduced())).containsExactly("a imports b", "b imports c", "c imports d", "e imports d");
    }
}

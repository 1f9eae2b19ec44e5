package omni.mcp;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import omni.catalog.Catalog;
import omni.catalog.RouteEntry;
import org.jspecify.annotations.Nullable;

/** All tools of a product, in the order of the catalog's routes, then those of the account. */
public final class Toolbox {

    private final Map<String, Tool> byName = new LinkedHashMap<>();

    private Toolbox() {}

    /**
     * The tools of a catalog, and those of the account.
     *
     * @param sold whether a row of the catalog is served here: those of the upstream only where there is one
     */
    public static Toolbox of(Catalog catalog, Predicate<RouteEntry> sold) {
        var box = new Toolbox();
        catalog.routes().stream()
                .filter(sold)
                .sorted(Comparator.comparingInt(RouteEntry::number))
                .flatMap(row -> Tool.of(row).stream())
                .forEach(box::add);
        AccountTools.ALL.forEach(box::add);
        return box;
    }

    private void add(Tool tool) {
        if (byName.put(tool.name(), tool) != null) {
            throw new IllegalArgumentException("two tools are called " + tool.name());
        }
    }

    public List<Tool> all() {
        return List.copyOf(byName.values());
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    public Optional<Tool> find(@Nullable Object name) {
        return name instanceof String text ? Optional.ofNullable(byName.get(text)) : Optional.empty();
    }

    /** Those that a caller may use. */
    public List<Tool> allowed(Predicate<String> hasScope) {
        return byName.values().stream()
                .filter(tool -> tool.scope() == null || hasScope.test(tool.scope()))
                .toList();
    }
}

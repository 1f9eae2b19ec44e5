package omni.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import omni.call.Operation.Access;
import omni.call.Operation.Group;
import omni.call.Operation.Meter;
import omni.catalog.Catalog;
import omni.catalog.CatalogLoader;

/** What the tests sell: the product's catalog with odd prices, one class that counts for the AI quota, one that commits first. */
enum SoldRoute {
    PLAIN("GET", "/v1/entities/resolve", 12_345),
    COMMIT_BEFORE("GET", "/v1/statements/{statement_key}", 23_457),
    AI_QUOTA("GET", "/v1/filings/latest/sections/{section_key}", 54_321),
    POSTED("POST", "/v1/artifacts", 171_717);

    static final Catalog CATALOG = catalog();

    private final Operation operation;
    private final long microDollars;

    SoldRoute(String method, String path, long microDollars) {
        this.operation = new Operation(
                "Sell" + name(), method, List.of(path), Access.org(), Meter.CATALOG, Group.METERED, List.of());
        this.microDollars = microDollars;
    }

    Operation operation() {
        return operation;
    }

    String path() {
        return operation.path().replaceAll("\\{[^}]*\\}", "one");
    }

    long microDollars() {
        return microDollars;
    }

    private static Catalog catalog() {
        var families = List.of("light_reads", "standard_reads", "heavy_extracts", "artifact_jobs");
        var json = bundled();
        for (var index = 0; index < families.size(); index++) {
            json = changed(
                    json,
                    "(\"key\": \"" + families.get(index) + "\".*?\"paygMicroDollars\": )\\d+",
                    "$1" + values()[index].microDollars);
        }
        json = changed(json, "(\"meterClass\": \"section_extract\".*?\"quotaFamily\": )null", "$1\"ai_queries\"");
        json = changed(
                json, "(\"path\": \"/v1/statements/\\{statement_key}\".*?\"commit\": )\"after\"", "$1\"before\"");
        json = changed(json, "(\"path\": \"/v1/artifacts\".*?\"target\": )\"upstream\"", "$1\"builtin\"");
        return CatalogLoader.load("(test)", json.getBytes(StandardCharsets.UTF_8));
    }

    private static String changed(String json, String pattern, String replacement) {
        var after = json.replaceFirst("(?s)" + pattern, replacement);
        if (after.equals(json)) {
            throw new IllegalStateException("the catalog has no " + pattern);
        }
        return after;
    }

    private static String bundled() {
        try (var file = Objects.requireNonNull(Catalog.class.getResourceAsStream("/omni/catalog/catalog.json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

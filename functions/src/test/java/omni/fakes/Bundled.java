package omni.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import omni.account.GrantRenewal;
import omni.account.Terms;
import omni.billing.MeterClass;
import omni.catalog.Catalog;
import omni.catalog.CatalogLoader;

/** The catalog that ships with the product, and the terms that go with its defaults. */
public final class Bundled {

    private static final String FILE = "/omni/catalog/catalog.json";

    public static final Catalog CATALOG = CatalogLoader.load("(bundled)", text().getBytes(StandardCharsets.UTF_8));

    private Bundled() {}

    /** The file itself. */
    public static String text() {
        try (var file = Objects.requireNonNull(Catalog.class.getResourceAsStream(FILE))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Terms terms() {
        return terms(GrantRenewal.NONE, true);
    }

    public static Terms terms(GrantRenewal renewal, boolean rateLimits) {
        return new Terms(CATALOG.rateCard(), CATALOG.meterClasses(), Duration.ofDays(7), renewal, rateLimits, null);
    }

    public static MeterClass meterClass(String key) {
        return CATALOG.meterClass(key).orElseThrow();
    }
}

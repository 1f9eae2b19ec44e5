package omni.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import omni.access.Ids;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.account.GrantRenewal;
import omni.account.Terms;
import omni.call.MeterHeaders;
import omni.call.Shell;
import omni.call.TokenCounting;
import omni.catalog.Catalog;
import omni.catalog.CatalogLoader;
import omni.http.Settings;
import omni.ledger.Ledger;
import omni.log.RequestLog;
import omni.member.SignUp;
import omni.meter.Admission;
import omni.meter.Idempotency;
import omni.meter.KeyCheck;
import omni.meter.Meter;
import omni.meter.Metering;

/** What most tests of endpoints stand on: settings, catalog, ids that repeat with their seed, a shell that meters nothing. */
public final class Fixture {

    public static final Instant START = Instant.parse("2026-05-01T12:00:00.123Z");
    public static final String ORIGIN = "https://app.example.com";
    public static final Settings SETTINGS = new Settings(
            "Omni-",
            List.of(),
            List.of("omni-version"),
            "secapi",
            false,
            "https://api.example.com",
            "https://docs.example.com",
            "https://example.com/upgrade",
            "https://example.com/billing",
            Set.of(ORIGIN),
            "omni_session");
    public static final SignUp SIGN_UP =
            new SignUp(new SecretFormat("secapi"), new SecretHasher(List.of("a pepper for tests alone")), 250);

    private Fixture() {}

    public static Ids ids(long seed) {
        return new Ids(new Random(seed));
    }

    public static Catalog catalog() {
        var file = "/omni/catalog/catalog.json";
        try (var json = Objects.requireNonNull(Catalog.class.getResourceAsStream(file))) {
            return CatalogLoader.load(file, json.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shell that is not asked anything. */
    public static Shell shell(TokenCounting tokens) {
        return shell(ids(1), () -> START, new KeptLog(), tokens);
    }

    public static Shell shell(Ids ids, InstantSource clock, RequestLog log) {
        return shell(ids, clock, log, TokenCounting.never());
    }

    private static Shell shell(Ids ids, InstantSource clock, RequestLog log, TokenCounting tokens) {
        var catalog = catalog();
        var terms = new Terms(
                catalog.rateCard(), catalog.meterClasses(), Duration.ofDays(7), GrantRenewal.NONE, true, null);
        var metering = new Metering(
                new Admission(terms), Unused.port(Meter.class), Unused.port(KeyCheck.class), clock, attempt -> {});
        return new Shell(new Shell.Parts(
                SETTINGS,
                catalog,
                metering,
                new MeterHeaders(SETTINGS, terms, 80),
                Unused.port(Idempotency.class),
                Unused.port(Ledger.class),
                ids,
                clock,
                () -> 0,
                log,
                Optional.empty(),
                null,
                tokens));
    }
}

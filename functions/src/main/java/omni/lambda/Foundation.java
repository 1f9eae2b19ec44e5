package omni.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import omni.access.Ids;
import omni.account.Terms;
import omni.billing.MeterClass;
import omni.billing.TaxTerms;
import omni.call.Routing;
import omni.catalog.Catalog;
import omni.catalog.CatalogLoader;
import omni.log.LogLine;
import omni.log.LogSink;
import omni.log.MeasuredLog;
import omni.log.Metrics;
import omni.log.RequestLog;
import omni.timeouts.Timeouts;

/**
 * What every root stands on.
 *
 * @param clock the one clock of this process
 * @param log carries the metrics
 * @param metrics are counted for the log's next line
 * @param timeouts how long each root's clients wait
 */
public record Foundation(
        Configuration configuration,
        Catalog catalog,
        Terms terms,
        InstantSource clock,
        Ids ids,
        RequestLog log,
        Metrics metrics,
        Timeouts timeouts) {

    private static final Duration HUNG = Duration.ofMinutes(1);
    private static final String BUNDLED = "/omni/catalog/catalog.json";

    /** The foundation of a Lambda function: the system's clock, an unpredictable source of ids, logs on standard output. */
    static Foundation ofProcess(Configuration configuration) {
        return of(
                configuration,
                InstantSource.system(),
                new Ids(new SecureRandom()),
                new JsonLog(System.out),
                timeoutsOfProcess(configuration));
    }

    /** A store over plain HTTP is a developer's own, on the same machine as all else, where a limit means "hung". */
    static Timeouts timeoutsOfProcess(Configuration configuration) {
        var endpoint = configuration.dynamodbEndpoint();
        return endpoint != null && "http".equals(endpoint.getScheme()) ? Timeouts.untilHung(HUNG) : Timeouts.PRODUCTION;
    }

    public static Foundation of(
            Configuration configuration, InstantSource clock, Ids ids, LogSink log, Timeouts timeouts) {
        var catalog = catalog(configuration);
        var terms = new Terms(
                catalog.rateCard(),
                catalog.meterClasses(),
                configuration.paymentGrace(),
                configuration.grantRenewal(),
                configuration.rateLimits(),
                configuration.aiQuotaGraceUntil());
        var measured = new MeasuredLog(log, configuration.metricsNamespace(), clock);
        return new Foundation(configuration, catalog, terms, clock, ids, measured, measured, timeouts);
    }

    void line(LogLine line) {
        log.line(line);
    }

    /** What the catalog sells in this deployment. */
    public Routing routing() {
        return new Routing(catalog, configuration.upstream().isPresent());
    }

    /** How what the catalog sells is taxed. */
    TaxTerms tax() {
        return catalog.rateCard().tax();
    }

    /** The numbers of the meter classes, by which the account item counts. */
    List<Integer> meterNumbers() {
        return catalog.meterClasses().stream().map(MeterClass::number).toList();
    }

    private static Catalog catalog(Configuration configuration) {
        var file = configuration.catalogFile();
        try {
            if (file != null) {
                return CatalogLoader.load(file.toString(), Files.readAllBytes(file));
            }
            try (var bundled = Objects.requireNonNull(Foundation.class.getResourceAsStream(BUNDLED))) {
                return CatalogLoader.load("(bundled)", bundled.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The catalog " + (file == null ? "(bundled)" : file) + " can't be read", e);
        }
    }
}

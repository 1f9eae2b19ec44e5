package omni.lambda;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import omni.access.SecretHasher;
import omni.access.SecretName;
import omni.call.Endpoint;
import omni.call.MeterHeaders;
import omni.call.Shell;
import omni.call.TokenCounting;
import omni.dynamodb.DynamoAddressWindows;
import omni.dynamodb.DynamoIdempotency;
import omni.dynamodb.DynamoKeys;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoMeter;
import omni.dynamodb.Table;
import omni.meter.AddressWindows;
import omni.meter.Admission;
import omni.meter.Metering;
import omni.tokens.O200k;
import org.jspecify.annotations.Nullable;

/** Builds the shell that all endpoints of a group share. */
final class Shells {

    private static final long BACKOFF_NANOS = 2_000_000;

    /** One for all shells of a process. */
    private static final O200k VOCABULARY = new O200k();

    /** Lambda sets it in every function. */
    private static final boolean ON_LAMBDA = System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE") != null;

    private Shells() {}

    static MeterHeaders headers(Foundation foundation) {
        var configuration = foundation.configuration();
        return new MeterHeaders(configuration.settings(), foundation.terms(), configuration.grantAdvisoryPercent());
    }

    static Shell of(Foundation foundation, Table table) {
        return of(foundation, table, null);
    }

    /** @param forward does the work of the catalog's rows of the upstream; null where none is configured */
    static Shell of(Foundation foundation, Table table, @Nullable Endpoint forward) {
        return new Shell(new Shell.Parts(
                foundation.configuration().settings(),
                foundation.catalog(),
                metering(foundation, table),
                headers(foundation),
                Counted.idempotency(new DynamoIdempotency(table), foundation.metrics()),
                Counted.ledger(new DynamoLedger(table, foundation.meterNumbers()), foundation.metrics()),
                foundation.ids(),
                foundation.clock(),
                System::nanoTime,
                foundation.log(),
                addresses(foundation.configuration(), table),
                forward,
                tokens(foundation)));
    }

    /** How tokens are counted. */
    static TokenCounting tokens(Foundation foundation) {
        return new TokenCounting(foundation.configuration().tokenCountMode(), VOCABULARY, ON_LAMBDA);
    }

    static Metering metering(Foundation foundation, Table table) {
        return new Metering(
                new Admission(foundation.terms()),
                Counted.meter(new DynamoMeter(table, foundation.meterNumbers()), foundation.metrics()),
                new DynamoKeys(table).check(foundation.clock()),
                foundation.clock(),
                Shells::backOff);
    }

    /** Without a salt there is nothing to hide an address with: only functions of public routes have one. */
    private static Optional<AddressWindows> addresses(Configuration configuration, Table table) {
        return configuration.rateLimits() && configuration.needs().contains(SecretName.ADDRESS_SALT)
                ? Optional.of(new DynamoAddressWindows(table, new SecretHasher(configuration.addressSalts())))
                : Optional.empty();
    }

    /** Waits 2, 4, 8 … milliseconds and up to as much again, so that those who met do not meet again. */
    static void backOff(int attempt) {
        var base = BACKOFF_NANOS << attempt;
        LockSupport.parkNanos(base + ThreadLocalRandom.current().nextLong(base));
    }
}

package omni.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import omni.access.AuthMode;
import omni.access.Ids;
import omni.access.Principal;
import omni.account.Account;
import omni.account.GrantRenewal;
import omni.account.Terms;
import omni.fakes.Faults;
import omni.fakes.KeptLog;
import omni.fakes.MeteredStore;
import omni.fakes.MovableClock;
import omni.fakes.UsageStream;
import omni.http.Settings;
import omni.ledger.ProofDeadline;
import omni.log.LogLine;
import omni.meter.Admission;
import omni.meter.KeyCheck;
import omni.meter.Metering;

/** The real shell and metered flow over one store; every call runs in a process of its own, which may die. */
final class Service {

    private static final Settings SETTINGS = new Settings(
            "Omni-",
            List.of(),
            List.of("omni-version"),
            "secapi",
            false,
            "https://api.example.com",
            "https://docs.example.com",
            "https://example.com/pricing",
            "https://example.com/billing",
            Set.of(),
            "omni_session");

    private final MeteredStore store;
    private final UsageStream stream;
    private final MovableClock clock;
    private final String orgId;
    private final Terms terms;
    private final Ids ids;
    private final SoldWork work = new SoldWork();
    private final KeptLog log = new KeptLog();
    private volatile KeyCheck.Result keys = KeyCheck.Result.GOOD;

    Service(MeteredStore store, String orgId, Instant start, boolean rateLimits) {
        this.store = store;
        this.stream = new UsageStream(store);
        this.clock = new MovableClock(start);
        this.orgId = orgId;
        this.terms = new Terms(
                SoldRoute.CATALOG.rateCard(),
                SoldRoute.CATALOG.meterClasses(),
                Duration.ofDays(7),
                GrantRenewal.NONE,
                rateLimits,
                null);
        this.ids = new Ids(new Random(orgId.hashCode()));
    }

    MeteredStore store() {
        return store;
    }

    UsageStream stream() {
        return stream;
    }

    MovableClock clock() {
        return clock;
    }

    SoldWork work() {
        return work;
    }

    String orgId() {
        return orgId;
    }

    /** The lines of the log so far. */
    String log() {
        return log.text();
    }

    /** What a look at the caller's key says from now on. */
    void keysAre(KeyCheck.Result result) {
        keys = result;
    }

    Account account() {
        return store.account(orgId, true);
    }

    /** What authentication reads now. */
    Caller caller(boolean live) {
        var principal = new Principal(
                AuthMode.API_KEY,
                "key_1",
                "key_1",
                orgId,
                Set.of("read:sec", "write:sec"),
                live,
                "hash",
                null,
                null,
                null);
        return new Caller(principal, live ? account() : store.account(orgId, false), account());
    }

    /** The job that gives back what nobody proved in time; how many calls that were. */
    int enforceDeadline() {
        return new ProofDeadline(
                        stream.ledger(),
                        store.unproven(),
                        row -> log.line(new LogLine.CallLoss(
                                LogLine.CallLoss.Loss.UNPROVEN_CALL_CREDITED,
                                row.call().requestId(),
                                row.call().usageId())),
                        clock)
                .enforce();
    }

    ReceivedAnswer call(SentRequest sent, SoldWork.End end) {
        return call(sent, end, new Faults());
    }

    ReceivedAnswer call(SentRequest sent, SoldWork.End end, Faults faults) {
        return callAs(caller(sent.live()), sent, end, faults);
    }

    ReceivedAnswer callAs(Caller caller, SentRequest sent, SoldWork.End end, Faults faults) {
        Endpoint endpoint = exchange -> faults.step("work", () -> work.handle(exchange, end), () -> {
            throw new IllegalStateException("the work's source is gone");
        });
        return ReceivedAnswer.of(
                shell(faults).around(sent.sold().operation(), endpoint).serve(sent.event(caller)));
    }

    /** Empty when the process died. */
    Optional<ReceivedAnswer> attempt(SentRequest sent, SoldWork.End end, Faults faults) {
        try {
            return Optional.of(call(sent, end, faults));
        } catch (Faults.Died e) {
            return Optional.empty();
        }
    }

    private Shell shell(Faults faults) {
        var metering = new Metering(
                new Admission(terms), faults.meter(stream.meter()), faults.keys(call -> keys), clock, attempt -> {});
        return new Shell(new Shell.Parts(
                SETTINGS,
                SoldRoute.CATALOG,
                metering,
                new MeterHeaders(SETTINGS, terms, 80),
                faults.idempotency(stream.idempotency()),
                faults.ledger(stream.ledger()),
                ids,
                clock,
                () -> 0,
                log,
                Optional.empty(),
                null,
                TokenCounting.never()));
    }
}

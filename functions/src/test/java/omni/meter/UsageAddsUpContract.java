package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import omni.access.AuthMode;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.call.EndpointFunction;
import omni.catalog.RouteEntry;
import omni.endpoint.Endpoints;
import omni.fakes.AnAccount;
import omni.fakes.Ask;
import omni.fakes.Books;
import omni.fakes.FaultyLedger;
import omni.fakes.FaultyMeter;
import omni.fakes.MovableClock;
import omni.fakes.Rig;
import omni.json.Json;
import omni.lambda.AccountEndpoints;
import omni.ledger.Audit;
import omni.ledger.UsageHistory;
import omni.ledger.UsageRecorder.Change;
import org.jspecify.annotations.Nullable;

/**
 * Two months of calls whose writes go wrong and whose stream is told late, twice and out of order; then what the usage reads
 * show: paid rows add up to the accrual to the micro-dollar, and every sum to the rows, credits included.
 */
public abstract class UsageAddsUpContract {

    private static final Instant START = Instant.parse("2026-04-30T23:30:00Z");
    private static final InvoicePeriod MAY = InvoicePeriod.at(Rig.NOW);
    private static final String SINCE = "2026-04-01T00:00:00Z";

    protected abstract UsageHistory history(Books books);

    /** Plays {@code calls} calls drawn by a seed, and proves the books by what the reads show. */
    protected final void play(Books books, long seed, int calls) {
        new Life(books, seed).play(calls);
    }

    private final class Life {

        private final Books books;
        private final long seed;
        private final Random random;
        private final Rig rig = new Rig();
        private final MovableClock clock = new MovableClock(START);
        private final Audit.Alarms alarms = new Audit.Alarms();
        private final List<Change> waiting = new ArrayList<>();
        private final List<FaultyMeter> meters = new ArrayList<>();
        private int others;

        private Life(Books books, long seed) {
            this.books = books;
            this.seed = seed;
            this.random = new Random(seed);
        }

        private void play(int calls) {
            books.put(AnAccount.at(START).of(Rig.ORG).grantLeft(20).card().build());
            books.news();
            for (var number = 0; number < calls; number++) {
                call(number);
                clock.advance(pause());
                deliver();
            }
            meters.forEach(FaultyMeter::land);
            waiting.addAll(books.news());
            record(waiting);
            record(waiting.subList(waiting.size() / 2, waiting.size()));
            rig.clock.advance(Duration.between(rig.clock.instant(), later(clock.instant(), Rig.NOW)));
            check();
        }

        private Duration pause() {
            return random.nextInt(12) == 0
                    ? Duration.ofMinutes(random.nextInt(120))
                    : Duration.ofMillis(random.nextInt(90_000));
        }

        private void call(int number) {
            var routes = rig.foundation.catalog().routes();
            var route = routes.get(random.nextInt(routes.size()));
            var script = IntStream.range(0, random.nextInt(4))
                    .mapToObj(
                            index -> random.nextInt(3) == 0 ? one(FaultyMeter.Fault.values()) : FaultyMeter.Fault.NONE)
                    .toList();
            var meter = new FaultyMeter(books.meter(), script, write -> another());
            meters.add(meter);
            var status = random.nextInt(6) == 0 ? 404 : 200;
            settle(meter, makeCall("use_" + number, route), status);
            if (random.nextInt(3) == 0) {
                meter.land();
            }
        }

        /** Now and then another call lands between two writes of one: then its commit may land twice. */
        private void another() {
            if (random.nextInt(4) == 0) {
                var routes = rig.foundation.catalog().routes();
                settle(
                        books.meter(),
                        makeCall("use_other_" + others++, routes.get(random.nextInt(routes.size()))),
                        random.nextInt(6) == 0 ? 404 : 200);
            }
        }

        private void settle(Meter meter, Call call, int status) {
            var ledger = new FaultyLedger(books.ledger(), FaultyLedger.Fault.NONE);
            new Metering(
                            new Admission(PayingAccount.TERMS),
                            meter,
                            checked -> KeyCheck.Result.GOOD,
                            clock,
                            attempt -> {})
                    .settle(
                            books.account(Rig.ORG, true),
                            call,
                            new Call.Outcome(status, random.nextInt(2_000)),
                            false,
                            (annulled, account, answered) ->
                                    ledger.putVoid(VoidMark.of(annulled, account, answered, clock.instant()))
                                            ? Annulment.Result.MARKED
                                            : Annulment.Result.FAILED);
        }

        private Call makeCall(String usageId, RouteEntry route) {
            return new Call(
                    usageId,
                    "req_" + random.nextInt(40),
                    "key_" + random.nextInt(3),
                    AuthMode.API_KEY,
                    "hash",
                    null,
                    route.number(),
                    route.meterClass(),
                    false,
                    null);
        }

        /** Some of what waits: all, or voids apart from commits, or again what was told before. */
        private void deliver() {
            waiting.addAll(books.news());
            switch (random.nextInt(5)) {
                case 0 -> {
                    record(waiting);
                    waiting.clear();
                }
                case 1 ->
                    record(waiting.stream()
                            .filter(Change.Voided.class::isInstance)
                            .toList());
                case 2 -> record(waiting.subList(0, random.nextInt(waiting.size() + 1)));
                default -> {}
            }
        }

        private void record(List<Change> changes) {
            books.recorder(alarms).record(List.copyOf(changes));
        }

        private <T> T one(T[] values) {
            return List.of(values).get(random.nextInt(values.length));
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private List<Map<String, Object>> data(EndpointFunction function, String... query) {
            return maps(read(function, query).get("data"));
        }

        private Map<String, Object> read(EndpointFunction function, String... query) {
            var answer = ask(query).of(function);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return knownRow(answer.json());
        }

        private Ask ask(String... query) {
            var ask = Ask.of("GET", "/v1/dashboard/usage").by(rig.byKey("billing:read"));
            for (var index = 0; index < query.length; index += 2) {
                ask.query(query[index], query[index + 1]);
            }
            return ask;
        }

        private List<Map<String, Object>> rows() {
            var rows = new ArrayList<Map<String, Object>>();
            var root = rig.accountRoot(history(books), books.rollUps());
            Object cursor = "";
            do {
                var page = read(
                        new AccountEndpoints(root).function(Endpoints.GET_USAGE_REQUESTS),
                        "since",
                        SINCE,
                        "limit",
                        "7",
                        "cursor",
                        String.valueOf(cursor));
                rows.addAll(maps(page.get("data")));
                cursor = page.get("nextCursor");
            } while (cursor != null);
            return rows;
        }

        private void check() {
            assertThat(alarms.raised).as("seed %d", seed).isEmpty();
            var root = rig.accountRoot(history(books), books.rollUps());
            var account = books.account(Rig.ORG, true);
            var rows = rows();
            var calls = books.rows(account).stream()
                    .map(row -> row.call().usageId())
                    .collect(Collectors.toSet());
            assertThat(rows)
                    .as("seed %d: one call is one row", seed)
                    .extracting(row -> row.get("id"))
                    .containsExactlyInAnyOrderElementsOf(calls);
            export(new AccountEndpoints(root).function(Endpoints.EXPORT_USAGE), calls);
            assertThat(amount(rows, account.ledger().period()))
                    .as("seed %d: this month", seed)
                    .isEqualTo(account.ledger().accrual());
            var before = account.ledger().previousPeriod();
            if (before != null) {
                assertThat(amount(rows, before))
                        .as("seed %d: the month before", seed)
                        .isEqualTo(account.ledger().previousAccrual());
            }
            sums(
                    data(
                            new AccountEndpoints(root).function(Endpoints.GET_USAGE_SERIES),
                            "since",
                            SINCE,
                            "bucket",
                            "day"),
                    rows);
            sums(
                    data(
                            new AccountEndpoints(root).function(Endpoints.GET_USAGE_SERIES),
                            "since",
                            "2026-04-30T00:00:00Z",
                            "bucket",
                            "hour"),
                    rows);
            sums(data(new AccountEndpoints(root).function(Endpoints.GET_USAGE_ENDPOINTS), "since", SINCE), rows);
            summary(
                    read(new AccountEndpoints(root).function(Endpoints.GET_USAGE)),
                    rows.stream().filter(row -> in(row, MAY)).toList());
        }

        private void export(EndpointFunction function, Set<String> calls) {
            assertThat(data(function, "since", SINCE, "format", "json"))
                    .as("seed %d: the export", seed)
                    .extracting(row -> row.get("id"))
                    .containsExactlyInAnyOrderElementsOf(calls);
            var sheet = ask("since", SINCE, "format", "csv").of(function).body();
            assertThat(sheet.lines().skip(1).map(line -> line.substring(line.lastIndexOf(',') + 1)))
                    .as("seed %d: the sheet", seed)
                    .containsExactlyInAnyOrderElementsOf(calls);
        }

        private void sums(List<Map<String, Object>> buckets, List<Map<String, Object>> rows) {
            assertThat(sum(buckets, "requestCount")).as("seed %d", seed).isEqualTo(rows.size());
            assertThat(sum(buckets, "units")).as("seed %d", seed).isEqualTo(sum(rows, "units"));
            assertThat(sum(buckets, "errorCount"))
                    .as("seed %d", seed)
                    .isEqualTo(rows.stream()
                            .filter(row -> number(row, "status") >= 400)
                            .count());
            assertThat(sum(buckets, "successCount") + sum(buckets, "errorCount"))
                    .isEqualTo(rows.size());
        }

        private void summary(Map<String, Object> usage, List<Map<String, Object>> rows) {
            assertThat(number(usage, "totalRequests")).as("seed %d", seed).isEqualTo(rows.size());
            var counts = new HashMap<Object, Long>();
            var errors = new HashMap<Object, Long>();
            for (var meter : maps(usage.get("meters"))) {
                counts.put(meter.get("meterClass"), number(meter, "count"));
                errors.put(meter.get("meterClass"), number(meter, "errorCount"));
                var last = rows.stream()
                        .filter(row -> Objects.equals(row.get("meterClass"), meter.get("meterClass")))
                        .findFirst()
                        .orElseThrow();
                assertThat(meter.get("lastSeenAt")).as("seed %d", seed).isEqualTo(last.get("recordedAt"));
            }
            assertThat(counts).as("seed %d", seed).isEqualTo(byClass(rows, row -> 1));
            assertThat(errors)
                    .as("seed %d", seed)
                    .isEqualTo(byClass(rows, row -> number(row, "status") >= 400 ? 1 : 0));
        }

        private static Map<Object, Long> byClass(
                List<Map<String, Object>> rows, ToLongFunction<Map<String, Object>> counted) {
            return rows.stream()
                    .collect(Collectors.groupingBy(row -> row.get("meterClass"), Collectors.summingLong(counted)));
        }

        private static boolean in(Map<String, Object> row, InvoicePeriod period) {
            return period.text().equals(row.get("invoicePeriod"));
        }

        private static Money amount(List<Map<String, Object>> rows, InvoicePeriod period) {
            return new Money(rows.stream()
                    .filter(row -> in(row, period))
                    .map(row -> new BigDecimal(String.valueOf(row.get("amountUsd"))))
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .movePointRight(6)
                    .longValueExact());
        }

        private static long sum(List<Map<String, Object>> objects, String field) {
            return objects.stream().mapToLong(object -> number(object, field)).sum();
        }

        private static long number(Map<String, Object> object, String field) {
            return Long.parseLong(String.valueOf(object.get(field)));
        }

        private static List<Map<String, Object>> maps(@Nullable Object list) {
            return ((List<?>) Objects.requireNonNull(list))
                    .stream().map(element -> knownRow(Json.asObject(element))).toList();
        }

        private static Map<String, Object> knownRow(Map<String, ?> object) {
            var known = new HashMap<String, Object>();
            object.forEach((name, value) -> {
                if (value != null) {
                    known.put(name, value);
                }
            });
            return known;
        }
    }
}

package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import omni.billing.BudgetCaps;
import omni.budget.BudgetAlerts;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoKeyUse;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.DynamoUnprovenCalls;
import omni.dynamodb.DynamoUsageHistory;
import omni.dynamodb.Table;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.ledger.UsageFilter;
import omni.ledger.UsageRecorder;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import omni.ledger.UsageWindow;
import omni.meter.PayingAccount;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.paginators.QueryIterable;

/** What GetActivity and ListEvents ask of the table: as many calls as they show days and lists, however much was used. */
class ActivityCostTest {

    private static final Table TABLE = StoreOfTests.table();
    private static final String ORG = PayingAccount.ORG;
    private static final List<String> CALLS = new ArrayList<>();
    private static final Table COUNTED = new Table(counted(), counted(), TABLE.name());
    private static final List<Instant> CALLED_AT = List.of(
            Instant.parse("2026-04-30T23:59:59.999Z"),
            Instant.parse("2026-05-01T00:00:00.000Z"),
            Instant.parse("2026-05-01T10:20:00.000Z"),
            Instant.parse("2026-05-01T10:50:00.000Z"),
            Instant.parse("2026-05-20T08:00:00.000Z"),
            Instant.parse("2026-06-02T12:00:00.000Z"));

    private static DynamoDbClient counted() {
        var client = TABLE.client();
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, args) -> {
                    if (method.getName().equals("queryPaginator")) {
                        return new QueryIterable((DynamoDbClient) proxy, (QueryRequest) args[0]);
                    }
                    CALLS.add(method.getName());
                    try {
                        return method.invoke(client, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @BeforeAll
    static void use() {
        var account = PayingAccount.of(0, PayingAccount.card(), 0, BudgetCaps.NONE, List.of());
        var changes = new ArrayList<Change>();
        for (var at : CALLED_AT) {
            var before = account.ledger().sequence();
            account = PayingAccount.afterCall(account, "entity_resolve", "use_" + before, at);
            changes.add(new Change.Committed(before, UsageRow.of(account).orElseThrow(), account));
        }
        new UsageRecorder(
                        new UsageRecorder.Ports(
                                new DynamoLedger(TABLE, List.of(1)),
                                new DynamoRollUps(TABLE),
                                new DynamoKeyUse(TABLE),
                                new DynamoUnprovenCalls(TABLE),
                                orgId -> BudgetCaps.NONE),
                        BudgetAlerts::raise,
                        new Silent())
                .record(changes);
    }

    private record Silent() implements UsageRecorder.Alarm {
        @Override
        public void commitMissing(String orgId, boolean live, long before, long sequence) {
            throw new AssertionError("gap");
        }

        @Override
        public void creditTooOld(UsageRow row) {
            throw new AssertionError("too old");
        }
    }

    private static final DynamoUsageHistory HISTORY = new DynamoUsageHistory(COUNTED);

    private static UsageWindow window(String since, String until, String now) {
        CALLS.clear();
        return UsageWindow.read(HISTORY, ORG, true, Instant.parse(since), Instant.parse(until), Instant.parse(now));
    }

    @Test
    void aWindowUntilNowCostsTwoQueriesAndAWholeOneThree() {
        var now = "2026-06-02T13:00:00.000Z";
        assertThat(window("2026-05-03T13:00:00.000Z", now, now).total().requests())
                .isEqualTo(2);
        assertThat(CALLS).containsExactly("query", "query");
        assertThat(window("2025-05-01T09:30:00.000Z", "2026-05-20T09:30:00.000Z", now)
                        .total()
                        .requests())
                .isEqualTo(5);
        assertThat(CALLS).containsExactly("query", "query", "query");
        assertThat(window("2026-05-01T00:00:00.000Z", now, now).total().requests())
                .isEqualTo(5);
        assertThat(CALLS).containsExactly("query");
    }

    @Test
    void eachWindowHoldsTheHoursThatItTouches() {
        var now = "2026-06-02T13:00:00.000Z";
        assertThat(window("2026-05-01T10:30:00.000Z", "2026-05-01T10:40:00.000Z", now)
                        .total()
                        .requests())
                .isEqualTo(2);
        assertThat(window("2026-05-01T11:00:00.000Z", "2026-05-01T12:00:00.000Z", now)
                        .firstAt())
                .isNull();
        assertThat(window("2026-04-30T00:00:00.000Z", "2026-05-01T09:00:00.000Z", now)
                        .total()
                        .requests())
                .isEqualTo(2);
        assertThat(window("2026-04-30T00:00:00.000Z", "2026-04-30T23:59:59.999Z", now)
                        .total()
                        .requests())
                .isOne();
        var whole = window("2026-04-01T00:00:00.000Z", now, now);
        assertThat(whole.firstAt()).isEqualTo(CALLED_AT.getFirst());
        assertThat(whole.lastAt()).isEqualTo(CALLED_AT.getLast());
        assertThat(whole.principals()).hasSize(1);
        assertThat(whole.routes()).hasSize(1);
    }

    /** However far apart the days are that saw a call, and wherever the span ends. */
    @Test
    void theNewestRowsCostOneQuery() {
        CALLS.clear();
        assertThat(newest("2025-06-01T00:00:00.000Z", "2026-06-02T13:00:00.000Z", 1))
                .containsExactly(CALLED_AT.getLast());
        assertThat(newest("2025-06-01T00:00:00.000Z", "2026-06-02T13:00:00.000Z", 100))
                .isEqualTo(CALLED_AT.reversed());
        assertThat(newest("2026-05-01T10:30:00.000Z", "2026-05-20T07:59:59.999Z", 100))
                .containsExactly(CALLED_AT.get(3));
        assertThat(CALLS).containsExactly("query", "query", "query");
    }

    private static List<Instant> newest(String since, String last, int limit) {
        var filter = UsageFilter.between(Instant.parse(since), Instant.parse(last));
        return HISTORY.rows(ORG, true, filter, limit, null).rows().stream()
                .map(row -> row.call().at())
                .toList();
    }

    @Test
    void aPageOfEventsIsOneQueryWithoutAFilterAndFewWithOne() {
        var events = IntStream.range(0, 90)
                .mapToObj(index -> new AuditEvent(
                        "evt_" + index,
                        ORG,
                        index % 9 == 0 ? "audit" : "billing",
                        "budget.updated",
                        null,
                        null,
                        "api",
                        null,
                        java.util.Map.of(),
                        CALLED_AT.getFirst().plus(Duration.ofMillis(index))))
                .toList();
        var rollUps = new DynamoRollUps(TABLE);
        rollUps.write(
                rollUps.read(omni.ledger.RollUp.Scope.period(
                        ORG, true, omni.billing.InvoicePeriod.at(Instant.parse("2020-01-01T00:00:00Z")))),
                events);
        CALLS.clear();
        assertThat(new DynamoEvents(COUNTED)
                        .page(ORG, Events.Filter.ALL, 25, null)
                        .rows())
                .hasSize(25);
        assertThat(CALLS).hasSize(1);
        CALLS.clear();
        var audit = new Events.Filter(null, "audit", null, null, null);
        assertThat(new DynamoEvents(COUNTED).page(ORG, audit, 5, null).rows()).hasSize(5);
        assertThat(CALLS).hasSizeLessThanOrEqualTo(3);
    }
}

package omni.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.Oversight;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoKeyUse;
import omni.dynamodb.DynamoKeys;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoMeter;
import omni.dynamodb.DynamoOversight;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.DynamoUnprovenCalls;
import omni.dynamodb.StoredAccounts;
import omni.dynamodb.StreamImages;
import omni.dynamodb.Table;
import omni.event.Events;
import omni.fakes.Books;
import omni.ledger.KeyUse;
import omni.ledger.Ledger;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.ledger.UnprovenCalls;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import omni.meter.Meter;

/** The real adapters on DynamoDB Local, its stream included. */
public final class DynamoBooks implements Books {

    public static final List<Integer> CLASSES =
            IntStream.rangeClosed(0, 14).boxed().toList();

    private final SdkCalls calls = new SdkCalls();
    private final Table table = StoreOfTests.table(calls);
    private final StreamReader stream;
    private final String streamArn;

    public DynamoBooks() {
        streamArn = table.client()
                .describeTable(request -> request.tableName(table.name()))
                .table()
                .latestStreamArn();
        calls.forget();
        stream = new StreamReader(
                StoreOfTests.CONNECTION.streams(), streamArn, new StreamPosition(Optional.empty(), streamArn));
        stream.refreshShards();
    }

    public Table table() {
        return table;
    }

    /** Every request that went through {@link #table}. */
    public SdkCalls calls() {
        return calls;
    }

    /** A meter under a catalog that has these classes. */
    public Meter meter(List<Integer> classes) {
        return new DynamoMeter(table, classes);
    }

    @Override
    public Meter meter() {
        return meter(CLASSES);
    }

    @Override
    public Ledger ledger() {
        return new DynamoLedger(table, CLASSES);
    }

    @Override
    public RollUps rollUps() {
        return new DynamoRollUps(table);
    }

    @Override
    public KeyUse keyUse() {
        return new DynamoKeyUse(table);
    }

    @Override
    public UnprovenCalls unproven() {
        return new DynamoUnprovenCalls(table);
    }

    @Override
    public Map<String, Instant> lastUse(String orgId) {
        return new DynamoKeys(table).lastUse(orgId);
    }

    @Override
    public Accounts accounts() {
        return new DynamoAccounts(table, CLASSES);
    }

    @Override
    public Oversight oversight() {
        return new DynamoOversight(table);
    }

    @Override
    public Events events() {
        return new DynamoEvents(table);
    }

    @Override
    public void put(Account account) {
        new DynamoAccounts(table, CLASSES).put(account);
    }

    @Override
    public Account account(String orgId, boolean live) {
        return StoredAccounts.read(table, orgId, live);
    }

    @Override
    public List<Change> news() {
        var changes = new ArrayList<Change>();
        for (var shardId : stream.readableShards()) {
            var page = stream.read(shardId, 1_000);
            while (!page.records().isEmpty()) {
                changes.addAll(changes(page.records().stream()
                        .map(record -> StreamEvents.record(record, streamArn))
                        .toList()));
                page = stream.read(shardId, 1_000);
            }
        }
        return changes;
    }

    private static List<Change> changes(List<ObjectNode> records) {
        var batch =
                new StreamImages().read(StreamEvents.event(records).toString().getBytes(StandardCharsets.UTF_8));
        if (batch.unreadable() != null) {
            throw batch.unreadable();
        }
        return batch.records().stream()
                .flatMap(record -> record.change().stream())
                .toList();
    }

    @Override
    public List<UsageRow> rows(Account account) {
        var days = account.ledger().previousPeriod() == null
                ? List.of(account.ledger().period())
                : List.of(
                        Objects.requireNonNull(account.ledger().previousPeriod()),
                        account.ledger().period());
        return days.stream()
                .flatMap(
                        period -> rollUps().rows(RollUp.Scope.period(account.orgId(), account.live(), period)).stream())
                .sorted(Comparator.comparingLong(UsageRow::sequence))
                .toList();
    }
}

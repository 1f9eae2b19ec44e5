package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import omni.account.Account;
import omni.billing.MeterClass;
import omni.billing.PlanKey;
import omni.billing.Subscription;
import omni.billing.SubscriptionStatus;
import omni.dynamodb.DynamoAccounts;
import omni.fakes.Altered;
import omni.local.world.LocalWorld;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** What tests read and change in a world's table, past HTTP. */
abstract sealed class StoredWorld permits World {

    static final Account.Standing CARD = new Account.Standing(true, null, null, true, null, false, null);
    static final Account.Standing RESTRICTED = new Account.Standing(false, null, null, false, null, true, null);
    static final Account.Standing TEAM = new Account.Standing(
            false, new Subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE), null, true, null, false, null);

    abstract LocalWorld local();

    Instant now() {
        return local().clock().instant();
    }

    DynamoAccounts accounts() {
        return new DynamoAccounts(
                local().table(),
                local().foundation().catalog().meterClasses().stream()
                        .map(MeterClass::number)
                        .toList());
    }

    Account account(Customer customer) {
        return Objects.requireNonNull(accounts().load(customer.orgId()));
    }

    /** With other facts than a life before would have left: for tests that begin in the middle of one. */
    void put(Customer customer, UnaryOperator<Account> change) {
        accounts().put(change.apply(account(customer)));
    }

    /** Leaves so much of the grant, as if the rest had been used by calls of an earlier life. */
    void leaveOfGrant(Customer customer, long units) {
        put(customer, before -> {
            var grant = before.grant();
            var used = Altered.grant(before, grant.total(), grant.total() - units, grant.period());
            return Altered.factsVersion(used, before.factsVersion() + 1);
        });
    }

    void useUpGrant(Customer customer) {
        leaveOfGrant(customer, 0);
    }

    void accrued(Customer customer, long microDollars) {
        put(
                customer,
                before -> Altered.ledger(
                        before,
                        before.ledger().period(),
                        microDollars,
                        before.ledger().aiUnitsUsed()));
    }

    /** Replaces the facts of payment, as a webhook or an operator would. */
    void standing(Customer customer, Account.Standing standing) {
        assertThat(accounts()
                        .replaceStanding(account(customer), standing, accounts().billing(customer.orgId())))
                .isTrue();
    }

    /** The customer at Stripe. */
    String stripeId(Customer customer) {
        return Objects.requireNonNull(accounts().billing(customer.orgId()).customer())
                .id();
    }

    /** Waits until the stream's consumer has seen all that was written. */
    void drain() throws InterruptedException {
        local().pump().awaitDrained();
        assertThat(local().pump().parkedRecords()).isEmpty();
    }

    /** The live rows of today, after all that was written, by sequence. */
    List<Row> rows(Customer customer) throws InterruptedException {
        return rows(customer, "live");
    }

    List<Row> rows(Customer customer, String mode) throws InterruptedException {
        drain();
        return rowsNow(customer, mode);
    }

    private List<Row> rowsNow(Customer customer, String mode) {
        var day = now().truncatedTo(ChronoUnit.DAYS);
        var request = QueryRequest.builder()
                .tableName(LocalWorld.TABLE)
                .indexName("ByTime")
                .keyConditionExpression("timeKey = :account AND place BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":account", AttributeValue.fromS(customer.orgId() + "#" + mode),
                        ":from", AttributeValue.fromS(place(day)),
                        ":to", AttributeValue.fromS(place(day.plus(1, ChronoUnit.DAYS)))))
                .build();
        return local().table().client().queryPaginator(request).items().stream()
                .map(Row::of)
                .sorted(Comparator.comparingLong(Row::sequence))
                .toList();
    }

    private static String place(Instant at) {
        return String.format(Locale.ROOT, "%015d", at.toEpochMilli());
    }

    List<Map<String, AttributeValue>> wholeTable() {
        var request = ScanRequest.builder()
                .tableName(LocalWorld.TABLE)
                .consistentRead(true)
                .build();
        return local().table().client().scanPaginator(request).items().stream().toList();
    }

    /** The audit events of an organization that have this type. */
    List<Map<String, AttributeValue>> events(Customer customer, String type) {
        return wholeTable().stream()
                .filter(item -> text(item, "PK").equals("EVENT#" + customer.orgId()))
                .filter(item -> text(item, "type").equals(type))
                .toList();
    }

    /** A text of an item; empty where it has none of that name. */
    static String text(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, AttributeValue.fromS("")).s();
    }

    static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name), name);
    }

    void putItem(Map<String, AttributeValue> item) {
        local().table().client().putItem(put -> put.tableName(LocalWorld.TABLE).item(item));
    }

    /** Removes the item that has this one's key. */
    void deleteItem(Map<String, AttributeValue> item) {
        var key = Map.of("PK", attribute(item, "PK"), "SK", attribute(item, "SK"));
        local().table()
                .client()
                .deleteItem(delete -> delete.tableName(LocalWorld.TABLE).key(key));
    }

    /** At rest: sequences without gap, and the counters equal to the rows less what was credited. */
    void assertReconciled(Customer customer) throws InterruptedException {
        drain();
        assertRowsAgree(customer);
    }

    /** The same where something lies parked. */
    void assertRowsAgree(Customer customer) {
        var rows = rowsNow(customer, "live");
        var ledger = account(customer).ledger();
        assertThat(rows)
                .extracting(Row::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, rows.size()).boxed().toList());
        assertThat(ledger.sequence()).isEqualTo(rows.size());
        assertThat(ledger.accrual().microDollars())
                .isEqualTo(rows.stream().mapToLong(Row::net).sum());
    }
}

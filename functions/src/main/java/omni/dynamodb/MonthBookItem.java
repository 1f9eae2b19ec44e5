package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import omni.billing.BookAmounts;
import omni.billing.CloseProgress;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.ReportedTotal;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Books of usage: {@code ORG#id / REPORT#2026-05}. Amounts are micro-dollars. */
final class MonthBookItem {

    static final String REPORT = "REPORT#";

    private static final String VERSION = "version";
    private static final String PERIOD = "period";
    private static final String ACCRUED = "accrued";
    /** By the month's number. */
    private static final String CARRIED = "carried";
    /** By the invoice's id. */
    private static final String INVOICED = "invoiced";

    private static final String MOVED = "moved";
    private static final String TOLD_CUSTOMER = "toldCustomer";
    private static final String TOLD_TOTAL = "toldTotal";
    private static final String TOLD_AT = "toldAt";
    private static final String TOLD_LANDED = "toldLanded";
    private static final String CLOSING_SEQUENCE = "closingSequence";
    private static final String DRAFT = "draft";
    private static final String DRIFT_SINCE = "driftSince";
    private static final String DRIFT_COUNTER = "driftCounter";
    private static final String DRIFT_LEDGER = "driftLedger";
    private static final String DRIFT_TOTAL = "driftTotal";
    private static final String DRIFT_METER = "driftMeter";
    private static final String SETTLED = "settled";

    private MonthBookItem() {}

    static MonthBook read(String orgId, Map<String, AttributeValue> item) {
        return new MonthBook(
                orgId,
                new InvoicePeriod((int) number(item, PERIOD)),
                number(item, VERSION),
                new BookAmounts(
                        money(item, ACCRUED),
                        amounts(item, CARRIED, name -> new InvoicePeriod(Integer.parseInt(name))),
                        amounts(item, INVOICED, Function.identity()),
                        money(item, MOVED)),
                reportedTotal(item),
                new CloseProgress(
                        Attributes.numberOrNull(item, CLOSING_SEQUENCE),
                        Attributes.textOrNull(item, DRAFT),
                        drift(item),
                        Attributes.truth(item, SETTLED)));
    }

    private static Money money(Map<String, AttributeValue> item, String name) {
        return new Money(number(item, name));
    }

    private static <K> Map<K, Money> amounts(Map<String, AttributeValue> item, String name, Function<String, K> key) {
        var amounts = new HashMap<K, Money>();
        var stored = item.get(name);
        if (stored != null) {
            stored.m().forEach((each, value) -> amounts.put(key.apply(each), new Money(Long.parseLong(value.n()))));
        }
        return amounts;
    }

    private static @Nullable ReportedTotal reportedTotal(Map<String, AttributeValue> item) {
        return item.containsKey(TOLD_AT)
                ? new ReportedTotal(
                        text(item, TOLD_CUSTOMER),
                        money(item, TOLD_TOTAL),
                        instant(item, TOLD_AT),
                        Attributes.truth(item, TOLD_LANDED))
                : null;
    }

    private static CloseProgress.@Nullable Drift drift(Map<String, AttributeValue> item) {
        return item.containsKey(DRIFT_SINCE)
                ? new CloseProgress.Drift(
                        instant(item, DRIFT_SINCE),
                        money(item, DRIFT_COUNTER),
                        money(item, DRIFT_LEDGER),
                        money(item, DRIFT_TOTAL),
                        money(item, DRIFT_METER))
                : null;
    }

    /** The write of a book, one version on, on condition that the stored one is the version that it was made from. */
    static TransactWriteItem put(Table table, MonthBook next) {
        var item = new LinkedHashMap<>(Table.key(
                AccountItem.partition(next.orgId()), REPORT + next.period().text()));
        item.put(VERSION, number(next.version() + 1));
        item.put(PERIOD, number(next.period().number()));
        put(item, next.amounts());
        var told = next.lastReport();
        if (told != null) {
            item.put(TOLD_CUSTOMER, text(told.customerId()));
            item.put(TOLD_TOTAL, number(told.total().microDollars()));
            item.put(TOLD_AT, instant(told.at()));
            item.put(TOLD_LANDED, Attributes.truth(told.isConfirmed()));
        }
        put(item, next.closing());
        return table.putVersion(item, next.version());
    }

    private static void put(Map<String, AttributeValue> item, BookAmounts amounts) {
        item.put(ACCRUED, number(amounts.accrual().microDollars()));
        item.put(CARRIED, map(amounts.carryOvers(), period -> Integer.toString(period.number())));
        item.put(INVOICED, map(amounts.invoiceAmounts(), Function.identity()));
        item.put(MOVED, number(amounts.movedAmount().microDollars()));
    }

    private static <K> AttributeValue map(Map<K, Money> amounts, Function<K, String> name) {
        var map = new LinkedHashMap<String, AttributeValue>();
        amounts.forEach((key, amount) -> map.put(name.apply(key), number(amount.microDollars())));
        return AttributeValue.fromM(map);
    }

    private static void put(Map<String, AttributeValue> item, CloseProgress closing) {
        Attributes.put(item, CLOSING_SEQUENCE, closing.sequence());
        Attributes.put(item, DRAFT, closing.draftId());
        var drift = closing.drift();
        if (drift != null) {
            item.put(DRIFT_SINCE, instant(drift.since()));
            item.put(DRIFT_COUNTER, number(drift.counter().microDollars()));
            item.put(DRIFT_LEDGER, number(drift.ledger().microDollars()));
            item.put(DRIFT_TOTAL, number(drift.total().microDollars()));
            item.put(DRIFT_METER, number(drift.meter().microDollars()));
        }
        item.put(SETTLED, Attributes.truth(closing.complete()));
    }
}

package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.billing.InvoicePeriod;
import omni.invoicing.Discrepancy;
import omni.invoicing.OpenDiscrepancies;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What disagrees: {@code DRIFT#known / org#2026-05#LEDGER#which}. One partition, as there are next to none. */
public final class DynamoOpenDiscrepancies implements OpenDiscrepancies {

    private static final String PARTITION = "DRIFT#known";
    private static final String ORG = "org";
    private static final String PERIOD = "period";
    private static final String KIND = "kind";
    private static final String WHICH = "which";
    private static final String SINCE = "since";

    private final Table table;

    public DynamoOpenDiscrepancies(Table table) {
        this.table = table;
    }

    @Override
    public List<Known> all() {
        return table.query("the known drifts", "PK = :known", Map.of(":known", text(PARTITION))).stream()
                .map(item -> new Known(
                        text(item, ORG),
                        new InvoicePeriod((int) number(item, PERIOD)),
                        Discrepancy.Kind.valueOf(text(item, KIND)),
                        text(item, WHICH),
                        instant(item, SINCE)))
                .toList();
    }

    /** One that is there stays, with the moment when it was first seen. */
    @Override
    public void keep(Known seen) {
        var item = new LinkedHashMap<>(key(seen));
        item.put(ORG, text(seen.orgId()));
        item.put(PERIOD, number(seen.period().number()));
        item.put(KIND, text(seen.kind().name()));
        item.put(WHICH, text(seen.which()));
        item.put(SINCE, instant(seen.since()));
        table.write("a known drift", table.putNew(item));
    }

    @Override
    public void forget(Known agreed) {
        table.write("a known drift", table.delete(key(agreed)));
    }

    private static Map<String, AttributeValue> key(Known drift) {
        return Table.key(
                PARTITION,
                String.join(
                        "#", drift.orgId(), drift.period().text(), drift.kind().name(), drift.which()));
    }
}

package omni.lambda;

import java.util.Collection;
import omni.dynamodb.DynamoMeter;
import omni.dynamodb.DynamoMonthBooks;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.Table;
import omni.invoicing.MonthBooks;
import omni.ledger.RollUps;
import omni.meter.Meter;

/** Where what was used stands: the counters, what the rows come to, and the books of what became of it. */
public record UsageStores(Meter meter, RollUps rollUps, MonthBooks reports) {

    static UsageStores of(Table table, Collection<Integer> classes) {
        return new UsageStores(new DynamoMeter(table, classes), new DynamoRollUps(table), new DynamoMonthBooks(table));
    }
}

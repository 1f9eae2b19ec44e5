package omni.dynamodb;

import static omni.dynamodb.Attributes.text;

import java.util.List;
import java.util.Map;
import omni.billing.MonthBook;
import omni.invoicing.MonthBooks;

/** Books, each one item, written whole on condition of its version. */
public final class DynamoMonthBooks implements MonthBooks {

    private final Table table;

    public DynamoMonthBooks(Table table) {
        this.table = table;
    }

    @Override
    public List<MonthBook> of(String orgId) {
        var values = Map.of(":org", text(AccountItem.partition(orgId)), ":report", text(MonthBookItem.REPORT));
        return table.query("the books of usage", "PK = :org AND begins_with(SK, :report)", values).stream()
                .map(item -> MonthBookItem.read(orgId, item))
                .toList();
    }

    @Override
    public boolean write(MonthBook next) {
        return table.write("a book of usage", MonthBookItem.put(table, next));
    }

    @Override
    public boolean write(MonthBook.Move move) {
        return Transactions.write(
                table,
                "two books of usage",
                List.of(MonthBookItem.put(table, move.from()), MonthBookItem.put(table, move.to())));
    }
}

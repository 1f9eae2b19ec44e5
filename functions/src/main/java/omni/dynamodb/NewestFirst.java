package omni.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import omni.event.Events;
import omni.event.ListPosition;
import omni.event.Page;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Pages through a stretch of a partition whose sort keys are in the order of time and id, newest first, as of now. The place
 * where a page ended is a sort key, so that no row is repeated or skipped however many newer ones come.
 *
 * @param source the table itself, or one of its indexes
 * @param lowest rows with this sort key or a greater one
 * @param highest rows with this sort key or a smaller one
 * @param after only rows with a smaller sort key than this; null for all
 */
record NewestFirst(
        Table table,
        Source source,
        String partition,
        String lowest,
        String highest,
        @Nullable String after) {

    /** A query reads one row to know whether there are more, and the place itself, as BETWEEN includes its ends. */
    private static final int BESIDES = 2;

    /** Each further query of one page reads so many times more: few are found, so look at more at once. */
    private static final int GROWTH = 4;

    /**
     * Where the partition is.
     *
     * @param index null for the table itself: what is read there is consistent
     */
    record Source(@Nullable String index, String partitionKey, String sortKey) {

        static final Source TABLE = new Source(null, Table.PK, Table.SK);

        static Source index(String name, String partitionKey) {
            return new Source(name, partitionKey, Table.PLACE);
        }
    }

    NewestFirst(Table table, String partition, String lowest, String highest, @Nullable String after) {
        this(table, Source.TABLE, partition, lowest, highest, after);
    }

    /** How rows are read from items. */
    record Rows<T>(
            Function<Map<String, AttributeValue>, T> read, Predicate<T> wanted, Function<T, ListPosition> position) {}

    /** One page; it ends early when it has looked at {@link Events#MAX_EXAMINED} rows. */
    <T> Page<T> page(Rows<T> rows, int limit) {
        var found = new ArrayList<T>();
        var from = after;
        T last = null;
        var examined = 0;
        for (var size = limit + BESIDES; ; size = size * GROWTH) {
            var answer = query(from, Math.min(size, Events.MAX_EXAMINED - examined + BESIDES));
            for (var item : answer.items()) {
                var row = rows.read().apply(item);
                if (rows.wanted().test(row)) {
                    if (found.size() == limit) {
                        return lastPage(found, rows, last);
                    }
                    found.add(row);
                }
                last = row;
                from = Attributes.text(item, source.sortKey());
                examined++;
            }
            if (!answer.more()) {
                return lastPage(found, rows, null);
            }
            if (examined >= Events.MAX_EXAMINED) {
                return lastPage(found, rows, last);
            }
        }
    }

    private static <T> Page<T> lastPage(List<T> found, Rows<T> rows, @Nullable T last) {
        return new Page<>(found, last == null ? null : rows.position().apply(last));
    }

    private record Stretch(List<Map<String, AttributeValue>> items, boolean more) {}

    private Stretch query(@Nullable String from, int limit) {
        var upTo = from == null || from.compareTo(highest) > 0 ? highest : from;
        if (lowest.compareTo(upTo) > 0) {
            return new Stretch(List.of(), false);
        }
        var request = QueryRequest.builder()
                .tableName(table.name())
                .indexName(source.index())
                .keyConditionExpression(source.partitionKey() + " = :partition AND " + source.sortKey()
                        + " BETWEEN :lowest AND :highest")
                .expressionAttributeValues(Map.of(
                        ":partition", Attributes.text(partition),
                        ":lowest", Attributes.text(lowest),
                        ":highest", Attributes.text(upTo)))
                .scanIndexForward(false)
                .consistentRead(source.index() == null)
                .limit(limit)
                .build();
        var answer = Table.reach("a list", () -> table.client().query(request));
        var items = answer.items().stream()
                .filter(item -> !Attributes.text(item, source.sortKey()).equals(from))
                .toList();
        return new Stretch(items, answer.hasLastEvaluatedKey());
    }
}

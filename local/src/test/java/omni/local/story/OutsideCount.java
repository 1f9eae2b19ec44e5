package omni.local.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import omni.billing.InvoicePeriod;
import omni.local.world.LocalWorld;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * What each organization has used and what Stripe has of it: counted from the rows in the table and from Stripe's own objects, with nothing
 * of the product's counters, roll-ups and books.
 */
final class OutsideCount {

    private static final int PAID = 2;

    private final World world;
    private final InvoicePeriod first;
    private final Map<String, Set<String>> customers = new HashMap<>();
    private Optional<String> meter = Optional.empty();

    OutsideCount(World world) {
        this.world = world;
        this.first = InvoicePeriod.at(world.now());
    }

    /**
     * One organization, in micro-dollars.
     *
     * @param used by paid calls, net of credits
     * @param invoiced by the final invoices of usage
     * @param pending what the invoices that are still to come will bill by what Stripe was told
     * @param oldestUntold when the first call was made that neither holds; empty where they hold all
     * @param gone whether a customer of its was deleted at Stripe
     * @param months what each month's final invoices bill
     */
    record Standing(
            long used,
            long invoiced,
            long pending,
            Optional<Instant> oldestUntold,
            boolean gone,
            Map<InvoicePeriod, List<Long>> months) {

        boolean isToldWhole() {
            return used == invoiced + pending;
        }
    }

    /** All of them at once, by id. */
    Map<String, Standing> all(Collection<String> orgIds) {
        var rows = rows();
        list("/v1/customers?limit=100")
                .forEach(each -> customers
                        .computeIfAbsent(each.at("/metadata/orgId").asText(), _ -> new LinkedHashSet<>())
                        .add(each.path("id").asText()));
        var found = new HashMap<String, Standing>();
        orgIds.forEach(orgId -> found.put(orgId, of(orgId, rows.getOrDefault(orgId, List.of()))));
        return found;
    }

    private Standing of(String orgId, List<Row> rows) {
        long used = rows.stream().mapToLong(Row::net).sum();
        long invoiced = 0;
        long pending = 0;
        boolean gone = false;
        var months = new TreeMap<InvoicePeriod, List<Long>>();
        for (var customer : customers.getOrDefault(orgId, Set.of())) {
            var closed = new HashSet<InvoicePeriod>();
            for (var invoice : usageInvoices(customer)) {
                long quantity = quantity(invoice);
                var month = month(invoice);
                boolean draft = invoice.path("status").asText().equals("draft");
                if (!draft) {
                    invoiced += quantity;
                    months.computeIfAbsent(month, _ -> new ArrayList<>()).add(quantity);
                    if (!Instant.ofEpochSecond(invoice.path("created").asLong()).isBefore(month.end())) {
                        closed.add(month);
                    }
                }
            }
            if (isDeleted(customer)) {
                gone = true;
            } else {
                pending += pending(customer, closed);
            }
        }
        return new Standing(used, invoiced, pending, oldestUntold(rows, invoiced + pending), gone, months);
    }

    private static Optional<Instant> oldestUntold(List<Row> rows, long told) {
        long sum = 0;
        for (var row : rows) {
            sum += row.net();
            if (sum > told) {
                return Optional.of(row.at());
            }
        }
        return Optional.empty();
    }

    /** The paid live ones of each, oldest first. */
    private Map<String, List<Row>> rows() {
        var request = ScanRequest.builder()
                .tableName(LocalWorld.TABLE)
                .consistentRead(true)
                .filterExpression("begins_with(PK, :usage) AND begins_with(SK, :row)")
                .expressionAttributeValues(
                        Map.of(":usage", AttributeValue.fromS("USAGE#"), ":row", AttributeValue.fromS("ROW#")))
                .build();
        var rows = new HashMap<String, List<Row>>();
        world.local().table().client().scanPaginator(request).items().stream()
                .forEach(item -> rows.computeIfAbsent(StoredWorld.text(item, "org"), _ -> new ArrayList<>())
                        .add(Row.of(item)));
        rows.values().forEach(each -> {
            each.removeIf(row -> row.funding() != PAID);
            each.sort(Comparator.comparingLong(Row::sequence));
        });
        return rows;
    }

    private boolean isDeleted(String customer) {
        return world.stripe()
                .get("/v1/customers/" + customer)
                .json()
                .path("deleted")
                .asBoolean();
    }

    private List<JsonNode> usageInvoices(String customer) {
        return list("/v1/invoices?limit=100&customer=" + customer)
                .filter(invoice -> !invoice.at("/parent/subscription_details/metadata/omniMeter")
                        .isMissingNode())
                .toList();
    }

    private static long quantity(JsonNode invoice) {
        return invoice.at("/lines/data")
                .valueStream()
                .mapToLong(line -> line.path("quantity").asLong())
                .sum();
    }

    private static InvoicePeriod month(JsonNode invoice) {
        return InvoicePeriod.at(
                Instant.ofEpochSecond(invoice.at("/lines/data/0/period/start").asLong()));
    }

    /** What the meter has for the months whose last invoice is not final. */
    private long pending(String customer, Set<InvoicePeriod> closed) {
        long sum = 0;
        for (var month = first;
                month.compareTo(InvoicePeriod.at(world.now())) <= 0;
                month = InvoicePeriod.at(month.end())) {
            if (!closed.contains(month)) {
                sum += read(customer, month);
            }
        }
        return sum;
    }

    private long read(String customer, InvoicePeriod month) {
        var id = meter.orElseGet(() ->
                list("/v1/billing/meters").findFirst().orElseThrow().path("id").asText());
        meter = Optional.of(id);
        return list("/v1/billing/meters/%s/event_summaries?customer=%s&start_time=%d&end_time=%d"
                        .formatted(
                                id,
                                customer,
                                month.start().getEpochSecond(),
                                month.end().getEpochSecond()))
                .mapToLong(each -> each.path("aggregated_value").asLong())
                .sum();
    }

    private Stream<JsonNode> list(String path) {
        return world.stripe().get(path).is(200).data().stream();
    }
}

package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read of their usage, over HTTP, and what each read asks of the database. */
@SharedWorld(SharedWorld.Kind.STILL)
class UsageOverHttpTest {

    private static final String REQUESTS = "/v1/dashboard/usage/requests";
    private static final String EXPORT = "/v1/dashboard/usage/export";
    private static final int ROUNDS = 3;

    private final World world;

    UsageOverHttpTest(World world) {
        this.world = world;
    }

    private Customer payer() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        world.payWithCard(customer);
        for (var round = 0; round < ROUNDS; round++) {
            Calls.ALL.forEach(customer::call);
        }
        world.advance(Duration.ofMillis(1));
        assertThat(customer.call(Calls.resolve("NOSUCHONE")).status()).isEqualTo(404);
        world.assertReconciled(customer);
        return customer;
    }

    private static Client reader(World world, Customer customer) {
        var made = customer.createKey("{\"livemode\":true,\"scopes\":[\"billing:read\"]}");
        return world.by(made.field("secret"));
    }

    private static List<JsonNode> data(Answer answer) {
        answer.is(200);
        return answer.json().path("data").valueStream().toList();
    }

    private static long sum(List<JsonNode> rows, String field) {
        return rows.stream().mapToLong(row -> row.path(field).asLong()).sum();
    }

    @Test
    void everySumIsTheRows() throws Exception {
        var customer = payer();
        var rows = data(customer.browser().get(REQUESTS));
        assertThat(rows).hasSize(4 * ROUNDS + 1);
        var amount =
                rows.stream().map(row -> row.path("amountUsd").decimalValue()).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(amount.movePointRight(6).longValueExact())
                .isEqualTo(world.account(customer).ledger().accrual().microDollars());
        for (var path : List.of("series", "series?bucket=hour", "endpoints")) {
            var sums = data(customer.browser().get("/v1/dashboard/usage/" + path));
            assertThat(sum(sums, "requestCount")).as(path).isEqualTo(rows.size());
            assertThat(sum(sums, "units")).as(path).isEqualTo(rows.size() - 1);
            assertThat(sum(sums, "errorCount")).as(path).isOne();
        }
        var summary = customer.call("/v1/usage").json();
        assertThat(summary.path("totalRequests").asInt()).isEqualTo(rows.size());
        assertThat(sum(summary.path("meters").valueStream().toList(), "count")).isEqualTo(rows.size());
        assertThat(data(customer.browser().get(REQUESTS + "?livemode=false"))).isEmpty();
    }

    @Test
    void eachReadAsksAsOftenAsItSays() throws Exception {
        var customer = payer();
        var reader = reader(world, customer);
        costs(reader, "/v1/usage", "getItem");
        costs(reader, "/v1/dashboard/usage/series", "queryPaginator", "queryPaginator");
        costs(reader, "/v1/dashboard/usage/series?bucket=hour", "queryPaginator");
        costs(reader, "/v1/dashboard/usage/endpoints", "queryPaginator", "queryPaginator");
        costs(reader, REQUESTS, "query");
        costs(reader, REQUESTS + "?requestId=any", "query");
        costs(reader, EXPORT, "query");
        costs(reader, EXPORT + "?format=csv&limit=2", "query");
        var id = data(reader.get(REQUESTS)).getFirst().path("requestId").asText();
        for (var target : List.of(id, "nobodys", foreign())) {
            costs(reader, "/v1/diagnostics/requests/" + target, "query", "query", "query");
        }
    }

    /** Besides the one read that authenticates and the one write that counts. */
    private void costs(Client reader, String path, String... operations) {
        world.databaseCalls().taken();
        reader.get(path);
        var expected = new ArrayList<>(List.of("batchGetItem", "updateItem"));
        expected.addAll(List.of(operations));
        assertThat(world.databaseCalls().taken()).as(path).isEqualTo(expected);
    }

    private String foreign() throws Exception {
        return data(payer().browser().get(REQUESTS))
                .getFirst()
                .path("requestId")
                .asText();
    }

    @Test
    void aWalkSeesEachRowOnceWhileNewCallsArrive() throws Exception {
        var customer = payer();
        var before = data(customer.browser().get(REQUESTS)).stream()
                .map(row -> row.path("id").asText())
                .toList();
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = customer.browser().get(REQUESTS + "?limit=3&cursor=" + cursor);
            data(page).forEach(row -> seen.add(row.path("id").asText()));
            cursor = page.json().path("nextCursor").asText("");
            world.advance(Duration.ofMillis(1));
            customer.call(Calls.RESOLVE);
            world.drain();
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        assertThat(seen).isEqualTo(before).doesNotHaveDuplicates();
    }

    @Test
    void anExportIsTheSameRowsAsJsonAndAsCsv() throws Exception {
        var customer = payer();
        var rows = data(customer.browser().get(REQUESTS));
        assertThat(data(customer.browser().get(EXPORT))).isEqualTo(rows);
        var file = customer.browser().get(EXPORT + "?format=csv&limit=12");
        assertThat(file.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(file.header("Cache-Control")).isEqualTo("no-store");
        assertThat(file.header("Omni-Has-More")).isEqualTo("true");
        var lines = file.text().split("\r\n");
        assertThat(lines).hasSize(13);
        assertThat(lines[0]).startsWith("request_id,status,recorded_at,").endsWith(",livemode,id");
        assertThat(lines[1])
                .isEqualTo(String.join(
                        ",",
                        List.of(
                                text(rows.getFirst(), "requestId"),
                                "404",
                                text(rows.getFirst(), "recordedAt"),
                                "GET",
                                "/v1/entities/resolve",
                                "GET /v1/entities/resolve",
                                "entity_resolve",
                                "light_reads",
                                "0",
                                "0",
                                "0",
                                "none",
                                "payg",
                                "payg_active",
                                "2026-04-27",
                                text(rows.getFirst(), "principalId"),
                                "api_key",
                                "",
                                text(rows.getFirst(), "latencyMs"),
                                text(rows.getFirst(), "invoicePeriod"),
                                "true",
                                text(rows.getFirst(), "id"))));
        var rest = customer.browser().get(EXPORT + "?format=csv&cursor=" + file.header("Omni-Next-Cursor"));
        assertThat(rest.text().split("\r\n")).hasSize(2);
        assertThat(rest.has("Omni-Next-Cursor")).isFalse();
        assertThat(rest.header("Omni-Has-More")).isEqualTo("false");
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).asText();
    }

    @Test
    void aRequestShowsItsRowsAndItsEvents() throws Exception {
        var customer = payer();
        var call = customer.call(Calls.SECTION);
        var change = customer.browser().put("/v1/billing/budget", "{\"spendCapCents\":5000}");
        world.drain();
        var ofCall = diagnostics(customer, call);
        assertThat(ofCall.path("usageEvents").path(0).path("meterClass").asText())
                .isEqualTo("section_extract");
        assertThat(ofCall.path("summary").path("usageEventCount").asInt()).isOne();
        var ofChange = diagnostics(customer, change);
        assertThat(ofChange.path("events").path(0).path("type").asText()).isEqualTo("budget.updated");
        assertThat(ofChange.path("usageEvents")).isEmpty();
        var stranger = world.signUp();
        assertThat(stranger.call("/v1/diagnostics/requests/" + call.header("Request-Id"))
                        .code())
                .isEqualTo("request_not_found");
    }

    private static JsonNode diagnostics(Customer customer, Answer of) {
        var answer = customer.browser()
                .get("/v1/diagnostics/requests/" + of.header("Request-Id"))
                .is(200);
        return answer.json();
    }
}

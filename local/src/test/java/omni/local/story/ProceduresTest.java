package omni.local.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import omni.fakes.Unused;
import omni.job.Jobs;
import omni.local.command.Commands;
import omni.local.dynamodb.ParkedRecord;
import omni.local.machine.LocalJson;
import omni.local.world.ExpectedFailures;
import omni.local.world.LocalFunctions;
import omni.local.world.LocalWorld;
import omni.sec.bundled.BundledFilings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The procedures of {@code docs/operations.md} that a local world allows, step by step as they are written there. */
class ProceduresTest {

    /** In cents: 60 calls of a cent each. */
    private static final int PRICE_OF_MAY = 60;

    private static final int CALLS = 60;
    private static final int PARKED = 3;

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    private static final String NAME = "Ada of the Test";

    private static World world() {
        return World.start(World.Plan.standard().withStillClock().withoutRateLimits());
    }

    /** "Bring back what was parked": an item that can't be read keeps rows from being recorded, until it is mended. */
    @Test
    void whatWasParkedIsBroughtBackOnceHoweverOftenItIsHandedOver() throws Exception {
        try (var world = world()) {
            var customer = world.signUp();
            customer.call(Calls.RESOLVE);
            world.drain();
            var rollUp = breakRollUp(world, customer);
            for (var path : List.of(Calls.SECTION, Calls.STATEMENT, Calls.RESOLVE)) {
                customer.call(path);
            }
            world.local().pump().awaitDrained();
            var parked = world.local().pump().parkedRecords();
            assertThat(parked).hasSizeGreaterThanOrEqualTo(3);
            world.putItem(rollUp); // 1. the cause is mended
            customer.call(Calls.RESOLVE);
            world.local().pump().awaitDrained();
            assertThat(requests(customer))
                    .as("what came after it is there, what was parked is not")
                    .isEqualTo(2);

            var object = onFailureObject(parked);
            for (var time = 0; time < 2; time++) {
                assertThat(handOver(world, object)).hasToString("{\"batchItemFailures\":[]}"); // 2. and 3.
                assertThat(requests(customer)).isEqualTo(5);
                world.assertRowsAgree(customer);
                assertThat(Commands.reconcile(
                                        Map.of(), "--local", world.local().url().toString(), "--rows")
                                .out())
                        .endsWith("all agree\n");
            }
        }
    }

    /** "An invoice is held": until what was parked is back, and no longer. */
    @Test
    void anInvoiceThatIsHeldForWhatIsParkedIsPaidOnceItIsBack() throws Exception {
        try (var world = world()) {
            var customer = world.signUp();
            world.payWithCard(customer);
            world.useUpGrant(customer);
            for (var call = 0; call < CALLS - PARKED; call++) {
                customer.call(Calls.RESOLVE);
            }
            world.drain();
            var rollUp = breakRollUp(world, customer);
            for (var call = 0; call < PARKED; call++) {
                customer.call(Calls.RESOLVE);
            }
            world.local().pump().awaitDrained();
            world.putItem(rollUp);
            for (var time : List.of("2026-06-01T00:30:00Z", "2026-06-01T01:30:00Z", "2026-06-01T02:30:00Z")) {
                at(world, time);
            }
            assertThat(ofUsage(world, customer))
                    .extracting(invoice -> invoice.path("status").asText())
                    .containsExactly("draft");
            assertThat(world.log().lines()).anyMatch(line -> line.contains("\"alarm\":\"usage_drift\""));

            handOver(world, onFailureObject(world.local().pump().parkedRecords()));
            at(world, "2026-06-01T03:30:00Z");
            at(world, "2026-06-01T04:30:00Z");

            assertThat(ofUsage(world, customer)).singleElement().satisfies(invoice -> {
                Answer.holds(invoice, "{status: 'paid', total: %s}", PRICE_OF_MAY);
            });
        }
    }

    /** All but the one of nothing that a subscription begins with. */
    private static List<JsonNode> ofUsage(World world, Customer customer) {
        var stripeId = world.stripeId(customer);
        var invoices =
                world.stripe().get("/v1/invoices?customer=" + stripeId).json().path("data");
        return StreamSupport.stream(invoices.spliterator(), false)
                .filter(invoice -> invoice.path("total").asInt() > 0)
                .toList();
    }

    /** Moves the clock there while something lies parked. */
    private static void at(World world, String time) throws InterruptedException {
        world.local().pump().awaitDrained();
        world.advance(Duration.between(world.now(), Instant.parse(time)));
        world.awaitStripe();
        world.local().pump().awaitDrained();
    }

    /** Makes the month's roll-up one that can't be read; the answer is how it was. */
    private static Map<String, AttributeValue> breakRollUp(World world, Customer customer) {
        var rollUp = item(world, "ORG#" + customer.orgId(), "PERIOD#2026-05");
        var broken = new HashMap<>(rollUp);
        broken.put("version", AttributeValue.fromS("broken"));
        world.putItem(broken);
        return rollUp;
    }

    /** As Lambda writes it to a bucket for a stream of DynamoDB. */
    private static String onFailureObject(List<ParkedRecord> parked) {
        var event = LocalJson.object();
        parked.forEach(each -> event.withArray("Records").add(each.record()));
        var object = LocalJson.object();
        object.putObject("requestContext")
                .put("condition", "RetryAttemptsExhausted")
                .put("approximateInvokeCount", 101);
        object.putObject("responseContext").put("statusCode", 200).put("executedVersion", "$LATEST");
        object.put("version", "1.0");
        object.put("timestamp", "2026-05-14T15:00:00.000Z");
        object.putObject("DDBStreamBatchInfo").put("batchSize", parked.size());
        object.put("payload", event.toString());
        return object.toString();
    }

    private static ObjectNode handOver(World world, String object) throws Exception {
        var payload = LocalJson.parseObject(object.getBytes(UTF_8))
                .orElseThrow()
                .path("payload")
                .asText();
        var answer = new ByteArrayOutputStream();
        new LocalFunctions(world.local().foundation(), world.local().table(), new BundledFilings())
                .handler(Jobs.RECORD_USAGE.functionName())
                .handleRequest(new ByteArrayInputStream(payload.getBytes(UTF_8)), answer, Unused.port(Context.class));
        return LocalJson.parseObject(answer.toByteArray()).orElseThrow();
    }

    private static int requests(Customer customer) {
        return customer.browser().get("/v1/usage").at("totalRequests").asInt();
    }

    /** "Delete an account": what is owed is invoiced first; then nobody gets in, nothing is told of the person, and jobs run on. */
    @Test
    void anAccountIsDeletedWhenItsLastInvoiceIsPaid() throws Exception {
        try (var world = world()) {
            var customer = world.signUp();
            world.payWithCard(customer);
            world.useUpGrant(customer);
            for (var call = 0; call < CALLS; call++) {
                customer.call(Calls.RESOLVE);
            }
            customer.browser()
                    .sendJson("PATCH", "/v1/dashboard/settings/profile", "{\"displayName\":\"" + NAME + "\"}")
                    .is(200);
            var neighbor = world.signIn("other." + customer.email());
            var stripeId = world.stripeId(customer);
            var operator = world.signIn(LocalWorld.OPERATOR);

            // 1. nothing more is used
            assertThat(operator.put(
                                    "/v1/admin/orgs/" + customer.orgId() + "/restriction",
                                    "{\"restricted\":true,\"reason\":\"account deletion\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(402);

            // 2. the month is closed and its invoice paid
            world.to("2026-06-01T00:30:00Z");
            world.to("2026-06-01T02:30:00Z");
            var invoices = world.stripe()
                    .get("/v1/invoices?customer=" + stripeId)
                    .json()
                    .path("data");
            assertThat(invoices)
                    .extracting(invoice -> invoice.path("status").asText())
                    .containsOnly("paid");
            assertThat(invoices)
                    .extracting(invoice -> invoice.path("total").asInt())
                    .contains(PRICE_OF_MAY);

            // 3. no key serves
            for (var key : customer.browser().get("/v1/api_keys").at("data")) {
                customer.browser()
                        .delete("/v1/api_keys/" + key.path("id").asText())
                        .is(200);
            }
            assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(401);

            // 4. the customer at Stripe
            world.local().stripe().deleteCustomer(stripeId);
            world.awaitStripe();
            world.drain();
            assertThat(world.accounts().billing(customer.orgId()).customer()).isNull();

            // 5. the person's items, and last the organization's place in the roster
            var ofPerson = world.wholeTable().stream()
                    .filter(item -> names(item, customer.email())
                            || (World.text(item, "PK").endsWith("#" + customer.orgId()) && names(item, NAME)))
                    .toList();
            assertThat(ofPerson)
                    .extracting(item -> World.text(item, "PK").replaceAll("#.*", ""))
                    .contains("ORG", "USER", "SESSION", "EVENT");
            ofPerson.forEach(world::deleteItem);
            world.wholeTable().stream()
                    .filter(item -> World.text(item, "PK").startsWith("ROSTER#")
                            && World.text(item, "SK").equals(customer.orgId()))
                    .toList()
                    .forEach(world::deleteItem);

            assertThat(world.wholeTable()).noneMatch(item -> names(item, customer.email()));
            assertThat(world.wholeTable().toString()).doesNotContain(NAME);
            assertThat(neighbor.get("/v1/org").status())
                    .as("of an address that ends as theirs")
                    .isEqualTo(200);
            assertThat(customer.browser().get("/v1/org").status()).isEqualTo(401);
            var before = world.log().lines().size();
            for (var day : List.of("2026-06-02", "2026-06-03", "2026-07-01")) {
                world.to(day + "T02:30:00Z");
            }
            assertThat(world.log().lines().subList(before, world.log().lines().size()))
                    .as("the jobs find nothing wrong")
                    .noneMatch(line -> line.contains("alarm") || line.contains("fault") || line.contains("failed"));
            var again = world.local().signIn().signIn(customer.email());
            assertThat(again.firstKey()).as("a stranger").isPresent();
            assertThat(world.nobody().withSession(again.cookie()).get("/v1/org").text())
                    .doesNotContain(customer.orgId());
        }
    }

    /** As the page's filter does: a whole value, the end of a key, or a text in an event's data. */
    private static boolean names(Map<String, AttributeValue> item, String value) {
        return item.values().stream().anyMatch(each -> names(each, value));
    }

    private static boolean names(AttributeValue attribute, String value) {
        var text = attribute.s();
        if (text != null) {
            return text.equals(value) || text.endsWith("#" + value) || text.contains("\"" + value + "\"");
        }
        return attribute.m().values().stream().anyMatch(each -> names(each, value))
                || attribute.l().stream().anyMatch(each -> names(each, value))
                || attribute.ss().contains(value);
    }

    private static Map<String, AttributeValue> item(World world, String pk, String sk) {
        return world.local()
                .table()
                .client()
                .getItem(get -> get.tableName(LocalWorld.TABLE)
                        .key(Map.of("PK", AttributeValue.fromS(pk), "SK", AttributeValue.fromS(sk))))
                .item();
    }
}

package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.access.SecretName;
import omni.access.SecretStore.Reading;
import omni.billing.CollectionMethod;
import omni.billing.InvoicePeriod;
import omni.billing.PaymentOutcome;
import omni.billing.UsageBilling.NewMetering;
import omni.dynamodb.DynamoLedger;
import omni.fakes.Altered;
import omni.lambda.Configuration;
import omni.lambda.StripeRoot;
import omni.local.machine.LocalJson;
import omni.local.world.LocalWorld;
import omni.log.Alarms;
import omni.meter.VoidMark;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Each alarm of the list rings when what it is for goes wrong on a whole product, and not before. */
class AlarmsRingTest {

    private static final String FAULTS = "/_local/stripe/faults";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Alarms.class)
    void anAlarmRingsWhenItHasToAndNotBefore(Alarms alarm) throws Exception {
        var standard = World.Plan.standard().withStillClock().withoutRateLimits();
        boolean taxed = alarm == Alarms.TAX_LOCATION_MISSING || alarm == Alarms.TAX_REFUSED;
        var plan = taxed ? standard.withCatalog(TaxedWorld.catalog(folder, "exclusive")) : standard;
        boolean deaf = alarm == Alarms.WEBHOOK_NOT_CONFIGURED;
        try (var world = World.start(deaf ? plan.with("OMNI_STRIPE_WEBHOOK_SECRETS", "") : plan)) {
            var customer = world.signUp();
            if (!deaf) {
                world.payWithCard(customer);
            }
            customer.call(Calls.RESOLVE);
            world.to("2026-05-14T10:30:00Z");
            assertThat(rung(world)).isEmpty();

            goWrong(alarm, world, customer);

            assertThat(rung(world))
                    .as(String.join("\n", world.log().lines()))
                    .filteredOn(line -> line.path(Alarms.FIELD).asText().equals(alarm.wire()))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(fields(alarm))
                            .allSatisfy(field ->
                                    assertThat(line.has(field)).as(field).isTrue()));
        }
    }

    /** What is wrong, and the time that it takes to be seen. */
    private static void goWrong(Alarms alarm, World world, Customer customer) throws Exception {
        switch (alarm) {
            case LEDGER_GAP -> sequenceRisesBy(2, world, customer);
            case CREDIT_TOO_OLD -> callIsVoidedInAnotherMonth(world, customer);
            case USAGE_DRIFT -> {
                counterHasWhatNoRowHas(world, customer);
                world.to("2026-06-01T01:30:00Z");
                world.to("2026-06-01T02:30:00Z");
            }
            case LEDGER_DRIFT -> {
                counterHasWhatNoRowHas(world, customer);
                world.to("2026-05-15T01:50:00Z");
                world.to("2026-05-15T03:50:00Z");
            }
            case USAGE_PUSH_FAILED -> {
                refuse(world, "POST", "/v1/billing/meter_events");
                world.useUpGrant(customer);
                customer.call(Calls.RESOLVE);
                world.to("2026-05-14T11:30:00Z");
            }
            case STRIPE_METER_ERROR -> stripeKnowsNoMeter(world);
            case METERED_TWICE -> anotherSubscriptionIsBegun(world, customer);
            case STRIPE_EVENT_MISSED -> {
                world.nobody().post(FAULTS, "{\"deliveries\":[{\"fault\":\"drop\",\"next\":1000}]}");
                world.local().stripe().attachCard(world.stripeId(customer));
                world.to("2026-05-15T12:30:00Z");
            }
            case ROUND_UNFINISHED -> {
                refuse(world, "GET", "/v1/events");
                world.to("2026-05-15T12:30:00Z");
            }
            case WEBHOOK_REFUSED ->
                assertThat(Deliveries.signed("{}", "whsec_other", world.now())
                                .bring(world)
                                .status())
                        .isEqualTo(400);
            case WEBHOOK_NOT_CONFIGURED ->
                assertThat(Deliveries.signed("{}", "whsec_any", world.now())
                                .bring(world)
                                .status())
                        .isEqualTo(503);
            case METERING_REFUSED -> {
                var plan =
                        "{\"requests\":[{\"fault\":\"forbidden\",\"next\":1000,\"method\":\"POST\",\"path\":\"/v1/subscriptions\"}]}";
                assertThat(world.nobody().post(FAULTS, plan).status()).isEqualTo(200);
                var other = world.signUp();
                CheckoutPages.pay(world, other.browser().post("/v1/billing/payg/activate", "{}"));
                world.awaitStripe();
            }
            case CUSTOMER_UNREADABLE -> {
                var plan =
                        "{\"requests\":[{\"fault\":\"forbidden\",\"next\":1000,\"method\":\"GET\",\"path\":\"/v1/charges\"}]}";
                assertThat(world.nobody().post(FAULTS, plan).status()).isEqualTo(200);
                world.to("2026-05-15T12:30:00Z");
            }
            case TAX_LOCATION_MISSING -> TaxedWorld.losePlace(world, customer);
            case TAX_REFUSED -> aSubscriptionCannotBeTaxed(world, customer);
            case INVOICE_NOT_FINAL -> anInvoiceStaysADraft(world, customer);
            case SUBSCRIPTION_STATUS_UNKNOWN -> stripeHasANewWord(world, customer);
            case SECRETS_NOT_REFRESHED -> secretsCannotBeRead(world);
        }
    }

    /** What whoever looks needs to find what is wrong; two alarms are metrics too. */
    private static List<String> fields(Alarms alarm) {
        return switch (alarm) {
            case LEDGER_GAP -> List.of("orgId", "live", "before", "sequence");
            case CREDIT_TOO_OLD -> List.of("orgId", "usageId", "sequence");
            case USAGE_DRIFT -> List.of("orgId", "period", "counter", "ledger", "total", "meter", "since", "Drifts");
            case LEDGER_DRIFT -> List.of("orgId", "period", "kind", "which", "expected", "found", "since");
            case USAGE_PUSH_FAILED -> List.of("orgId", "detail", "since");
            case STRIPE_METER_ERROR -> List.of("meterId", "type", "eventId");
            case METERED_TWICE -> List.of("orgId", "kept", "ended");
            case STRIPE_EVENT_MISSED -> List.of("ids", "types");
            case ROUND_UNFINISHED -> List.of("job", "stage", "since", "detail");
            case WEBHOOK_REFUSED -> List.of("fault", "requestId");
            case WEBHOOK_NOT_CONFIGURED -> List.of("requestId");
            case METERING_REFUSED, CUSTOMER_UNREADABLE -> List.of("orgId", "customerId", "detail");
            case TAX_LOCATION_MISSING -> List.of("orgId", "customerId");
            case TAX_REFUSED -> List.of("orgId", "subscriptionId", "detail");
            case INVOICE_NOT_FINAL -> List.of("orgId", "customerId", "invoiceId");
            case SUBSCRIPTION_STATUS_UNKNOWN -> List.of("orgId", "subscriptionId", "status");
            case SECRETS_NOT_REFRESHED -> List.of("causes", "ageSeconds", "SecretRefreshFailures");
        };
    }

    private static void sequenceRisesBy(int commits, World world, Customer customer) throws InterruptedException {
        world.local()
                .table()
                .client()
                .updateItem(update -> update.tableName(LocalWorld.TABLE)
                        .key(Map.of(
                                "PK",
                                AttributeValue.fromS("ORG#" + customer.orgId()),
                                "SK",
                                AttributeValue.fromS("ACCOUNT")))
                        .updateExpression("ADD sq :commits")
                        .expressionAttributeValues(
                                Map.of(":commits", AttributeValue.fromN(Integer.toString(commits)))));
        world.drain();
    }

    private static void callIsVoidedInAnotherMonth(World world, Customer customer) throws InterruptedException {
        world.useUpGrant(customer);
        customer.call(Calls.RESOLVE);
        var call = Objects.requireNonNull(world.account(customer).last());
        for (var month : List.of("2026-06-20T12:00:00Z", "2026-07-20T12:00:00Z")) {
            world.to(month);
            customer.call(Calls.RESOLVE);
        }
        var ledger = new DynamoLedger(
                world.local().table(),
                world.local().foundation().catalog().meterClasses().stream()
                        .map(each -> each.number())
                        .toList());
        assertThat(ledger.putVoid(new VoidMark(call.usageId(), customer.orgId(), true, 503, 12, world.now())))
                .isTrue();
        world.drain();
    }

    private static void counterHasWhatNoRowHas(World world, Customer customer) throws InterruptedException {
        world.drain();
        var may = InvoicePeriod.at(world.now());
        world.accounts().put(Altered.ledger(world.account(customer), may, 120_000, 0));
    }

    private static void stripeKnowsNoMeter(World world) {
        var body = """
            {"id":"evt_test_1","object":"v2.core.event","type":"v1.billing.meter.no_meter_found","livemode":false,\
            "created":"2026-05-14T10:30:00.000Z","context":null,"reason":null}""";
        var secret = world.local()
                .foundation()
                .configuration()
                .stripe()
                .webhookSecrets()
                .now()
                .getFirst();
        assertThat(Deliveries.signed(body, secret, world.now()).bring(world).status())
                .isEqualTo(200);
    }

    private static void aSubscriptionCannotBeTaxed(World world, Customer customer) throws Exception {
        world.nobody().post(FAULTS, "{\"deliveries\":[{\"fault\":\"drop\",\"next\":1000}]}");
        var live = world.stripe()
                .get("/v1/subscriptions?customer=" + world.stripeId(customer))
                .json()
                .at("/data/0/id")
                .asText();
        world.operator("/v1/subscriptions/" + live, "automatic_tax[enabled]=false");
        var plan =
                "{\"requests\":[{\"fault\":\"forbidden\",\"next\":1000,\"method\":\"POST\",\"path\":\"/v1/subscriptions/%s\"}]}"
                        .formatted(live);
        assertThat(world.nobody().post(FAULTS, plan).status()).isEqualTo(200);
        world.operator("/v1/customers/" + world.stripeId(customer), "description=Moved");
    }

    private static void anInvoiceStaysADraft(World world, Customer customer) {
        var body = """
            {"id":"evt_test_1","object":"event","type":"invoice.finalization_failed","livemode":false,"created":1778752800,\
            "data":{"object":{"id":"in_test_1","object":"invoice","customer":"%s"}}}""".formatted(world.stripeId(customer));
        var secret = world.local()
                .foundation()
                .configuration()
                .stripe()
                .webhookSecrets()
                .now()
                .getFirst();
        assertThat(Deliveries.signed(body, secret, world.now()).bring(world).status())
                .isEqualTo(200);
    }

    private static void anotherSubscriptionIsBegun(World world, Customer customer) throws InterruptedException {
        var begun = StripeRoot.of(world.local().foundation(), world.local().table())
                .usageBilling()
                .subscribe(
                        new NewMetering(
                                customer.orgId(),
                                world.stripeId(customer),
                                Instant.parse("2026-06-01T00:00:00Z"),
                                CollectionMethod.CARD),
                        "omni:" + customer.orgId() + ":metering:99");
        assertThat(begun).isInstanceOf(PaymentOutcome.Done.class);
        world.awaitStripe();
    }

    private static void stripeHasANewWord(World world, Customer customer) throws InterruptedException {
        CheckoutPages.pay(world, customer.browser().post("/v1/billing/checkout", "{\"planKey\":\"personal\"}"));
        var subscribed = customer.billing().field("subscription.id");
        world.local().stripe().subscriptionSays(subscribed, "on_the_moon");
        world.awaitStripe();
    }

    private static void secretsCannotBeRead(World world) {
        var variables = new HashMap<>(world.local().environment());
        var pepper = String.valueOf(variables.remove("OMNI_PEPPERS"));
        variables.put("OMNI_PEPPERS_FROM", "pepper");
        var readings = new ArrayDeque<Reading>(List.of(new Reading.Found(pepper)));
        var source = new Configuration.Source(
                _ -> readings.isEmpty() ? new Reading.Unreadable("the store is down") : readings.remove(),
                world.local().clock(),
                world.log(),
                false);
        var configuration = Configuration.of(variables, EnumSet.of(SecretName.PEPPERS), source);
        world.advance(Duration.ofMinutes(5));
        assertThat(configuration.peppers().now()).containsExactly(pepper);
    }

    private static void refuse(World world, String method, String path) {
        var plan = "{\"requests\":[{\"fault\":\"server_error\",\"next\":1000,\"method\":\"%s\",\"path\":\"%s\"}]}"
                .formatted(method, path);
        assertThat(world.nobody().post(FAULTS, plan).status()).isEqualTo(200);
    }

    /** What the metric filter of the stack counts, by the alarm that a line names. */
    private static List<ObjectNode> rung(World world) {
        return world.log().lines().stream()
                .map(line -> LocalJson.parseObject(line.getBytes(StandardCharsets.UTF_8))
                        .orElseGet(LocalJson::object))
                .filter(line -> line.path("event").asText().equals(Alarms.EVENT))
                .toList();
    }
}

package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import omni.access.SecretName;
import omni.dynamodb.DynamoStripeEvents;
import omni.endpoint.Endpoints;
import omni.fakes.Unused;
import omni.job.Jobs;
import omni.json.Json;
import omni.lambda.Configuration;
import omni.lambda.Foundation;
import omni.lambda.StripeEndpoints;
import omni.lambda.StripeJobs;
import omni.lambda.StripeRoot;
import omni.local.machine.LocalTimeouts;
import omni.local.story.Deliveries.Delivery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stripe's webhooks as hints: brought twice, late, forged, in any order. Its own deliveries are held back here. */
class WebhookTest {

    @AutoClose
    private static final World WORLD =
            World.start(World.Plan.standard().withStillClock().withoutRateLimits());

    @AutoClose
    private static final Deliveries DELIVERIES = new Deliveries(WORLD);

    /** A person whose Stripe customer exists. */
    private record Payer(Customer customer, String stripeId) {

        boolean cardOnFile() {
            return customer.billing().at("cardOnFile").asBoolean();
        }

        String state() {
            return customer.billing().field("billingState");
        }
    }

    private static Payer payer() throws Exception {
        var customer = WORLD.signUp();
        customer.browser().post("/v1/billing/payg/activate", "{}").is(200);
        DELIVERIES.taken();
        return new Payer(customer, WORLD.stripeId(customer));
    }

    private static String secret() {
        return WORLD.local().environment().getOrDefault("OMNI_STRIPE_WEBHOOK_SECRETS", "");
    }

    /** The deliveries of an attached card; none has reached the product. */
    private static List<Delivery> attached(Payer payer) throws InterruptedException {
        WORLD.local().stripe().attachCard(payer.stripeId());
        var taken = DELIVERIES.taken();
        assertThat(taken).isNotEmpty();
        assertThat(payer.cardOnFile()).isFalse();
        return taken;
    }

    @Test
    void theNewStateIsVisibleWhenTheWebhookIsAnswered() throws Exception {
        var payer = payer();
        var delivery = attached(payer).getFirst();

        var answer = delivery.bring(WORLD);

        answer.is(200);
        answer.holds("""
                {object: 'billing_webhook_result', eventId: '%s', status: 'processed', duplicate: false}""", delivery.eventId());
        assertThat(answer.has("Omni-Plan-Key")).isFalse();
        assertThat(payer.state()).isEqualTo("payg_active");
    }

    @Test
    void aDuplicateChangesNothing() throws Exception {
        var payer = payer();
        var delivery = attached(payer).getFirst();
        delivery.bring(WORLD);
        var before = WORLD.account(payer.customer());

        var again = delivery.bring(WORLD);

        again.is(200);
        again.holds("{status: 'duplicate', duplicate: true}");
        assertThat(WORLD.account(payer.customer())).isEqualTo(before);
    }

    @Test
    void aDeliveryReplayedLaterIsRefused() throws Exception {
        var payer = payer();
        var delivery = attached(payer).getFirst();
        WORLD.advance(Duration.ofSeconds(301));

        assertRefused(payer, delivery.bring(WORLD));
    }

    @ParameterizedTest
    @CsvSource({
        "the signature is of another secret, wrong-secret",
        "a space was added to the body, reencoded",
        "the body says another customer, tampered",
        "the signature is of another time, moved",
        "there is no timestamp, timeless",
        "the header is empty, empty",
        "the scheme is v0, v0"
    })
    void aForgedDeliveryIsRefusedAndChangesNothing(String why, String forgery) throws Exception {
        var payer = payer();
        var real = attached(payer).getFirst();
        var now = WORLD.now();
        var forged = switch (forgery) {
            case "wrong-secret" -> Deliveries.signed(real.body(), "whsec_of_somebody_else", now);
            case "reencoded" -> new Delivery(real.body() + " ", real.signature());
            case "tampered" -> new Delivery(real.body().replace(payer.stripeId(), "cus_other"), real.signature());
            case "moved" ->
                new Delivery(
                        real.body(),
                        real.signature()
                                .replaceFirst(
                                        "t=\\d+", "t=" + now.plusSeconds(1).getEpochSecond()));
            case "timeless" -> new Delivery(real.body(), real.signature().replaceFirst("t=\\d+,", ""));
            case "v0" -> new Delivery(real.body(), real.signature().replace("v1=", "v0="));
            default -> new Delivery(real.body(), "");
        };

        assertRefused(payer, forged.bring(WORLD));
    }

    private static void assertRefused(Payer payer, Answer answer) {
        answer.is(400, "invalid_webhook_signature");
        assertThat(payer.cardOnFile()).isFalse();
        assertThat(WORLD.account(payer.customer()).factsVersion()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "payment_method.attached, cus_nobody, false",
        "payment_method.attached, own, true",
        "charge.refunded, own, false",
        "some.type.of.tomorrow, own, false"
    })
    void whatDoesNotConcernThisDeploymentIsIgnored(String type, String customer, boolean livemode) throws Exception {
        var payer = payer();
        attached(payer);
        var about = customer.equals("own") ? payer.stripeId() : customer;
        var body = Deliveries.event("evt_ignored" + System.nanoTime(), type, about, livemode);

        var answer = Deliveries.signed(body, secret(), WORLD.now()).bring(WORLD);

        answer.is(200);
        assertThat(answer.field("status")).isEqualTo("ignored");
        assertThat(payer.cardOnFile()).isFalse();
    }

    @Test
    void aCardAttachedAfterExhaustionServesTheNextCall() throws Exception {
        var payer = payer();
        WORLD.useUpGrant(payer.customer());
        assertThat(payer.customer().call(Calls.RESOLVE).code()).isEqualTo("billing_required");

        attached(payer).getFirst().bring(WORLD);

        assertThat(payer.state()).isEqualTo("payg_active");
        assertThat(payer.customer().call(Calls.RESOLVE).status()).isEqualTo(200);
    }

    @Test
    void theLastCardRemovedLeadsBack() throws Exception {
        var early = payer();
        var late = payer();
        WORLD.useUpGrant(late.customer());
        for (var payer : List.of(early, late)) {
            var card = WORLD.local().stripe().attachCard(payer.stripeId());
            DELIVERIES.taken().getFirst().bring(WORLD);
            assertThat(payer.state()).isEqualTo("payg_active");
            WORLD.local().stripe().detachCard(card);
            DELIVERIES.taken().getFirst().bring(WORLD);
        }

        assertThat(early.state()).isEqualTo("sandbox_grant");
        assertThat(late.state()).isEqualTo("payg_pending_card");
        var refused = late.customer().call(Calls.RESOLVE);
        assertThat(refused.field("details.reason")).isEqualTo("card_required");
    }

    @Test
    void aDeletedCustomerHasNoCardAndTheNextActivationMakesANewOne() throws Exception {
        var payer = payer();
        attached(payer).getFirst().bring(WORLD);
        WORLD.local().stripe().deleteCustomer(payer.stripeId());

        DELIVERIES
                .taken()
                .forEach(delivery -> assertThat(delivery.bring(WORLD).status()).isEqualTo(200));

        var billing = payer.customer().billing().json();
        Answer.holds(billing, "{cardOnFile: false, customer: null, settlement: {provider: 'none'}}");
        payer.customer().browser().post("/v1/billing/payg/activate", "{}").is(200);
        assertThat(WORLD.stripeId(payer.customer())).isNotEqualTo(payer.stripeId());
    }

    @Test
    void anEventThatWasRecordedButNotProcessedIsNoDuplicate() throws Exception {
        var payer = payer();
        var delivery = attached(payer).getFirst();
        // What a process leaves that dies between the two.
        new DynamoStripeEvents(WORLD.local().table())
                .receive(delivery.eventId(), "payment_method.attached", WORLD.now());

        var answer = delivery.bring(WORLD);

        assertThat(answer.field("status")).isEqualTo("processed");
        assertThat(payer.state()).isEqualTo("payg_active");
    }

    @Test
    void whileStripeCannotBeReadNothingIsMarkedAsDoneAndTheNextDeliveryHeals() throws Exception {
        var payer = payer();
        var delivery = attached(payer).getFirst();

        var cutOff = withoutStripe(delivery);

        assertThat(cutOff.path("statusCode").asInt()).as(cutOff.toString()).isEqualTo(500);
        assertThat(new String(Base64.getDecoder().decode(cutOff.path("body").asText()), StandardCharsets.UTF_8))
                .contains("\"code\":\"webhook_processing_failed\"");
        assertThat(payer.cardOnFile()).isFalse();
        assertThat(delivery.bring(WORLD).field("status")).isEqualTo("processed");
        assertThat(payer.state()).isEqualTo("payg_active");
    }

    @Test
    void whatNoWebhookToldIsHealedByOneSweep() throws Exception {
        var attached = payer();
        attached(attached);
        var detached = payer();
        var card = WORLD.local().stripe().attachCard(detached.stripeId());
        for (var delivery : DELIVERIES.taken()) {
            delivery.bring(WORLD);
        }
        assertThat(detached.state()).isEqualTo("payg_active");
        WORLD.local().stripe().detachCard(card);
        var deleted = payer();
        WORLD.local().stripe().deleteCustomer(deleted.stripeId());
        assertThat(DELIVERIES.taken()).as("held back").isNotEmpty();

        var swept = sweep();

        assertThat(swept.path("failed").asInt(-1)).as(swept.toString()).isZero();
        assertThat(swept.path("complete").asBoolean()).isTrue();
        assertThat(attached.state()).isEqualTo("payg_active");
        assertThat(detached.cardOnFile()).isFalse();
        assertThat(WORLD.accounts().billing(deleted.customer().orgId()).customer())
                .isNull();
    }

    private static JsonNode sweep() throws Exception {
        var out = new ByteArrayOutputStream();
        var timeEnough = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (_, _, _) -> 300_000);
        new StripeJobs(StripeRoot.of(WORLD.local().foundation(), WORLD.local().table()))
                .function(Jobs.SWEEP_STRIPE)
                .handleRequest(new ByteArrayInputStream(new byte[0]), out, timeEnough);
        return new ObjectMapper().readTree(out.toByteArray());
    }

    /** What the function answers to a delivery when nobody is at Stripe's address. */
    private static JsonNode withoutStripe(Deliveries.Delivery delivery) throws Exception {
        var environment = new HashMap<>(WORLD.local().environment());
        try (var closed = new ServerSocket(0)) {
            environment.put("OMNI_STRIPE_API_BASE", "http://127.0.0.1:" + closed.getLocalPort());
        }
        var foundation = Foundation.of(
                Configuration.of(environment, EnumSet.allOf(SecretName.class)),
                WORLD.local().clock(),
                WORLD.local().foundation().ids(),
                WORLD.log(),
                LocalTimeouts.OF_FUNCTIONS);
        var event = Map.<String, @Nullable Object>of(
                "httpMethod",
                "POST",
                "path",
                "/v1/billing/webhooks/stripe",
                "headers",
                Map.of("Stripe-Signature", delivery.signature()),
                "body",
                delivery.body());
        var out = new ByteArrayOutputStream();
        new StripeEndpoints(StripeRoot.of(foundation, WORLD.local().table()))
                .function(Endpoints.RECEIVE_STRIPE_EVENT)
                .handleRequest(
                        new ByteArrayInputStream(Json.text(event).getBytes(StandardCharsets.UTF_8)),
                        out,
                        Unused.port(Context.class));
        return new ObjectMapper().readTree(out.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderEndsAtWhatAFreshReadGives(long seed) throws Exception {
        var payer = payer();
        var random = new Random(seed);
        var cards = new ArrayList<String>();
        var known = new ArrayList<Delivery>();
        for (var step = 0; step < 12; step++) {
            if (cards.isEmpty() || random.nextBoolean()) {
                cards.add(WORLD.local().stripe().attachCard(payer.stripeId()));
            } else {
                WORLD.local().stripe().detachCard(cards.remove(random.nextInt(cards.size())));
            }
            known.addAll(DELIVERIES.taken());
            if (random.nextInt(3) == 0) {
                assertThat(known.get(random.nextInt(known.size())).bring(WORLD).status())
                        .isEqualTo(200);
            }
        }
        var last = known.getLast();
        var shuffled = new ArrayList<>(known);
        java.util.Collections.shuffle(shuffled, random);
        shuffled.remove(last);
        shuffled.add(random.nextInt(shuffled.size() + 1), last);

        Race.run(shuffled.size(), number -> shuffled.get(number).bring(WORLD))
                .forEach(answer -> assertThat(answer.status())
                        .as("seed " + seed + ": " + answer)
                        .isEqualTo(200));

        assertThat(payer.cardOnFile()).as("seed " + seed).isEqualTo(!cards.isEmpty());
    }

    @Test
    void twoSecretsAreGoodWhileTheyRotateAndNoneRefusesAll() {
        var plan = World.Plan.standard().withStillClock();
        var body = Deliveries.event("evt_rotation", "payment_method.attached", "cus_nobody", false);
        try (var rotating = World.start(plan.with("OMNI_STRIPE_WEBHOOK_SECRETS", "whsec_new,whsec_old"))) {
            for (var good : List.of("whsec_new", "whsec_old")) {
                assertThat(Deliveries.signed(body, good, rotating.now())
                                .bring(rotating)
                                .status())
                        .as(good)
                        .isEqualTo(200);
            }
            assertThat(Deliveries.signed(body, "whsec_older", rotating.now())
                            .bring(rotating)
                            .code())
                    .isEqualTo("invalid_webhook_signature");
        }
        try (var bare = World.start(plan.with("OMNI_STRIPE_WEBHOOK_SECRETS", ""))) {
            var answer =
                    Deliveries.signed(body, "whsec_new", bare.now()).bring(bare).is(503, "webhook_not_configured");
            assertThat(answer.has("Retry-After")).isTrue();
        }
    }
}

package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import omni.billing.BillingRecord;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.fakes.StripeLife;
import omni.fakes.StripeRig;
import omni.fuzz.Mutated;
import omni.fuzz.Seed;
import omni.fuzz.Turns;
import omni.json.Json;
import omni.log.Alarms;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signed event of any shape is taken: what is absent, new, of another type or too long is no fault of ours (contract 12). */
class WhatStripeMaySayTest {

    private static final int CASES = 1_500;

    private final StripeRig stripe = new StripeRig();
    private final ReceiveStripeEvent endpoint = new ReceiveStripeEvent(stripe.root());
    private String customer = "";

    @BeforeEach
    void aCustomer() {
        stripe.payments.sync();
        var wanted = new Payments.NewCustomer(Rig.ORG, Optional.empty(), Optional.empty());
        customer = stripe.payments.createCustomer(wanted, "customer") instanceof Done<String>(var id) ? id : "";
        stripe.accounts.saveBilling(BillingRecord.empty(Rig.ORG)
                .withCustomer(new BillingRecord.Customer(customer, null, null, Rig.NOW, Rig.NOW)));
        stripe.payments.attachCard(customer);
    }

    private Ask.Answer told(String body) {
        return Ask.of("POST", "/v1/billing/webhooks/stripe")
                .header("Stripe-Signature", StripeLife.signature(body, StripeRig.WEBHOOK_SECRET, Rig.NOW))
                .body(body)
                .of(endpoint);
    }

    private static String event(String id, String customer, String object) {
        return "{\"id\":\"" + id
                + "\",\"type\":\"customer.subscription.updated\",\"livemode\":false,\"created\":1778846420,"
                + "\"data\":{\"object\":{\"id\":\"" + object + "\",\"object\":\"subscription\",\"customer\":\""
                + customer
                + "\"}}}";
    }

    @ParameterizedTest(name = "event {0}, customer {1}, object {2}: {3}")
    @CsvSource({
        "3000, 0,    10,   ignored",
        "256,  0,    10,   ignored",
        "255,  0,    10,   processed",
        "10,   3000, 10,   ignored",
        "10,   256,  10,   ignored",
        "10,   0,    3000, ignored",
        "10,   0,    255,  processed"
    })
    void anEventOrAThingWithALongerIdThanStripeHasIsIgnoredAndNotKept(
            int event, int otherCustomer, int object, String status) {
        var id = "e".repeat(event);
        var body = event(id, otherCustomer == 0 ? customer : "c".repeat(otherCustomer), "s".repeat(object));
        var answer = told(body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).containsEntry("status", status).containsEntry("eventId", id);
        assertThat(told(body).json()).containsEntry("status", status.equals("processed") ? "duplicate" : "ignored");
    }

    @Test
    void aStatusThatNobodyKnowsDoesNotCountAndIsAlarmedOnce() {
        stripe.payments.says(customer, "sub_new", "on_the_moon");
        for (var event = 0; event < 3; event++) {
            assertThat(told(event("evt_" + event, customer, "sub_new")).json()).containsEntry("status", "processed");
        }
        assertThat(stripe.rig.log.lines())
                .filteredOn(line -> Alarms.SUBSCRIPTION_STATUS_UNKNOWN.wire().equals(line.get(Alarms.FIELD)))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("subscriptionId", "sub_new")
                        .containsEntry("status", "on_the_moon"));
        assertThat(stripe.accounts.account(Rig.ORG, true).standing().subscription())
                .isNull();

        stripe.payments.says(customer, "sub_new", "back_again");
        told(event("evt_9", customer, "sub_new"));
        assertThat(stripe.rig.log.lines())
                .filteredOn(line -> Alarms.SUBSCRIPTION_STATUS_UNKNOWN.wire().equals(line.get(Alarms.FIELD)))
                .hasSize(2);
    }

    /** The real events of each type, changed in one to three places and signed anew. */
    @Test
    void noSignedEventOfAnyShapeIsAFault() throws IOException {
        var seed = Seed.of("WhatStripeMaySayTest");
        var random = new Random(seed);
        var events = Arrays.stream(Path.of("../events/stripe").toFile().listFiles())
                .sorted()
                .toList();
        var turns = Turns.of(CASES, 10);
        for (var turn = 0; turns.goOn(turn); turn++) {
            var file = events.get(random.nextInt(events.size()));
            var text = Files.readString(file.toPath());
            var named = random.nextInt(3) == 0 ? text : text.replaceAll("cus_[A-Za-z0-9]+", customer);
            var body = Mutated.json(random, tree(named), 1 + random.nextInt(3));
            var answer = told(body);
            assertThat(answer.status())
                    .as("seed %s, turn %s, %s: %s", seed, turn, file.getName(), body)
                    .isIn(200, 400);
            assertThat(answer.json()).containsKey("requestId");
        }
        assertThat(stripe.rig.log.faults()).isEmpty();
    }

    /** A file of events holds a proxy event whose body is the event, or the event itself. */
    private static Object tree(String json) {
        try {
            var read = Json.readObject(json.getBytes(StandardCharsets.UTF_8));
            return read.get("body") instanceof String body
                    ? Json.readObject(body.getBytes(StandardCharsets.UTF_8))
                    : read;
        } catch (Json.MalformedJson e) {
            throw new AssertionError(json, e);
        }
    }
}

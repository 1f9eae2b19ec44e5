package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import omni.billing.InMemoryPayments.Line;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.billing.UsageInvoice;
import omni.event.AuditEvent;
import omni.fakes.Ask;
import omni.fakes.MeteredCustomer;
import omni.fakes.Rig;
import omni.fakes.StripeLife;
import omni.fakes.StripeRig;
import omni.fakes.Stumbling;
import omni.invoicing.PushMarks;
import omni.lambda.StripeEndpoints;
import omni.lambda.StripeRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook leaves besides the facts: a metering subscription, a held draft, a mark, an event, an alarm. */
class StripeEventEffectsTest {

    private final MeteredCustomer world = new MeteredCustomer();
    private final StripeRig stripe = world.stripe;

    private static String body(String id, String type, String object, String customer) {
        return "{\"id\":\"" + id + "\",\"object\":\"event\",\"created\":1778846420,\"livemode\":false,\"type\":\""
                + type
                + "\",\"data\":{\"object\":{\"id\":\"" + object + "\",\"object\":\"thing\",\"customer\":\"" + customer
                + "\"}}}";
    }

    private Ask.Answer tell(String body, StripeRoot root) {
        return Ask.of("POST", "/v1/billing/webhooks/stripe")
                .header("x-request-id", "req_hook")
                .header("Stripe-Signature", StripeLife.signature(body, StripeRig.WEBHOOK_SECRET, world.now()))
                .body(body)
                .of(new StripeEndpoints(root).function(Endpoints.RECEIVE_STRIPE_EVENT));
    }

    private String tell(String id, String type, String object) {
        return status(tell(body(id, type, object, world.customer().orElse("cus_none")), stripe.root()));
    }

    private static String status(Ask.Answer answer) {
        return String.valueOf(answer.json().get(answer.status() == 200 ? "status" : "code"));
    }

    private List<AuditEvent> told() {
        return stripe.events.auditEvents().all();
    }

    private String draft() {
        world.payer();
        world.ensure();
        world.monthTurns();
        world.ensure();
        return world.usage.allInvoices().getLast().id();
    }

    private boolean isHeld(String id) {
        return world.usage.invoice(id) instanceof PaymentOutcome.Done<Optional<UsageInvoice>>(var found)
                && found.orElseThrow().onHold();
    }

    @Test
    void aCardBringsItsMeteringSubscriptionBeforeTheAnswer() {
        world.customer(Optional.of("ann@example.com"));
        stripe.payments.attachCard(world.customer().orElseThrow());

        assertThat(tell("evt_1", "payment_method.attached", "pm_1")).isEqualTo("processed");

        assertThat(world.live()).hasSize(1);
    }

    @Test
    void withoutTheMeteringSubscriptionTheEventIsNotDoneAndIsSentAgain() {
        world.payer();
        stripe.payments.fault(2, Line.DOWN);

        assertThat(tell("evt_1", "customer.updated", "cus")).isEqualTo("webhook_processing_failed");
        assertThat(told()).isEmpty();

        assertThat(tell("evt_1", "customer.updated", "cus")).isEqualTo("processed");
        assertThat(world.live()).hasSize(1);
        assertThat(told()).hasSize(1);
    }

    /** A customer who is bound to another currency: Stripe says 400 however often it is asked. */
    @Test
    void whatStripeRefusesForGoodIsRecordedAndAlarmedAndKeepsNoEventFromBeingDone() {
        var customer = world.customer(Optional.of("ann@example.com"));
        stripe.payments.attachCard(customer);
        world.usage.refuse(customer);

        assertThat(tell("evt_1", "payment_method.attached", "pm_1")).isEqualTo("processed");
        assertThat(tell("evt_1", "payment_method.attached", "pm_1")).isEqualTo("duplicate");

        assertThat(stripe.accounts.account(Rig.ORG, true).standing().cardOnFile())
                .isTrue();
        assertThat(told()).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo("failed");
            assertThat(event.data()).containsEntry("status", "metering_refused");
        });
        assertThat(alarms()).singleElement().satisfies(line -> {
            assertThat(line)
                    .containsEntry("alarm", "metering_refused")
                    .containsEntry("orgId", Rig.ORG)
                    .containsEntry("customerId", customer);
            assertThat(String.valueOf(line.get("detail"))).contains("No such subscription can be");
        });

        world.usage.accept(customer);
        assertThat(tell("evt_2", "customer.updated", "cus")).isEqualTo("processed");
        assertThat(world.live()).hasSize(1);
    }

    /** Facts and metering subscription come of one reading, whether there was something to begin or not. */
    @Test
    void theCustomerIsReadOnceForAnEvent() {
        world.payer();
        var reads = new AtomicInteger();
        var root = stripe.root(stripe.accounts, countingReads(reads));
        var customer = world.customer().orElseThrow();

        assertThat(status(tell(body("evt_1", "customer.updated", "cus", customer), root)))
                .isEqualTo("processed");
        assertThat(world.live()).hasSize(1);
        assertThat(reads).hasValue(1);

        assertThat(status(tell(body("evt_2", "customer.updated", "cus", customer), root)))
                .isEqualTo("processed");
        assertThat(reads).hasValue(2);
    }

    private Payments countingReads(AtomicInteger reads) {
        return (Payments) Proxy.newProxyInstance(
                Payments.class.getClassLoader(), new Class<?>[] {Payments.class}, (_, method, arguments) -> {
                    if (method.getName().equals("readCustomer")) {
                        reads.incrementAndGet();
                    }
                    return method.invoke(stripe.payments, arguments);
                });
    }

    @Test
    void aSlowStripeIsNotAskedForMoreThanTimeIsLeftFor() {
        world.payer();
        var tooLong = stripe.rig.foundation.timeouts().stripeEvent().plusSeconds(1);
        var slow = new Stumbling(1, Stumbling.then(() -> stripe.rig.clock.advance(tooLong)));
        var root = stripe.root(stripe.accounts, slow.port(Payments.class, stripe.payments));

        var answer =
                tell(body("evt_1", "customer.updated", "cus", world.customer().orElseThrow()), root);

        assertThat(status(answer)).isEqualTo("webhook_processing_failed");
        assertThat(world.all()).isEmpty();
        assertThat(tell("evt_1", "customer.updated", "cus")).isEqualTo("processed");
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void theDraftOfAUsageInvoiceIsHeldAndItsOrganizationMarked() {
        var draft = draft();
        assertThat(isHeld(draft)).isFalse();

        assertThat(tell("evt_1", "invoice.created", draft)).isEqualTo("processed");

        assertThat(isHeld(draft)).isTrue();
        assertThat(stripe.rig.marks.waiting()).extracting(PushMarks.Mark::orgId).containsExactly(Rig.ORG);
    }

    @ParameterizedTest
    @EnumSource(
            value = Line.class,
            names = {"ANSWERS_LOST", "DOWN", "BREAKS", "BREAKS_LATE"})
    void aDraftThatCouldNotBeHeldIsHeldWhenTheEventComesAgain(Line line) {
        var draft = draft();
        stripe.payments.fault(2, line);

        assertThat(tell("evt_1", "invoice.created", draft)).isEqualTo("webhook_processing_failed");
        assertThat(stripe.rig.marks.waiting()).isEmpty();

        assertThat(tell("evt_1", "invoice.created", draft)).isEqualTo("processed");
        assertThat(isHeld(draft)).isTrue();
        assertThat(stripe.rig.marks.waiting()).hasSize(1);
        assertThat(stripe.payments.keysUsedAfterServerError()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invoice.created",
                "invoice.finalized",
                "invoice.paid",
                "invoice.payment_failed",
                "invoice.overdue",
                "invoice.voided",
                "invoice.marked_uncollectible"
            })
    void everyEventOfAUsageInvoiceMarksAndNoneOfAPlansDoes(String type) {
        var usage = draft();

        assertThat(tell("evt_1", type, "in_of_a_plan")).isEqualTo("processed");
        assertThat(stripe.rig.marks.waiting()).isEmpty();

        assertThat(tell("evt_2", type, usage)).isEqualTo("processed");
        assertThat(stripe.rig.marks.waiting()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoice.created", "invoice.finalized"})
    void aDraftChangesNoFact(String type) {
        var draft = draft();
        stripe.payments.detachCards(world.customer().orElseThrow());
        var before = stripe.accounts.account(Rig.ORG, true);

        tell("evt_1", type, draft);

        assertThat(stripe.accounts.account(Rig.ORG, true)).isEqualTo(before);
    }

    @Test
    void eachEventIsToldOfOnce() {
        world.payer();

        tell("evt_1", "customer.updated", "cus_1");
        world.monthTurns();
        assertThat(tell("evt_1", "customer.updated", "cus_1")).isEqualTo("duplicate");
        tell("evt_2", "customer.updated", "cus_1");

        assertThat(told()).hasSize(2).extracting(AuditEvent::id).doesNotHaveDuplicates();
        var first = told().getFirst();
        assertThat(first.type()).isEqualTo("billing.stripe_event.processed");
        assertThat(first.kind() + " " + first.source() + " " + first.outcome()).isEqualTo("billing stripe succeeded");
        assertThat(first.orgId() + " " + first.requestId()).isEqualTo(Rig.ORG + " req_hook");
        assertThat(first.data())
                .isEqualTo(Map.of(
                        "id", "evt_1",
                        "type", "customer.updated",
                        "status", "processed",
                        "objectId", "cus_1",
                        "createdAt", Instant.ofEpochSecond(1_778_846_420)));
    }

    @Test
    void anEventOfNobodyIsToldToNobody() {
        world.payer();

        assertThat(status(tell(body("evt_1", "customer.updated", "x", "cus_other"), stripe.root())))
                .isEqualTo("ignored");

        assertThat(told()).isEmpty();
    }

    @Test
    void aSubscriptionOfAnUnknownProductIsAFailedEventAndNoFact() {
        var customer = world.payer();
        var stranger = stripe.payments.subscribeToOther(customer);

        assertThat(tell("evt_1", "customer.subscription.created", stranger)).isEqualTo("processed");
        tell("evt_2", "customer.updated", customer);

        assertThat(told()).extracting(AuditEvent::outcome).containsExactly("failed", "succeeded");
        assertThat(told().getFirst().data()).containsEntry("status", "unknown_product");
        assertThat(stripe.accounts.account(Rig.ORG, true).standing().subscription())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"v1.billing.meter.error_report_triggered\",\"related_object\":{\"id\":\"mtr_1\"}",
                "\"v1.billing.meter.no_meter_found\""
            })
    void whatTheMeterCouldNotCountRingsAnAlarmOnce(String type) {
        var body = "{\"id\":\"evt_1\",\"object\":\"v2.core.event\",\"livemode\":false,\"type\":" + type + "}";

        assertThat(status(tell(body, stripe.root()))).isEqualTo("processed");
        assertThat(status(tell(body, stripe.root()))).isEqualTo("duplicate");

        assertThat(alarms())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("event", "alarm")
                        .containsEntry("alarm", "stripe_meter_error")
                        .containsEntry("eventId", "evt_1")
                        .containsEntry("meterId", type.contains("mtr_1") ? "mtr_1" : null));
        assertThat(told()).isEmpty();
    }

    @Test
    void theMetersOfAnotherModeAreNotOurs() {
        var body = "{\"id\":\"evt_1\",\"livemode\":true,\"type\":\"v1.billing.meter.no_meter_found\"}";

        assertThat(status(tell(body, stripe.root()))).isEqualTo("ignored");
        assertThat(alarms()).isEmpty();
    }

    @Test
    void twoMeteringSubscriptionsRingAnAlarm() {
        world.payer();
        world.ensure();
        world.beginByHand();

        tell("evt_1", "customer.updated", "cus");

        assertThat(world.live()).hasSize(1);
        assertThat(alarms())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).containsEntry("alarm", "metered_twice").containsEntry("orgId", Rig.ORG));
    }

    private List<Map<String, @Nullable Object>> alarms() {
        return stripe.rig.log.lines().stream()
                .filter(line -> "alarm".equals(line.get("event")))
                .toList();
    }
}

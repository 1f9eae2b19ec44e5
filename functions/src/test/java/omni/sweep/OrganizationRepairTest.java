package omni.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import omni.billing.HeldSubscription;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments;
import omni.billing.Payments.SubscriptionCheckout;
import omni.billing.SubscriptionStatus;
import omni.fakes.Around;
import omni.invoicing.PaymentFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A customer's life of which webhooks tell, but for one that is lost: after the next sweep the facts are those that a fresh
 * reading gives, and no webhook told the same.
 */
class OrganizationRepairTest {

    private static final String ORG = "org_0123456789Ab";

    /** Something that happens at the provider, by the type of the event that tells of it. */
    private record Step(String event, Consumer<Life> happens) {}

    private static final List<Step> LIFE = List.of(
            new Step("checkout.session.completed", Life::pays),
            new Step("setup_intent.succeeded", life -> life.world.payments.attachCard(life.customer)),
            new Step("customer.subscription.created", _ -> {}),
            new Step("invoice.payment_failed", life -> life.owes(Duration.ofDays(-1))),
            new Step("customer.subscription.updated", life -> life.becomes(SubscriptionStatus.PAST_DUE)),
            new Step("invoice.overdue", life -> life.owes(Duration.ofDays(-2))),
            new Step("invoice.marked_uncollectible", _ -> {}),
            new Step("invoice.paid", Life::settles),
            new Step("invoice.voided", Life::settles),
            new Step("customer.subscription.paused", life -> life.becomes(SubscriptionStatus.PAUSED)),
            new Step("customer.subscription.resumed", life -> life.becomes(SubscriptionStatus.ACTIVE)),
            new Step("payment_method.attached", Life::attaches),
            new Step("payment_method.detached", Life::detaches),
            new Step("charge.dispute.closed", Life::loses),
            new Step("customer.subscription.deleted", life -> life.becomes(SubscriptionStatus.CANCELED)),
            new Step("customer.updated", life -> life.world.payments.detachCards(life.customer)),
            new Step("customer.deleted", life -> life.world.payments.deleteCustomer(life.customer)));

    /** One customer and what was told of them. */
    private static final class Life {

        final SweepWorld world = new SweepWorld();
        final String customer = world.customer(ORG);
        final List<String> invoices = new ArrayList<>();
        final List<String> cards = new ArrayList<>();

        void pays() {
            var checkout =
                    new SubscriptionCheckout(ORG, customer, "price_personal_month", "https://a.test", "https://b.test");
            if (world.payments.openSubscription(checkout, "page") instanceof Done(var page)) {
                world.payments.complete(page.id());
            }
        }

        void becomes(SubscriptionStatus status) {
            if (world.payments.readCustomer(customer) instanceof Done(omni.billing.CustomerReading.Present present)) {
                world.payments.become(
                        present.subscription().map(HeldSubscription::id).orElseThrow(), status);
            }
        }

        void owes(Duration due) {
            invoices.add(world.payments.invoice(customer, due));
        }

        void settles() {
            world.payments.settle(invoices.removeFirst());
        }

        void attaches() {
            cards.add(world.payments.attachCard(customer));
        }

        void detaches() {
            world.payments.detachCard(cards.removeFirst());
        }

        void loses() {
            world.payments.closeDispute(world.payments.dispute(customer), true);
        }

        /** A step happens; without its webhook only the provider knows. */
        void happens(Step step, boolean heard) {
            step.happens().accept(this);
            world.provider.happen(world.clock.instant(), step.event(), Optional.of(customer), Optional.empty());
            if (heard) {
                refresh();
            }
            world.clock.advance(Duration.ofHours(2));
        }

        void refresh() {
            new PaymentFacts(world.store, world.payments).refresh(ORG, customer, world.clock.instant());
        }
    }

    static List<String> events() {
        return LIFE.stream().map(Step::event).toList();
    }

    /** The life ends with the step whose webhook is lost, so that no later one makes up for it. */
    @ParameterizedTest
    @MethodSource("events")
    void theLastWebhookIsLostAndASweepHeals(String lost) {
        var life = new Life();
        for (var step : LIFE) {
            life.happens(step, !step.event().equals(lost));
            if (step.event().equals(lost)) {
                break;
            }
        }
        assertRepaired(life);
    }

    /** The life goes on; the rest of it is heard. */
    @ParameterizedTest
    @MethodSource("events")
    void aWebhookInTheMiddleIsLostAndASweepHeals(String lost) {
        var life = new Life();
        LIFE.forEach(step -> life.happens(step, !step.event().equals(lost)));
        assertRepaired(life);
    }

    @Test
    void everyWebhookIsLostAndASweepHeals() {
        for (var length = 1; length <= LIFE.size(); length++) {
            var life = new Life();
            LIFE.subList(0, length).forEach(step -> life.happens(step, false));
            assertRepaired(life);
        }
    }

    private static void assertRepaired(Life life) {
        life.world.run();
        var standing = life.world.standing(ORG);
        var shown = life.world.store.billing(ORG).subscription();
        life.refresh();
        assertThat(life.world.standing(ORG)).isEqualTo(standing);
        assertThat(life.world.store.billing(ORG).subscription() == null).isEqualTo(shown == null);
        assertThat(life.world.told).allMatch(line -> line.startsWith("missed "));
    }

    @Test
    void theCustomerIsReadOnceThoughBothFactsAndMeteringDependOnIt() {
        var world = new SweepWorld();
        world.payments.attachCard(world.customer(ORG));
        world.run();
        world.clock.advance(Duration.ofDays(1));
        var readings = new AtomicInteger();
        var counted = Around.port(Payments.class, world.payments, call -> {
            if (call.is("readCustomer")) {
                readings.incrementAndGet();
            }
            return call.make();
        });

        assertThat(world.sweep(counted).run(SweepWorld.ENOUGH).organizations()).isEqualTo(1);

        assertThat(readings).hasValue(1);
    }

    @Test
    void whatASweepHealsWasWrongBefore() {
        for (var lost : List.of(
                "checkout.session.completed",
                "invoice.payment_failed",
                "payment_method.attached",
                "charge.dispute.closed",
                "customer.subscription.deleted",
                "customer.deleted")) {
            var life = new Life();
            for (var step : LIFE) {
                life.happens(step, !step.event().equals(lost));
                if (step.event().equals(lost)) {
                    break;
                }
            }
            var before = life.world.store.billing(ORG);
            var standing = life.world.standing(ORG);
            life.world.run();
            assertThat(standing.equals(life.world.standing(ORG)) && before.equals(life.world.store.billing(ORG)))
                    .as(lost)
                    .isFalse();
        }
    }
}

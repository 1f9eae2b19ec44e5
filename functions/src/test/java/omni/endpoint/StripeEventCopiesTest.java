package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import omni.billing.Payments;
import omni.call.EndpointFunction;
import omni.event.AuditEvent;
import omni.fakes.Around;
import omni.fakes.Ask;
import omni.fakes.MeteredCustomer;
import omni.fakes.Rig;
import omni.fakes.StripeLife;
import omni.fakes.StripeRig;
import omni.invoicing.PaymentFacts;
import omni.lambda.StripeEndpoints;
import org.junit.jupiter.api.Test;

/** Many copies of one event at the same time never fail each other (contract 12). */
class StripeEventCopiesTest {

    private static final int COPIES = 24;

    private final MeteredCustomer world = new MeteredCustomer();
    private final StripeRig stripe = world.stripe;

    /** All copies read in the same rounds, each of which takes a second, so that of each round one write succeeds. */
    @Test
    void allCopiesAreAnsweredWellThoughEachLosesRacesToTheOthers() throws Exception {
        var customer = world.customer(Optional.of("ann@example.com"));
        stripe.payments.attachCard(customer);
        var rounds = new Phaser(COPIES) {
            @Override
            protected boolean onAdvance(int phase, int registered) {
                stripe.rig.clock.advance(Duration.ofSeconds(1));
                return registered == 0;
            }
        };
        var payments =
                Around.before("readCustomer", Payments.class, stripe.payments, () -> rounds.arriveAndAwaitAdvance());
        var function =
                new StripeEndpoints(stripe.root(stripe.accounts, payments)).function(Endpoints.RECEIVE_STRIPE_EVENT);
        var answers = new ArrayList<Future<Ask.Answer>>();
        try (var threads = Executors.newFixedThreadPool(COPIES)) {
            for (var copy = 0; copy < COPIES; copy++) {
                answers.add(threads.submit(() -> {
                    try {
                        return tell(customer, function);
                    } finally {
                        rounds.arriveAndDeregister();
                    }
                }));
            }
        }

        for (var answer : answers) {
            assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(200);
        }
        assertThat(world.live()).hasSize(1);
        assertThat(stripe.accounts.account(Rig.ORG, true).standing().cardOnFile())
                .isTrue();
        assertThat(stripe.events.auditEvents().all())
                .extracting(AuditEvent::outcome)
                .containsExactly("succeeded");
    }

    private Ask.Answer tell(String customer, EndpointFunction function) {
        var body = "{\"id\":\"evt_1\",\"object\":\"event\",\"created\":1778846420,\"livemode\":false,"
                + "\"type\":\"payment_method.attached\",\"data\":{\"object\":{\"id\":\"pm_1\",\"object\":\"thing\",\"customer\":\""
                + customer + "\"}}}";
        return Ask.of("POST", "/v1/billing/webhooks/stripe")
                .header("Stripe-Signature", StripeLife.signature(body, StripeRig.WEBHOOK_SECRET, Rig.NOW))
                .body(body)
                .of(function);
    }

    /** One reading by others may have begun before ours, so it is no reason to leave off. */
    @Test
    void oneReadingByOthersIsNotEnoughAndTwoAre() {
        for (var others : List.of(1, 2, 3)) {
            var customer = world.payer();
            var readings = new AtomicInteger();
            var facts = new PaymentFacts(stripe.accounts, stripe.payments);
            var payments = Around.port(Payments.class, stripe.payments, call -> {
                var answer = call.make();
                if (call.is("readCustomer") && readings.getAndIncrement() == 0) {
                    for (var other = 0; other < others; other++) {
                        facts.refresh(Rig.ORG, customer, world.now());
                    }
                }
                return answer;
            });

            assertThat(new PaymentFacts(stripe.accounts, payments).refresh(Rig.ORG, customer, world.now()))
                    .isInstanceOf(PaymentFacts.Refreshed.Written.class);

            assertThat(readings).as(others + " others").hasValue(others == 1 ? 2 : 1);
        }
    }
}

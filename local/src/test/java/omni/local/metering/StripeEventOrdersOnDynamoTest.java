package omni.local.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import omni.billing.BillingRecord;
import omni.billing.InMemoryPayments;
import omni.call.EndpointFunction;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoStripeEvents;
import omni.endpoint.Endpoints;
import omni.fakes.AnAccount;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.fakes.StripeLife;
import omni.fakes.StripeLife.Ending;
import omni.fakes.StripeRig;
import omni.invoicing.PaymentFacts;
import omni.lambda.StripeEndpoints;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders of seven events on the real table: each brought one to five times, of one second, by two workers at once. */
class StripeEventOrdersOnDynamoTest {

    private static final int ORDERS_OF_AN_ENDING = 40;

    private static final DynamoStore STORE = new DynamoStore();

    private final StripeRig stripe = new StripeRig();

    @ParameterizedTest
    @CsvSource({
        "NOTHING, 1000",
        "CARDS_TAKEN_AWAY, 2000",
        "ANOTHER_INVOICE_UNPAID, 3000",
        "ANOTHER_PLAN, 4000",
        "CUSTOMER_DELETED, 5000"
    })
    void sampledOrdersEndAtWhatAFreshReadingSays(Ending ending, long firstSeed) throws Exception {
        for (var number = 0; number < ORDERS_OF_AN_ENDING; number++) {
            bring(firstSeed + number, ending);
        }
    }

    private void bring(long seed, Ending ending) throws Exception {
        var orgId = "org_%012d".formatted(seed);
        var accounts = new DynamoAccounts(STORE.table(), STORE.classes());
        var payments = new InMemoryPayments(stripe.rig.clock);
        var life = new StripeLife(payments, orgId);
        STORE.put(AnAccount.at(Rig.NOW).of(orgId).build());
        accounts.saveBilling(BillingRecord.empty(orgId)
                .withCustomer(new BillingRecord.Customer(life.customerId(), null, null, Rig.NOW, Rig.NOW)));
        var endpoint = new StripeEndpoints(stripe.root(accounts, payments, new DynamoStripeEvents(STORE.table())))
                .function(Endpoints.RECEIVE_STRIPE_EVENT);
        var order = deliveries(new Random(seed));
        var deliveries = new ConcurrentLinkedQueue<>(order);
        int last = lastHeardOf(order);

        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = IntStream.range(0, 2)
                    .mapToObj(_ -> workers.submit(
                            () -> work(deliveries, step -> live(life, step, last, ending), life, endpoint)))
                    .toList();
            for (var worker : both) {
                worker.get();
            }
        }

        var told = Objects.requireNonNull(accounts.load(orgId));
        assertThat(stripe.rig.foundation.terms().position(told, Rig.NOW).state().wire())
                .as("seed " + seed)
                .isEqualTo(ending.state());
        new PaymentFacts(accounts, payments).refresh(orgId, life.customerId(), Rig.NOW);
        assertThat(Objects.requireNonNull(accounts.load(orgId)).standing())
                .as("seed " + seed)
                .isEqualTo(told.standing());
    }

    /** Each of the seven one to five times, in any order. */
    private static List<Integer> deliveries(Random random) {
        var all = new ArrayList<Integer>();
        for (var step = 1; step <= StripeLife.EVENTS.size(); step++) {
            all.addAll(Collections.nCopies(1 + random.nextInt(5), step));
        }
        Collections.shuffle(all, random);
        return all;
    }

    /** The event that is heard of last: what happens before it comes is told by it. */
    private static int lastHeardOf(List<Integer> order) {
        return new ArrayList<>(new LinkedHashSet<>(order)).getLast();
    }

    private static void live(StripeLife life, int step, int last, Ending ending) {
        life.reach(step);
        if (step == last) {
            life.end(ending);
        }
    }

    private static void work(
            ConcurrentLinkedQueue<Integer> deliveries, IntConsumer before, StripeLife life, EndpointFunction endpoint) {
        for (var step = deliveries.poll(); step != null; step = deliveries.poll()) {
            before.accept(step);
            var body = life.event(step);
            var answer = Ask.of("POST", "/v1/billing/webhooks/stripe")
                    .header("Stripe-Signature", StripeLife.signature(body, StripeRig.WEBHOOK_SECRET, Rig.NOW))
                    .body(body)
                    .of(endpoint);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
    }
}

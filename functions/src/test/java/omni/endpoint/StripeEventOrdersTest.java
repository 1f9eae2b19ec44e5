package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import omni.billing.BillingRecord;
import omni.billing.InMemoryPayments;
import omni.fakes.AnAccount;
import omni.fakes.Ask;
import omni.fakes.InMemoryStripeEvents;
import omni.fakes.Rig;
import omni.fakes.StripeLife;
import omni.fakes.StripeLife.Ending;
import omni.fakes.StripeRig;
import omni.invoicing.PaymentFacts;
import omni.lambda.StripeEndpoints;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All orders of seven events, while the provider's side changes between the deliveries: one final state. */
class StripeEventOrdersTest {

    private final StripeRig stripe = new StripeRig();

    @ParameterizedTest
    @EnumSource
    void everyOrderOfSevenEventsEndsAtWhatAFreshReadingSays(Ending ending) {
        var orders = ordersOf(List.of(1, 2, 3, 4, 5, 6, 7));

        assertThat(orders).hasSize(5_040);
        for (var number = 0; number < orders.size(); number++) {
            bring("org_%012d".formatted(number), orders.get(number), ending);
        }
    }

    private void bring(String orgId, List<Integer> order, Ending ending) {
        var payments = new InMemoryPayments(stripe.rig.clock);
        var endpoint = new StripeEndpoints(stripe.root(stripe.accounts, payments, new InMemoryStripeEvents()))
                .function(Endpoints.RECEIVE_STRIPE_EVENT);
        var life = new StripeLife(payments, orgId);
        stripe.accounts.put(AnAccount.at(Rig.NOW).of(orgId).build());
        stripe.accounts.saveBilling(BillingRecord.empty(orgId)
                .withCustomer(new BillingRecord.Customer(life.customerId(), null, null, Rig.NOW, Rig.NOW)));
        for (var index = 0; index < order.size(); index++) {
            int step = order.get(index);
            life.reach(step);
            if (index == order.size() - 1) {
                life.end(ending);
            }
            var body = life.event(step);
            var answer = Ask.of("POST", "/v1/billing/webhooks/stripe")
                    .header("Stripe-Signature", StripeLife.signature(body, StripeRig.WEBHOOK_SECRET, Rig.NOW))
                    .body(body)
                    .of(endpoint);
            assertThat(answer.json()).as(order + " " + answer.body()).containsEntry("status", "processed");
        }
        assertThat(state(orgId)).as(order.toString()).isEqualTo(ending.state());
        var told = stripe.accounts.account(orgId, true).standing();
        new PaymentFacts(stripe.accounts, payments).refresh(orgId, life.customerId(), Rig.NOW);
        assertThat(stripe.accounts.account(orgId, true).standing())
                .as(order.toString())
                .isEqualTo(told);
    }

    private String state(String orgId) {
        var account = stripe.accounts.account(orgId, true);
        return stripe.rig.foundation.terms().position(account, Rig.NOW).state().wire();
    }

    private static <T> List<List<T>> ordersOf(List<T> things) {
        if (things.isEmpty()) {
            return List.of(Collections.emptyList());
        }
        var orders = new ArrayList<List<T>>();
        for (var index = 0; index < things.size(); index++) {
            var rest = new ArrayList<>(things);
            var first = rest.remove(index);
            for (var order : ordersOf(rest)) {
                var whole = new ArrayList<T>();
                whole.add(first);
                whole.addAll(order);
                orders.add(whole);
            }
        }
        return orders;
    }
}

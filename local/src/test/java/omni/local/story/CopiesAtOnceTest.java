package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import omni.local.story.Deliveries.Delivery;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stripesimulator.fault.FaultPlan;
import stripesimulator.fault.RequestFault;

/** Copies of one event at once, of which Stripe tells all but one that another request with their key is still at work. */
class CopiesAtOnceTest {

    private static final int COPIES = 4;

    @AutoClose
    private static final World WORLD =
            World.start(World.Plan.standard().withStillClock().withoutRateLimits());

    @AutoClose
    private static final Deliveries DELIVERIES = new Deliveries(WORLD);

    @ParameterizedTest(name = "{0} requests are told so")
    @ValueSource(ints = {1, COPIES - 1, COPIES})
    void areAllAnsweredAndBeginOneSubscription(int inUse) throws Exception {
        var customer = WORLD.signUp();
        customer.browser().post("/v1/billing/payg/activate", "{}").is(200);
        DELIVERIES.taken();
        var stripeId = WORLD.stripeId(customer);
        WORLD.local().stripe().attachCard(stripeId);
        var delivery = DELIVERIES.taken().getFirst();
        WORLD.local()
                .stripe()
                .faults(FaultPlan.ofRequests(
                        RequestFault.next(inUse, RequestFault.Effect.KEY_IN_USE).on("POST", "/v1/subscriptions")));

        var answers = bring(delivery);

        for (var answer : answers) {
            answer.is(200);
        }
        assertThat(customer.state()).isEqualTo("payg_active");
        assertThat(WORLD.stripe()
                        .get("/v1/subscriptions?status=all&customer=" + stripeId)
                        .data())
                .hasSize(1);
        assertThat(WORLD.log().lines()).noneMatch(line -> line.contains("\"event\":\"alarm\""));
    }

    private static List<Answer> bring(Delivery delivery) throws Exception {
        var asked = new ArrayList<Future<Answer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var copy = 0; copy < COPIES; copy++) {
                asked.add(threads.submit(() -> delivery.bring(WORLD)));
            }
        }
        var answers = new ArrayList<Answer>();
        for (var each : asked) {
            answers.add(each.get());
        }
        return answers;
    }
}

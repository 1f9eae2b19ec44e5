package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs whose clock leaps, over the control that programs have, one leap right after the other: what Stripe tells because of one leap is
 * brought before the next, or the sweep would find what no webhook had the time to bring.
 */
@Tag("test-all")
class ClockJumpsTest {

    private static final List<String> LEAPS = List.of(
            "P31D", "PT2H", "PT2H", "P3D", "P28D", "PT90M", "PT70M", "P1D", "P62D", "PT3H", "P2D", "P365D", "PT2H",
            "P1D");

    @Test
    void noLeapIsTakenForALostWebhook() throws Exception {
        try (var world = World.start(World.Plan.standard().withStillClock().withoutRateLimits())) {
            var customers = new ArrayList<Customer>();
            for (var i = 0; i < 6; i++) {
                customers.add(subscriber(world));
            }
            for (var leap : LEAPS) {
                for (var customer : customers) {
                    customer.call(Calls.RESOLVE);
                }
                world.nobody()
                        .post("/_local/clock", "{\"advance\":\"" + leap + "\"}")
                        .is(200);
            }
            world.awaitStripe();

            assertThat(world.log().lines()).noneMatch(line -> line.contains("\"alarm\""));
            assertThat(customers)
                    .allSatisfy(customer -> assertThat(customer.state()).isEqualTo("personal_active"));
        }
    }

    private static Customer subscriber(World world) throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        var page = customer.browser()
                .post("/v1/billing/checkout", "{\"planKey\":\"personal\",\"interval\":\"month\"}")
                .is(200);
        CheckoutPages.submit(URI.create(page.field("url")), form -> form.with("name", "Ada Lovelace"))
                .is(303);
        world.awaitStripe();
        return customer;
    }
}

package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import omni.local.command.Commands;
import org.junit.jupiter.api.Test;

/** A paid call of which Stripe, which is down over the month's end and long after, is never told. */
class UntoldMonthTest {

    private static final String FAULTS = "/_local/stripe/faults";

    private static void to(World world, String time) throws InterruptedException {
        world.drain();
        world.advance(Duration.between(world.now(), Instant.parse("2026-" + time + "Z")));
        world.drain();
    }

    private static void stripeIsDown(World world) {
        var fault = "{\"fault\":\"server_error\",\"next\":1000}";
        var plan = "{\"requests\":[%s]}".formatted(String.join(",", Collections.nCopies(20, fault)));
        assertThat(world.nobody().post(FAULTS, plan).status()).isEqualTo(200);
    }

    private static Commands.Outcome reconcile(World world) {
        return Commands.reconcile(Map.of(), "--local", world.local().url().toString());
    }

    private static boolean rings(World world) {
        return world.log().lines().stream()
                .anyMatch(line -> line.contains("\"ledger_drift\"") && line.contains("\"kind\":\"untold\""));
    }

    @Test
    void isNeverCalledAgreed() throws Exception {
        try (var world = World.start(World.Plan.standard().withStillClock().withoutRateLimits())) {
            var customer = world.signUp();
            world.payWithCard(customer);
            world.useUpGrant(customer);
            to(world, "05-31T22:05:00");
            stripeIsDown(world);
            customer.call(Calls.RESOLVE);

            for (var time = Instant.parse("2026-05-31T22:45:00Z");
                    time.isBefore(Instant.parse("2026-06-01T05:00:00Z"));
                    time = time.plus(Duration.ofHours(1))) {
                to(world, time.toString().substring(5, 19));
                assertThat(reconcile(world).out()).as("%s", time).doesNotContain("agree");
            }
            to(world, "06-13T00:45:00");
            to(world, "06-13T01:45:00");
            assertThat(rings(world)).isTrue();
            to(world, "07-13T00:45:00");

            var told = reconcile(world);
            assertThat(told.exitCode()).as(told.toString()).isEqualTo(1);
            assertThat(told.out())
                    .contains(customer.orgId() + " 2026-05 untold: to be told and told: $")
                    .endsWith("1 drifts\n");
        }
    }
}

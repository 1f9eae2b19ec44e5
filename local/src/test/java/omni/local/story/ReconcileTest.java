package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import omni.billing.InvoicePeriod;
import omni.dynamodb.DynamoRollUps;
import omni.ledger.RollUp;
import omni.local.command.Commands;
import org.junit.jupiter.api.Test;

/** {@code ./omni reconcile} and {@code ./omni explain} against a running product. */
class ReconcileTest {

    private static final InvoicePeriod MAY = new InvoicePeriod(202605);

    @Test
    void aPaidMonthIsProvedAndEachOfItsCallsExplained() throws Exception {
        try (var world = World.start(World.Plan.standard().withStillClock().withoutRateLimits())) {
            var customer = world.signUp();
            world.payWithCard(customer);
            world.useUpGrant(customer);
            var requestId = customer.call(Calls.RESOLVE).header("Request-Id");
            world.to("2026-05-14T10:30:00Z");
            var url = world.local().url().toString();

            var agreed = Commands.reconcile(Map.of(), "--local", url, "--rows");
            assertThat(agreed.err()).isEmpty();
            assertThat(agreed.out()).isEqualTo("1 organizations, 1 months: all agree\n");
            assertThat(agreed.exitCode()).isZero();

            var told = Commands.explain(Map.of(), requestId, "--local", url);
            assertThat(told.err()).isEmpty();
            assertThat(told.exitCode()).isZero();
            assertThat(told.out()).startsWith(requestId + ": one commit\n");
            assertThat(told.out())
                    .contains(" of " + customer.orgId(), "GET /v1/entities/resolve", "plan payg", "invoice   none yet");

            world.to("2026-06-01T00:05:00Z");
            world.to("2026-06-01T00:30:00Z");
            world.to("2026-06-01T01:50:00Z");
            assertThat(Commands.reconcile(Map.of(), "--local", url, "--rows"))
                    .isEqualTo(new Commands.Outcome(0, "1 organizations, 2 months: all agree\n", ""));
            assertThat(Commands.explain(Map.of(), requestId, "--local", url, "--org", customer.orgId())
                            .out())
                    .containsPattern("invoice   in_\\S+, final, bills \\$0\\.");
            assertThat(world.log().lines()).noneMatch(line -> line.contains("\"alarm\""));

            var rollUps = new DynamoRollUps(world.local().table());
            var right = rollUps.read(RollUp.Scope.period(customer.orgId(), true, MAY));
            var first = rollUps.rows(right.scope()).stream()
                    .filter(row -> row.call().requestId().equals(requestId))
                    .findFirst()
                    .orElseThrow();
            assertThat(rollUps.write(right.replace(first, first.creditedRow(null))))
                    .isTrue();

            var drift = Commands.reconcile(Map.of(), "--local", url, "--org", customer.orgId());
            assertThat(drift.out()).contains(customer.orgId() + " 2026-05 ledger: counter and roll-up: $");
            assertThat(drift.exitCode()).isEqualTo(1);
            assertThat(Commands.reconcile(Map.of(), "--local", url, "--json").out())
                    .contains("\"kind\":\"ledger\"");

            var unknown = Commands.explain(Map.of(), "req_unknown", "--local", url);
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.err()).startsWith("omni: no call is known by req_unknown");
        }
    }
}

package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import omni.dynamodb.DynamoLedger;
import omni.ledger.UsageRow;
import omni.local.command.Commands;
import omni.meter.VoidMark;
import org.junit.jupiter.api.Test;

/** {@code ./omni explain} tells of calls that were refused, from the log, and of everything that stands under one id. */
@SharedWorld(SharedWorld.Kind.ODD_PRICES)
class ExplainTest {

    private final World world;

    ExplainTest(World world) {
        this.world = world;
    }

    private Commands.Outcome explain(String id) {
        return Commands.explain(Map.of(), id, "--local", world.url().toString());
    }

    private static Answer call(Customer customer, String label, String path) {
        return customer.program().with("x-request-id", label).get(path);
    }

    @Test
    void aRefusedCallIsToldWithItsCheckAndTheFactsThatItStoodOn() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        world.payWithCard(customer);
        customer.browser().put("/v1/billing/budget", "{\"spendCapCents\":0}").is(200);
        call(customer, "explain-capped", Calls.RESOLVE).is(402);

        var told = explain("explain-capped");

        assertThat(told.err()).isEmpty();
        assertThat(told.exitCode()).isZero();
        assertThat(told.out())
                .startsWith("explain-capped: no commit, one request that was refused\n")
                .contains("  route     GET ResolveEntity, class entity_resolve\n")
                .contains("  answer    402 billing_budget_hard_cap_exceeded after ")
                .contains("  refused   by check 5, the hard cap; nothing was written or charged\n")
                .contains("  facts     reason budget_hard_cap_exceeded, accruedUsageCents 0, spendCapCents 0, ")
                .contains("  standing  plan payg, state payg_active, 0 of the grant left\n");
    }

    @Test
    void whoeverIsNotKnownIsToldByTheGatewaysDenial() {
        world.nobody().with("x-request-id", "explain-denied").get(Calls.RESOLVE).is(401);

        var told = explain("explain-denied");

        assertThat(told.exitCode()).isZero();
        assertThat(told.out())
                .contains("  refused   by check 1, authentication; nothing was written or charged\n")
                .contains("  facts     reason no_key\n");
    }

    @Test
    void eachCheckOfTheContractIsNamed() throws Exception {
        var customer = world.signUp();
        var reader = world.by(customer.newKey(true, "read:sec"));
        reader.with("x-request-id", "explain-scope")
                .get("/v1/dashboard/usage/requests")
                .is(403);
        assertThat(explain("explain-scope").out())
                .contains("by check 2, scope, mode and body;")
                .contains("requiredScopes billing:read");
        reader.with("x-request-id", "explain-route").get("/v1/nowhere").is(404);
        assertThat(explain("explain-route").out()).contains("by check 0, route and method;");
        reader.with("x-request-id", "explain-work")
                .get("/v1/entities/resolve?ticker=NOBODY")
                .is(404);
        world.drain();
        assertThat(explain("explain-work").out())
                .startsWith("explain-work: one commit\n")
                .contains("404");
    }

    /** One label on several calls, one of which was committed twice and another of which was not answered. */
    @Test
    void everythingUnderOneIdIsTold() throws Exception {
        var customer = world.signUp();
        call(customer, "explain-many", Calls.RESOLVE).is(200);
        call(customer, "explain-many", Calls.RESOLVE).is(200);
        call(customer, "explain-many", "/v1/entities/resolve?ticker=NOBODY").is(404);
        world.drain();
        var rows = world.local().foundation().catalog().routes();
        assertThat(rows).isNotEmpty();
        var ledger = new DynamoLedger(world.local().table(), List.of(1));
        var usageIds = world.rows(customer).stream().map(Row::usageId).toList();
        var first = ledger.read(usageIds.get(0)).rows().getFirst();
        ledger.putRow(new UsageRow(first.orgId(), true, 77, first.call(), UsageRow.State.DUPLICATE));
        ledger.putVoid(new VoidMark(
                usageIds.get(1), first.orgId(), true, 503, 9, first.call().at()));
        world.drain();

        var told = explain("explain-many");

        assertThat(told.err()).isEmpty();
        assertThat(told.out())
                .startsWith("explain-many: 4 commits of 3 calls\n")
                .contains("sequence  77\n")
                .contains(
                        "credit    another commit of this call counts: this one was given back, and is shown nowhere\n")
                .contains("void      the caller was answered 503 instead")
                .contains("credit    its charge was given back\n")
                .contains("answer    404 after");
        assertThat(explain(usageIds.get(0)).out()).startsWith(usageIds.get(0) + ": 2 commits of one call\n");
    }

    @Test
    void anIdThatNobodyKnowsIsAFinding() {
        var told = explain("explain-nobody");
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.out()).isEmpty();
        assertThat(told.err()).startsWith("omni: no call is known by explain-nobody");
    }
}

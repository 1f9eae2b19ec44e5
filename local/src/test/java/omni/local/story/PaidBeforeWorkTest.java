package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Statements are paid before the work in this catalog. */
@SharedWorld(SharedWorld.Kind.ODD_PRICES)
class PaidBeforeWorkTest {

    private static final String FAILING = "/v1/statements/income_statement?ticker=" + ScriptedFilings.DOWN;

    private final World world;

    PaidBeforeWorkTest(World world) {
        this.world = world;
    }

    @Test
    void aCallIsCommittedBeforeItsWorkBegins() throws Exception {
        var customer = world.signUp();
        var usedAtWork = new java.util.concurrent.atomic.AtomicLong(-1);
        world.filings()
                .during(
                        "LOOK1",
                        () -> usedAtWork.set(world.account(customer).grant().unitsUsed()));

        var answer = customer.call("/v1/statements/income_statement?ticker=LOOK1");

        answer.is(200);
        assertThat(usedAtWork).hasValue(1);
        assertThat(world.rows(customer))
                .singleElement()
                .returns(200, Row::status)
                .returns(1L, Row::units);
    }

    @Test
    void aFailedCallGivesItsGrantUnitBackThroughTheStream() throws Exception {
        var customer = world.signUp();

        var failed = customer.call(FAILING);

        failed.is(502, "statement_lookup_failed");
        assertThat(failed.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        // The answer's headers still show the position as charged.
        assertThat(failed.header("Omni-Free-Grant-Remaining")).isEqualTo("249");
        assertThat(world.rows(customer))
                .singleElement()
                .returns(502, Row::status)
                .returns(true, Row::credited);
        assertThat(world.account(customer).grant().unitsUsed()).isZero();
        assertThat(customer.billing().at("freeGrantRemaining").asInt()).isEqualTo(250);
        world.assertReconciled(customer);
    }

    @Test
    void aFailedCallGivesItsPriceBackThroughTheStream() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        world.payWithCard(customer);

        assertThat(customer.call(Calls.STATEMENT).status()).isEqualTo(200);
        assertThat(customer.call(FAILING).status()).isEqualTo(502);
        assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);

        assertThat(world.rows(customer)).extracting(Row::credited).containsExactly(false, true, false);
        var budget = customer.billing().json().path("budget");
        assertThat(budget.path("accruedUsageCents").asLong()).isEqualTo(4);
        assertThat(budget.path("lineItems"))
                .extracting(item -> item.path("meterFamily").asText() + " "
                        + item.path("units").asLong() + " "
                        + item.path("amountCents").asLong())
                .containsExactly("light_reads 1 1", "standard_reads 1 3");
        world.assertReconciled(customer);
    }

    @Test
    void theLastUnitOfTheGrantComesBackAndIsUsedAgain() throws Exception {
        var customer = world.signUp();
        for (var call = 0; call < 249; call++) {
            assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
        }
        assertThat(customer.call(FAILING).header("Omni-Billing-State")).isEqualTo("payg_pending_card");
        world.drain();

        var last = customer.call(Calls.STATEMENT);

        last.is(200);
        assertThat(last.header("Omni-Free-Grant-Remaining")).isEqualTo("0");
        assertThat(customer.call(Calls.STATEMENT).code()).isEqualTo("billing_required");
        world.assertReconciled(customer);
    }
}

package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Random;
import omni.local.command.Commands;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where Stripe's texts are silent, the product holds under each reading: what is used before the subscription's first turn of the
 * month, in its first month, is billed once, to the micro-dollar, with the first invoice or the second.
 */
class UsageBeforeAnchorTest {

    @ParameterizedTest(name = "{0}: {1} of the first month with its own invoice")
    @CsvSource(delimiter = '|', textBlock = """
        {"usage_before_anchor":"by_proration"}                        | 1
        {"usage_before_anchor":"billed","meter_lag_seconds":900}      | 1
        {"usage_before_anchor":"billed","drafts_await_webhook":true}  | 1
        {"usage_before_anchor":"free"}                                | 0
        {"usage_before_anchor":"uninvoiced"}                          | 0
        """)
    void isBilledOnce(String rules, int months) throws Exception {
        try (var world = World.start(World.Plan.standard().withStillClock().withoutRateLimits())) {
            world.stripe().post("/_sim/dashboard/account/default/rules", rules).is(200);
            var customer = world.signUp();
            world.payWithCard(customer);
            world.useUpGrant(customer);
            long may = use(world, customer, 3);
            world.to("2026-06-01T00:05:00Z");
            for (var time : new String[] {"06-01T00:30", "06-01T01:30", "06-01T02:30", "06-02T03:30", "06-05T04:30"}) {
                world.to("2026-" + time + ":00Z");
            }
            var life = new Life(world, customer, new Random(1));
            assertThat(billed(life)).isEqualTo(may * months);
            long june = use(world, customer, 2);
            world.to("2026-06-20T10:30:00Z");
            world.to("2026-07-01T00:05:00Z");
            for (var time : new String[] {"07-01T00:30", "07-01T01:30", "07-01T02:30", "07-02T03:30"}) {
                world.to("2026-" + time + ":00Z");
            }

            assertThat(billed(life)).isEqualTo(may + june);
            assertThat(life.invoices())
                    .allSatisfy(invoice ->
                            assertThat(invoice.path("status").asText()).isEqualTo("paid"));
            assertThat(customer.state()).isEqualTo("payg_active");
            assertThat(world.log().lines()).noneMatch(line -> line.contains("\"alarm\""));
            assertThat(Commands.reconcile(Map.of(), "--local", world.url().toString())
                            .out())
                    .contains("agree");
        }
    }

    /** What some calls came to. */
    private static long use(World world, Customer customer, int calls) {
        long before = world.account(customer).ledger().accrual().microDollars();
        for (var call = 0; call < calls; call++) {
            assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
        }
        return world.account(customer).ledger().accrual().microDollars() - before;
    }

    /** The micro-dollars of all usage lines, of which the price makes 0.0001 cents each. */
    private static long billed(Life life) {
        return life.invoices().stream()
                .flatMap(invoice -> invoice.at("/lines/data").valueStream())
                .map(line -> line.path("quantity"))
                .mapToLong(JsonNode::asLong)
                .sum();
    }
}

package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.dynamodb.DynamoMonthBooks;
import omni.dynamodb.DynamoRollUps;
import omni.ledger.RollUp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thirty-six months of one customer's life on the whole product, told by a table of what happens when: grant, pay as you go,
 * plans, failed cards and recoveries, a card that is taken away, and 29 February. Each month has calls in its last second and
 * its first. It takes more than a minute, so it is a part of {@code ./omni test-all}.
 */
@Tag("test-all")
class ThreeYearsTest {

    private static final YearMonth FIRST = YearMonth.of(2027, 1);
    private static final YearMonth LAST = FIRST.plusMonths(35);
    private static final String GOOD = "5555555555554444";
    private static final String NEVER_PAYS = "4000000000000341";

    private interface Act {
        void of(Life life) throws Exception;
    }

    /** What happens at nine o'clock of a day, and the state that it leads to. */
    private record Scene(Act act, String state) {}

    private static final Act NOTHING = _ -> {};

    private static Map.Entry<LocalDate, Scene> on(String day, Act act, String state) {
        return Map.entry(LocalDate.parse(day), new Scene(act, state));
    }

    private static final TreeMap<LocalDate, Scene> LIFE = new TreeMap<>(Map.ofEntries(
            on("2027-03-14", life -> life.subscribe("personal", "month"), "personal_active"),
            on("2027-05-20", life -> life.press("Change to Team, $239.00 per month"), "team_active"),
            // A failed renewal that its customer makes good during the grace: with a new card, which pays nothing by
            // itself.
            on("2027-07-02", life -> life.changeCard(NEVER_PAYS), "team_active"),
            on("2027-07-14", Life::passTheHourOfADraft, "payment_failed"),
            on("2027-07-17", NOTHING, "payment_failed"),
            on("2027-07-19", life -> life.changeCardAndPay(GOOD), "team_active"),
            // One that nobody looks after until Stripe gives up.
            on("2027-09-02", life -> life.changeCard(NEVER_PAYS), "team_active"),
            on("2027-09-14", Life::passTheHourOfADraft, "payment_failed"),
            on("2027-09-17", NOTHING, "payment_failed"),
            on("2027-09-22", NOTHING, "restricted_read_only"),
            on("2027-09-29", NOTHING, "restricted_read_only"),
            on("2027-10-05", life -> life.changeCardAndPay(GOOD), "team_active"),
            on("2027-11-20", life -> life.press("Change to Personal, $55.00 per month"), "personal_active"),
            on("2028-01-20", life -> life.press("Cancel on 2028-02-14"), "personal_active"),
            on("2028-02-14", NOTHING, "payg_active"),
            on("2028-02-29", life -> life.subscribe("personal", "year"), "personal_active"),
            on("2029-02-28", NOTHING, "personal_active"),
            // Without a card nothing can be charged: the invoices of usage stay open, and are paid by transfer.
            on("2029-05-11", Life::removeCards, "personal_active"),
            on("2029-06-10", Life::payOpenInvoices, "personal_active"),
            on("2029-06-15", life -> life.changeCard(GOOD), "personal_active"),
            on("2029-08-10", Life::endPlans, "payg_active"),
            on("2029-11-20", Life::removeCards, "payg_pending_card"),
            on("2029-12-10", Life::payOpenInvoices, "payg_pending_card")));

    @Test
    void everyMonthIsInvoicedToTheMicroDollarAndEveryPlanPeriodOnce() throws Exception {
        long seed = Long.getLong("omni.seed", System.nanoTime());
        System.out.println("three years with seed " + seed);
        var birth = LocalDate.parse("2027-01-10").atTime(9, 0).toInstant(ZoneOffset.UTC);
        var plan = new World.Plan(InstantSource.fixed(birth), false, Optional.empty(), Map.of());
        try (var world = World.start(plan)) {
            var customer = world.signUp();
            var life = new Life(world, customer, new Random(seed));
            life.isIn("sandbox_grant");
            assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
            world.useUpGrant(customer);
            life.isIn("payg_pending_card");
            world.payWithCard(customer);
            life.isIn("payg_active");
            for (var month = FIRST; !month.isAfter(LAST); month = month.plusMonths(1)) {
                live(life, month);
            }
            usageIsInvoiced(world, customer, life, seed);
            plansAreInvoiced(life);
            assertThat(world.log().lines()).noneMatch(line -> line.contains("\"alarm\""));
        }
    }

    private static void live(Life life, YearMonth month) throws Exception {
        life.calls();
        for (var scene :
                LIFE.subMap(month.atDay(1), true, month.atEndOfMonth(), true).entrySet()) {
            life.to(scene.getKey().atTime(9, 0).toInstant(ZoneOffset.UTC));
            life.calls();
            scene.getValue().act().of(life);
            life.isIn(scene.getValue().state());
            life.calls();
        }
        var end = InvoicePeriod.at(life.now()).end();
        life.to(end.minusSeconds(1));
        life.calls();
        life.to(end);
        life.calls();
        life.to(end.plus(Duration.ofMinutes(20)));
        life.to(end.plus(Duration.ofMinutes(80)));
        assertThat(life.subscriptions().stream()
                        .filter(subscription -> isMetering(subscription) && !isEnded(subscription)))
                .as("%s", life.now())
                .hasSizeLessThanOrEqualTo(1);
    }

    private static boolean isEnded(JsonNode subscription) {
        return subscription.path("status").asText().equals("canceled");
    }

    private static boolean isMetering(JsonNode subscription) {
        return subscription
                .at("/items/data/0/price/recurring/usage_type")
                .asText()
                .equals("metered");
    }

    /** One final invoice for each month, whose line is what the calls cost, the account's rows and the book say. */
    private static void usageIsInvoiced(World world, Customer customer, Life life, long seed) {
        var metering = life.subscriptions().stream()
                .filter(ThreeYearsTest::isMetering)
                .map(subscription -> subscription.path("id").asText())
                .toList();
        var lines = new TreeMap<InvoicePeriod, JsonNode>();
        for (var invoice : life.invoices()) {
            var line = invoice.at("/lines/data/0");
            var start = line.at("/period/start").asLong();
            boolean metered = metering.contains(
                    invoice.at("/parent/subscription_details/subscription").asText());
            if (metered && !invoice.path("billing_reason").asText().equals("subscription_create")) {
                assertThat(lines.put(InvoicePeriod.at(Instant.ofEpochSecond(start)), invoice))
                        .as("a second invoice of a month: %s", invoice)
                        .isNull();
            }
        }
        var spent = life.spent();
        assertThat(lines)
                .hasSize(36)
                .containsKeys(
                        spent.headMap(InvoicePeriod.at(world.now())).keySet().toArray(InvoicePeriod[]::new));
        lines.forEach((period, invoice) -> {
            var used = new Money(invoice.at("/lines/data/0/quantity").asLong());
            assertThat(used).as("%s, seed %s", period, seed).isEqualTo(spent.getOrDefault(period, Money.ZERO));
            assertThat(used).as("%s, seed %s", period, seed).isEqualTo(ledger(world, customer, period));
            assertThat(invoice.path("total").asLong()).as("%s", invoice).isEqualTo(used.centsHalfUp());
            assertThat(invoice.path("status").asText()).as("%s", invoice).isIn("paid", "open");
        });
        assertThat(new DynamoMonthBooks(world.local().table()).of(customer.orgId()))
                .filteredOn(book -> lines.containsKey(book.period()))
                .hasSize(36)
                .allMatch(book -> !book.isUnfinished());
    }

    private static Money ledger(World world, Customer customer, InvoicePeriod period) {
        return new DynamoRollUps(world.local().table())
                .read(RollUp.Scope.period(customer.orgId(), true, period))
                .paidAmount();
    }

    /** One paid invoice for each period of a plan that began, and none besides. */
    private static void plansAreInvoiced(Life life) {
        var plans = life.subscriptions().stream()
                .filter(subscription -> !isMetering(subscription))
                .toList();
        assertThat(plans).hasSize(2).allMatch(ThreeYearsTest::isEnded);
        var invoices = life.invoices().stream()
                .filter(invoice -> plans.stream()
                        .anyMatch(subscription -> subscription
                                .path("id")
                                .equals(invoice.at("/parent/subscription_details/subscription"))))
                .toList();
        assertThat(invoices)
                .allMatch(invoice -> invoice.path("status").asText().equals("paid"))
                .extracting(invoice -> Instant.ofEpochSecond(
                                invoice.at("/lines/data/0/period/start").asLong())
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString())
                .containsExactly(
                        "2027-03-14",
                        "2027-04-14",
                        "2027-05-14",
                        "2027-06-14",
                        "2027-07-14",
                        "2027-08-14",
                        "2027-09-14",
                        "2027-10-14",
                        "2027-11-14",
                        "2027-12-14",
                        "2028-01-14",
                        "2028-02-29",
                        "2029-02-28");
    }
}

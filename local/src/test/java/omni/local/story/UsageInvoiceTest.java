package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import omni.billing.Money;
import omni.billing.UsageReport;
import omni.dynamodb.DynamoUsageReports;
import org.junit.jupiter.api.Test;
import stripesimulator.StripeSimulator;

/** A month of paid calls, from the first one to Stripe's final invoice, on the whole product with its clock moved. */
class UsageInvoiceTest {

    private static void to(World world, String time) throws InterruptedException {
        world.drain();
        world.advance(Duration.between(world.now(), Instant.parse("2026-" + time + "Z")));
        world.local().stripe().awaitDeliveries();
        world.drain();
    }

    private static UsageReport book(World world, Customer customer, String month) {
        return new DynamoUsageReports(world.local().table())
                .of(customer.orgId()).stream()
                        .filter(book -> book.period().text().equals(month))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void whatWasUsedIsInvoicedToTheMicroDollar() throws Exception {
        try (var world = World.start(World.Plan.standard().withStillClock())) {
            var customer = world.signUp();
            world.payWithCard(customer);
            world.useUpGrant(customer);
            for (var call = 0; call < 3; call++) {
                assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
            }
            to(world, "05-14T10:30:00");
            var accrued = world.account(customer).ledger().accrued();
            assertThat(accrued).isGreaterThan(Money.ZERO);
            var told = book(world, customer, "2026-05").told();
            assertThat(told).isNotNull();
            assertThat(book(world, customer, "2026-05").total()).isEqualTo(accrued);

            to(world, "06-01T00:05:00");
            to(world, "06-01T00:30:00");
            to(world, "06-01T01:30:00");
            var may = book(world, customer, "2026-05");
            assertThat(may.closing().settled()).as("%s", may).isTrue();
            assertThat(may.amounts().invoicedTotal()).as("%s", may).isEqualTo(accrued);
            assertThat(may.amounts().rest()).isEqualTo(Money.ZERO);
            assertThat(world.account(customer).ledger().accrued()).isEqualTo(Money.ZERO);
            assertThat(world.local().stripe().events())
                    .as("the card of the setup page was charged")
                    .filteredOn(event -> may.amounts().invoiced().containsKey(event.objectId()))
                    .extracting(StripeSimulator.LoggedEvent::type)
                    .contains("invoice.paid")
                    .doesNotContain("invoice.payment_failed");
            assertThat(customer.billing().json().path("billingState").asText()).isEqualTo("payg_active");
            assertThat(world.log().lines()).noneMatch(line -> line.contains("\"alarm\""));
        }
    }
}

package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import omni.billing.Money;
import omni.billing.MonthBook;
import omni.dynamodb.DynamoMonthBooks;
import org.junit.jupiter.api.Test;
import stripesimulator.StripeSimulator;

/** A month of paid calls, from the first one to Stripe's final invoice, on the whole product with its clock moved. */
class UsageInvoiceTest {

    private static MonthBook book(World world, Customer customer, String month) {
        return new DynamoMonthBooks(world.local().table())
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
            world.to("2026-05-14T10:30:00Z");
            var accrued = world.account(customer).ledger().accrual();
            assertThat(accrued).isGreaterThan(Money.ZERO);
            var told = book(world, customer, "2026-05").lastReport();
            assertThat(told).isNotNull();
            assertThat(book(world, customer, "2026-05").total()).isEqualTo(accrued);

            world.to("2026-06-01T00:05:00Z");
            world.to("2026-06-01T00:30:00Z");
            world.to("2026-06-01T01:30:00Z");
            var may = book(world, customer, "2026-05");
            assertThat(may.closing().complete()).as("%s", may).isTrue();
            assertThat(may.amounts().invoicedTotal()).as("%s", may).isEqualTo(accrued);
            assertThat(may.amounts().rest()).isEqualTo(Money.ZERO);
            assertThat(world.account(customer).ledger().accrual()).isEqualTo(Money.ZERO);
            assertThat(world.local().stripe().events())
                    .as("the card of the setup page was charged")
                    .filteredOn(event -> may.amounts().invoiceAmounts().containsKey(event.objectId()))
                    .extracting(StripeSimulator.LoggedEvent::type)
                    .contains("invoice.paid")
                    .doesNotContain("invoice.payment_failed");
            assertThat(customer.billing().field("billingState")).isEqualTo("payg_active");
            assertThat(world.log().lines()).noneMatch(line -> line.contains("\"alarm\""));
        }
    }
}

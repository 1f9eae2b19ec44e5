package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.param.InvoiceFinalizeInvoiceParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoiceUpdateParams;
import com.stripe.param.SubscriptionCancelParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionUpdateParams;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A metered subscription's life: nothing at first, then each period's usage, drafted, followed and collected. */
class MeteredInvoicesTest {

    private static final String JUNE = "2026-06-01T00:00:00Z";

    @AutoClose
    private final MeteredAccount account = new MeteredAccount();

    @Test
    void itBeginsWithoutAnInvoiceAndItsFirstPeriodEndsAtTheAnchor() throws Exception {
        account.use("2026-05-01T11:00:00Z", 5_000_000);
        var subscription = account.subscribe(JUNE);

        assertThat(subscription.getStatus()).isEqualTo("active");
        assertThat(subscription.getItems().getData()).singleElement().satisfies(item -> {
            assertThat(item.getQuantity()).isNull();
            assertThat(Instant.ofEpochSecond(item.getCurrentPeriodStart())).isEqualTo("2026-05-01T12:00:00Z");
            assertThat(Instant.ofEpochSecond(item.getCurrentPeriodEnd())).isEqualTo(JUNE);
        });
        assertThat(subscription.getLatestInvoice()).isNull();
        assertThat(account.invoices()).isEmpty();
        assertThat(account.types()).endsWith("customer.subscription.created");
    }

    @Test
    void aPeriodsEndDraftsItsUsageWhichIsFinalAnHourLater() throws Exception {
        account.payWith(Sandbox.GOOD_CARD);
        account.subscribe(JUNE);
        account.use("2026-05-01T12:04:59Z", 1_000_000);
        account.moveTo("2026-05-31T23:59:00Z");
        account.use("2026-05-31T23:58:59Z", 12_345_000);
        account.moveTo(JUNE);

        assertThat(account.newest())
                .returns("draft", Invoice::getStatus)
                .returns("subscription_cycle", Invoice::getBillingReason)
                .returns(true, Invoice::getAutoAdvance)
                .returns(null, Invoice::getNumber)
                .returns(seconds("2026-06-01T01:00:00Z"), Invoice::getAutomaticallyFinalizesAt)
                .returns(1_235L, Invoice::getTotal);
        assertThat(account.newest().getLines().getData())
                .singleElement()
                .returns(12_345_000L, InvoiceLineItem::getQuantity)
                .returns(1_235L, InvoiceLineItem::getAmount)
                .satisfies(line -> {
                    assertThat(line.getPricing().getPriceDetails().getPrice()).isEqualTo(account.price());
                    assertThat(line.getPricing().getUnitAmountDecimal()).isEqualByComparingTo("0.0001");
                    assertThat(line.getPeriod().getStart()).isEqualTo(seconds("2026-05-01T12:00:00Z"));
                    assertThat(line.getPeriod().getEnd()).isEqualTo(seconds(JUNE));
                });
        assertThat(account.types()).endsWith("invoice.created", "customer.subscription.updated");

        account.moveTo("2026-06-01T00:59:59Z");
        assertThat(account.newest().getStatus()).isEqualTo("draft");
        account.moveTo("2026-06-01T01:00:00Z");
        assertThat(account.newest())
                .returns("paid", Invoice::getStatus)
                .returns(1_235L, Invoice::getAmountPaid)
                .returns(null, Invoice::getAutomaticallyFinalizesAt);
        assertThat(account.newest().getStatusTransitions().getFinalizedAt()).isEqualTo(seconds("2026-06-01T01:00:00Z"));
        assertThat(account.newest().getNumber()).endsWith("-0001");
        assertThat(account.types())
                .endsWith("invoice.finalized", "charge.succeeded", "invoice.paid", "invoice.payment_succeeded");
    }

    @ParameterizedTest(name = "{0} micro-dollars are {1} cents")
    @CsvSource({"0, 0", "4999, 0", "5000, 1", "14999, 1", "15000, 2", "1000000, 100", "-7000000, 0"})
    void usageIsRoundedHalfUpToTheCent(long microDollars, long cents) throws Exception {
        account.subscribe(JUNE);
        account.use("2026-05-01T12:01:00Z", microDollars);
        account.moveTo(JUNE);

        assertThat(account.newest().getTotal()).isEqualTo(cents);
    }

    @Test
    void aDraftFollowsItsPeriodsLateEventsAndNoOthers() throws Exception {
        account.subscribe(JUNE);
        account.use("2026-05-01T12:01:00Z", 1_000_000);
        account.moveTo("2026-06-01T00:10:00Z");
        account.use("2026-06-01T00:00:00Z", 77_000_000);
        account.use(account.customer("other@acme.test"), "2026-05-31T23:59:59Z", 88_000_000, "other");
        assertThat(account.newest().getTotal()).isEqualTo(100);

        account.use("2026-05-31T23:59:59Z", 3_000_000);
        assertThat(account.newest().getTotal()).isEqualTo(300);
        assertThat(account.newest().getAmountDue()).isEqualTo(300);

        account.moveTo("2026-06-01T01:10:00Z");
        account.use("2026-05-31T23:59:59Z", 9_000_000);
        assertThat(account.newest().getTotal()).as("final").isEqualTo(300);
        assertThat(account.total("2026-05-01T00:00:00Z", JUNE)).isEqualByComparingTo("9000000");

        account.moveTo("2026-07-01T00:00:00Z");
        assertThat(account.newest().getTotal()).isEqualTo(7_700);
    }

    @Test
    void aHeldDraftStaysOneAndFollowsUntilItIsReleased() throws Exception {
        account.payWith(Sandbox.GOOD_CARD);
        account.subscribe(JUNE);
        account.moveTo(JUNE);
        var draft = account.newest().getId();
        var invoices = account.stripe.invoices();
        var held = invoices.update(
                draft,
                InvoiceUpdateParams.builder()
                        .setAutoAdvance(false)
                        .setDescription("x".repeat(1500))
                        .putMetadata("held", "yes")
                        .build());
        assertThat(held)
                .returns(null, Invoice::getAutomaticallyFinalizesAt)
                .returns("x".repeat(1500), Invoice::getDescription);

        account.moveTo("2026-06-03T00:00:00Z");
        account.use("2026-05-31T23:59:59Z", 2_000_000);
        assertThat(account.newest()).returns("draft", Invoice::getStatus).returns(200L, Invoice::getTotal);

        var released = finalize(draft, true);
        assertThat(released.getStatus()).isEqualTo("paid");
        assertThat(released.getMetadata()).containsEntry("held", "yes");
        assertRefused(() -> invoices.finalizeInvoice(draft), "you can't re-finalize a non-draft invoice");
        var late = InvoiceUpdateParams.builder().setDescription("late").build();
        assertRefused(() -> invoices.update(draft, late), "Finalized invoices can't be updated in this way");
        assertRefused(() -> invoices.delete(draft), "You can only delete draft invoices");
        assertThat(account.types()).contains("invoice.updated");
    }

    @Test
    void aReleasedDraftIsFinalAnHourLaterAndWithoutAutoAdvanceNothingIsCollected() throws Exception {
        account.payWith(Sandbox.GOOD_CARD);
        account.subscribe(JUNE);
        account.use("2026-05-01T12:01:00Z", 1_000_000);
        account.moveTo(JUNE);
        var draft = account.newest().getId();
        var invoices = account.stripe.invoices();
        autoAdvance(draft, false);
        account.moveTo("2026-06-02T00:00:00Z");
        autoAdvance(draft, true);
        account.moveTo("2026-06-02T01:00:00Z");
        assertThat(account.newest().getStatus()).isEqualTo("paid");

        account.use("2026-06-02T01:00:00Z", 1_000_000);
        account.moveTo("2026-07-01T00:00:00Z");
        var still = finalize(account.newest().getId(), false);
        account.moveTo("2026-07-20T00:00:00Z");
        assertThat(invoices.retrieve(still.getId()))
                .returns("open", Invoice::getStatus)
                .returns(0L, Invoice::getAttemptCount);
    }

    @Test
    void aDraftOfASubscriptionIsNotDeletedAndItsLinesAreListed() throws Exception {
        var subscription = account.subscribe(JUNE);
        account.moveTo(JUNE);
        var draft = account.newest().getId();
        var invoices = account.stripe.invoices();

        assertRefused(() -> invoices.delete(draft), "You can't delete an invoice of a subscription");
        assertThat(invoices.lineItems().list(draft).getData())
                .singleElement()
                .returns(draft, InvoiceLineItem::getInvoice);
        var since = InvoiceListParams.builder()
                .setSubscription(subscription.getId())
                .setCreated(InvoiceListParams.Created.builder()
                        .setGte(seconds(JUNE))
                        .build());
        assertThat(invoices.list(since.build()).getData()).singleElement().returns(draft, Invoice::getId);
    }

    @Test
    void byMailItIsSentAndFallsDueDaysAfterItIsFinal() throws Exception {
        var order = byMail(30L);
        var subscription = account.stripe.subscriptions().create(order);
        account.use("2026-05-01T12:01:00Z", 1_000_000);
        account.moveTo(JUNE);
        assertThat(account.newest().getDueDate()).isNull();
        account.moveTo("2026-06-01T01:00:00Z");

        assertThat(account.newest())
                .returns("open", Invoice::getStatus)
                .returns(0L, Invoice::getAttemptCount)
                .returns("send_invoice", Invoice::getCollectionMethod)
                .returns(seconds("2026-07-01T01:00:00Z"), Invoice::getDueDate);
        assertThat(account.types()).endsWith("invoice.finalized", "invoice.sent");
        account.moveTo("2026-07-01T00:59:59Z");
        assertThat(account.types()).doesNotContain("invoice.overdue");
        account.moveTo("2026-07-01T01:00:00Z");
        assertThat(account.types()).contains("invoice.overdue");
        assertThat(account.stripe.subscriptions().retrieve(subscription.getId()).getStatus())
                .isEqualTo("past_due");
    }

    @Test
    void byMailWithinNoDaysItIsOverdueAtOnce() throws Exception {
        var order = byMail(0L);
        account.stripe.subscriptions().create(order);
        account.use("2026-05-01T12:01:00Z", 1_000_000);
        account.moveTo(JUNE);
        account.stripe.invoices().finalizeInvoice(account.newest().getId());

        assertThat(account.newest().getDueDate()).isEqualTo(seconds(JUNE));
        assertThat(account.types()).contains("invoice.overdue");
    }

    @Test
    void theWayToPayCanBeChangedForTheInvoicesToCome() throws Exception {
        account.payWith(Sandbox.GOOD_CARD);
        var id = account.subscribe(JUNE).getId();
        var subscriptions = account.stripe.subscriptions();
        var byMail = SubscriptionUpdateParams.builder()
                .setCollectionMethod(SubscriptionUpdateParams.CollectionMethod.SEND_INVOICE);
        assertRefused(() -> subscriptions.update(id, byMail.build()), "days_until_due");
        assertThat(subscriptions.update(id, byMail.setDaysUntilDue(14L).build()).getDaysUntilDue())
                .isEqualTo(14L);

        var byCard = SubscriptionUpdateParams.builder()
                .setCollectionMethod(SubscriptionUpdateParams.CollectionMethod.CHARGE_AUTOMATICALLY);
        assertThat(subscriptions.update(id, byCard.build()).getDaysUntilDue()).isNull();
        var days = SubscriptionUpdateParams.builder().setDaysUntilDue(3L).build();
        assertRefused(() -> subscriptions.update(id, days), "days_until_due");
    }

    @Test
    void anUnpaidSubscriptionStillGetsItsDraftsWhichAreHeld() throws Exception {
        account.payWith(Sandbox.CHARGES_FAIL);
        var subscription = account.subscribe(JUNE);
        account.use("2026-05-01T12:01:00Z", 1_000_000);
        account.moveTo(JUNE);
        account.moveTo("2026-06-01T01:00:00Z");
        assertThat(account.newest()).returns("open", Invoice::getStatus).returns(1L, Invoice::getAttemptCount);
        for (var day : new String[] {"04", "09", "16"}) {
            account.moveTo("2026-06-" + day + "T01:00:00Z");
        }
        assertThat(status(subscription.getId())).isEqualTo("unpaid");
        account.use("2026-06-16T01:00:00Z", 2_000_000);

        account.moveTo("2026-07-01T00:00:00Z");
        account.moveTo("2026-07-02T00:00:00Z");
        assertThat(account.newest())
                .returns("draft", Invoice::getStatus)
                .returns(false, Invoice::getAutoAdvance)
                .returns(null, Invoice::getAutomaticallyFinalizesAt)
                .returns(200L, Invoice::getTotal);
    }

    @Test
    void whoCancelsIsNotBilledForTheRestUnlessAsked() throws Exception {
        account.payWith(Sandbox.GOOD_CARD);
        var subscriptions = account.stripe.subscriptions();
        var dropped = account.subscribe(JUNE).getId();
        account.use("2026-05-01T12:01:00Z", 1_000_000);
        account.moveTo("2026-05-10T00:00:00Z");
        subscriptions.cancel(dropped);
        account.moveTo("2026-06-02T00:00:00Z");
        assertThat(account.invoices()).isEmpty();

        var billed = account.subscribe("2026-07-01T00:00:00Z").getId();
        account.use("2026-06-02T00:00:01Z", 4_000_000);
        account.moveTo("2026-06-10T00:00:00Z");
        var now = SubscriptionCancelParams.builder().setInvoiceNow(true).setProrate(false);
        subscriptions.cancel(billed, now.build());
        assertThat(account.newest())
                .returns("paid", Invoice::getStatus)
                .returns(400L, Invoice::getTotal)
                .returns(seconds("2026-06-02T00:00:00Z"), Invoice::getPeriodStart)
                .returns(seconds("2026-06-10T00:00:00Z"), Invoice::getPeriodEnd);
        assertThat(subscriptions.retrieve(billed).getLatestInvoice())
                .isEqualTo(account.newest().getId());
        assertThat(status(billed)).isEqualTo("canceled");
    }

    @Test
    void oneThatEndsWithItsPeriodIsBilledForIt() throws Exception {
        account.payWith(Sandbox.GOOD_CARD);
        var id = account.subscribe(JUNE).getId();
        account.use("2026-05-01T12:01:00Z", 4_000_000);
        var atPeriodEnd = SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(true);
        account.stripe.subscriptions().update(id, atPeriodEnd.build());
        account.moveTo(JUNE);
        assertThat(status(id)).isEqualTo("canceled");
        account.moveTo("2026-07-02T00:00:00Z");

        assertThat(account.newest()).returns("paid", Invoice::getStatus).returns(400L, Invoice::getTotal);
        assertThat(account.invoices()).hasSize(1);
    }

    @Test
    void theDraftOfADeletedCustomerNeverBecomesFinal() throws Exception {
        account.subscribe(JUNE);
        account.moveTo(JUNE);
        var draft = account.newest().getId();
        account.simulator.deleteCustomer(account.customer);
        account.moveTo("2026-06-02T00:00:00Z");

        var invoices = account.stripe.invoices();
        assertThat(invoices.retrieve(draft).getStatus()).isEqualTo("draft");
        assertRefused(() -> invoices.finalizeInvoice(draft), "its customer was deleted");
    }

    @Test
    void periodsTurnAtMonthsEndsThroughALeapYear() throws Exception {
        account.subscribe("2026-05-31T00:00:00Z");
        var ends = new ArrayList<String>();
        for (int month = 0; month < 23; month++) {
            var subscription = account.stripe.subscriptions().list().getData().getFirst();
            var item = subscription.getItems().getData().getFirst();
            var end = Instant.ofEpochSecond(item.getCurrentPeriodEnd()).toString();
            ends.add(end.substring(0, 10));
            account.moveTo(end);
        }

        assertThat(ends).startsWith("2026-05-31", "2026-06-30", "2026-07-31");
        assertThat(ends).contains("2027-02-28").endsWith("2028-01-31", "2028-02-29", "2028-03-31");
    }

    @Test
    void severalPeriodsThatPassAtOnceAreDraftedApart() throws Exception {
        account.payWith(Sandbox.GOOD_CARD);
        account.subscribe(JUNE);
        account.use("2026-05-01T12:01:00Z", 1_000_000);
        account.moveTo("2026-08-01T00:00:00Z");

        assertThat(account.invoices()).extracting(Invoice::getStatus).containsExactly("draft", "draft", "draft");
        assertThat(account.invoices()).extracting(Invoice::getTotal).containsExactly(0L, 0L, 100L);
        account.moveTo("2026-08-01T01:00:00Z");
        assertThat(account.invoices()).allMatch(invoice -> invoice.getStatus().equals("paid"));
    }

    @Test
    void allOfItIsThereAfterARestart(@TempDir Path folder) throws Exception {
        var clock = Sandbox.clock();
        try (var first = new MeteredAccount(clock, config -> config.withFolder(folder))) {
            first.subscribe(JUNE);
            first.use("2026-05-01T12:01:00Z", 1_000_000);
            first.use("cus_never", "2026-05-01T12:01:00Z", 1, "lost");
            first.moveTo(JUNE);
        }
        try (var again = new Sandbox(clock, config -> config.withFolder(folder))) {
            var draft = again.stripe.invoices().list().getData().getFirst();
            var customer = draft.getCustomer();
            assertThat(again.simulator.events())
                    .filteredOn(event -> event.type().equals("v1.billing.meter.error_report_triggered"))
                    .singleElement()
                    .returns(false, StripeSimulator.LoggedEvent::delivered);
            again.create(
                    "/v1/billing/meter_events",
                    "event_name=acme_usage&timestamp=" + seconds("2026-05-31T23:59:59Z")
                            + "&payload[stripe_customer_id]=" + customer + "&payload[value]=2000000");
            assertThat(again.stripe.invoices().retrieve(draft.getId()).getTotal())
                    .isEqualTo(200);
        }
    }

    private SubscriptionCreateParams byMail(long days) {
        return account.order()
                .setBillingCycleAnchor(seconds(JUNE))
                .setCollectionMethod(SubscriptionCreateParams.CollectionMethod.SEND_INVOICE)
                .setDaysUntilDue(days)
                .build();
    }

    private void autoAdvance(String draft, boolean on) throws Exception {
        var change = InvoiceUpdateParams.builder().setAutoAdvance(on).build();
        account.stripe.invoices().update(draft, change);
    }

    private Invoice finalize(String draft, boolean collect) throws Exception {
        var how = InvoiceFinalizeInvoiceParams.builder().setAutoAdvance(collect).build();
        return account.stripe.invoices().finalizeInvoice(draft, how);
    }

    private String status(String subscription) throws Exception {
        return account.stripe.subscriptions().retrieve(subscription).getStatus();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String words) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(call)
                .withMessageContaining(words);
    }

    private static long seconds(String moment) {
        return Instant.parse(moment).getEpochSecond();
    }
}

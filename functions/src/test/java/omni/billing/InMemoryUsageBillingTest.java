package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import omni.billing.InMemoryPayments.Line;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments.NewCustomer;
import omni.billing.UsageBilling.NewMetering;
import omni.billing.UsageBilling.UsageTotal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InMemoryUsageBillingTest extends UsageBillingContract {

    private final InMemory provider = new InMemory();

    @Override
    protected Provider provider() {
        return provider;
    }

    /** What only the fake can do, for the tests that are built on it. */
    @Nested
    class AsAFake {

        private final InMemoryPayments payments = provider.payments;
        private final InMemoryUsageBilling usage = provider.usage;
        private String customer = "";
        private String subscription = "";

        @BeforeEach
        void begin() {
            payments.sync();
            customer = value(
                    payments.createCustomer(new NewCustomer("org_1", Optional.of("a@b.test"), Optional.empty()), "c1"));
            subscription = value(usage.subscribe(
                            new NewMetering("org_1", customer, may().end(), CollectionMethod.CARD), "m1"))
                    .id();
        }

        @Test
        void aSingleFaultMeetsTheRequestItIsSetForOnEitherPort() {
            var before = payments.requests();
            payments.fault(1, Line.ANSWERS_LOST);
            payments.fault(3, Line.DOWN);

            assertThat(usage.report(total("t1", 100, 1), "t1")).isInstanceOf(Unavailable.class);
            assertThat(payments.readCustomer(customer)).isInstanceOf(Done.class);
            assertThat(usage.report(total("t2", 200, 2), "t2")).isInstanceOf(Unavailable.class);
            assertThat(usage.report(total("t3", 50, 0), "t3")).isInstanceOf(Done.class);

            assertThat(payments.requests()).isEqualTo(before + 4);
            assertThat(value(usage.readMeter(customer, may().start(), may().end())))
                    .isEqualTo(new Money(100));
        }

        @Test
        void aLaggingMeterCountsWhatIsLetThrough() {
            usage.lag(true);
            usage.report(total("t1", 100, 1), "t1");
            assertThat(value(usage.readMeter(customer, may().start(), may().end())))
                    .isEqualTo(Money.ZERO);

            usage.letThrough();
            assertThat(value(usage.readMeter(customer, may().start(), may().end())))
                    .isEqualTo(new Money(100));
            usage.report(total("t2", 200, 2), "t2");
            usage.lag(false);
            usage.report(total("t3", 150, 1), "t3");
            assertThat(value(usage.readMeter(customer, may().start(), may().end())))
                    .isEqualTo(new Money(150));
            usage.letThrough();
            assertThat(value(usage.readMeter(customer, may().start(), may().end())))
                    .isEqualTo(new Money(200));
        }

        @Test
        void whatIsLetThroughAfterTheHourIsNotBilled() {
            usage.lag(true);
            usage.report(total("t1", 100, 1), "t1");
            provider.advance(Duration.between(provider.now, may().end().plus(Duration.ofHours(1))));
            usage.letThrough();

            assertThat(usage.allInvoices())
                    .hasSize(1)
                    .allSatisfy(invoice -> assertThat(invoice.billedAmount()).contains(Money.ZERO));
        }

        @Test
        void aCustomerIsRefusedAtOnceOrLater() {
            usage.refuse(customer);
            assertThat(usage.report(total("t1", 100, 1), "t1")).isInstanceOf(Refused.class);
            usage.accept(customer);
            usage.refuseLater(customer);
            assertThat(usage.report(total("t2", 100, 2), "t2")).isInstanceOf(Done.class);
            assertThat(value(usage.readMeter(customer, may().start(), may().end())))
                    .isEqualTo(Money.ZERO);
        }

        @Test
        void anOperatorEndsASubscriptionWithoutAnInvoiceAndFinalizesADraft() {
            usage.report(total("t1", 100, 1), "t1");
            provider.advance(Duration.ofHours(1));
            var draft = usage.endWithInvoice(subscription);
            usage.finalizeByHand(draft);
            usage.voidInvoice(draft);

            assertThat(usage.allInvoices()).singleElement().satisfies(invoice -> {
                assertThat(invoice.billedAmount()).contains(new Money(100));
                assertThat(invoice.isVoid()).isTrue();
            });
            usage.endByHand(subscription);
            provider.advance(Duration.ofDays(40));
            assertThat(usage.allInvoices()).hasSize(1);
        }

        private UsageTotal total(String identifier, long microDollars, int second) {
            var at = Instant.parse("2026-05-01T12:01:00Z").plusSeconds(second);
            return new UsageTotal(identifier, customer, new Money(microDollars), at);
        }

        private static InvoicePeriod may() {
            return new InvoicePeriod(202605);
        }

        private static <T> T value(PaymentOutcome<T> outcome) {
            return switch (outcome) {
                case Done<T>(var value) -> value;
                case Refused<T> refused -> throw new AssertionError(refused);
                case Unavailable<T> unavailable -> throw new AssertionError(unavailable);
            };
        }
    }

    private static final class InMemory implements Provider {

        private Instant now = Instant.parse("2026-05-01T12:00:00Z");
        private final InMemoryPayments payments = new InMemoryPayments(() -> now);
        private final InMemoryUsageBilling usage = new InMemoryUsageBilling(payments);

        @Override
        public UsageBilling usageBilling() {
            return usage;
        }

        @Override
        public Payments payments() {
            return payments;
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public void sync() {
            payments.sync();
        }

        @Override
        public void deleteCustomer(String customerId) {
            payments.deleteCustomer(customerId);
        }

        @Override
        public void endWithInvoice(String subscriptionId) {
            usage.endWithInvoice(subscriptionId);
        }

        @Override
        public String otherInvoice(String customerId) {
            return payments.invoice(customerId, Duration.ofDays(3));
        }

        @Override
        public void voidInvoice(String invoiceId) {
            usage.voidInvoice(invoiceId);
        }

        @Override
        public void loseAnswers() {
            payments.line(Line.ANSWERS_LOST);
        }

        @Override
        public void goDown() {
            payments.line(Line.DOWN);
        }

        @Override
        public void recover() {
            payments.line(Line.UP);
        }
    }
}

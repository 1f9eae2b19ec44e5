package omni.billing;

import java.time.Duration;
import java.time.Instant;

class InMemoryPaymentsTest extends PaymentsContract {

    private final InMemory provider = new InMemory();

    @Override
    protected Provider provider() {
        return provider;
    }

    private static final class InMemory implements Provider {

        private Instant now = Instant.parse("2026-05-01T12:00:00Z");
        private final InMemoryPayments payments = new InMemoryPayments(() -> now);

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
        public void complete(String checkoutId) {
            payments.complete(checkoutId);
        }

        @Override
        public String attachCard(String customerId) {
            return payments.attachCard(customerId);
        }

        @Override
        public void detachCard(String cardId) {
            payments.detachCard(cardId);
        }

        @Override
        public void deleteCustomer(String customerId) {
            payments.deleteCustomer(customerId);
        }

        @Override
        public String dispute(String customerId) {
            return payments.dispute(customerId);
        }

        @Override
        public String chargeOf(String disputeId) {
            return payments.chargeOf(disputeId);
        }

        @Override
        public void closeDispute(String disputeId, boolean lost) {
            payments.closeDispute(disputeId, lost);
        }

        @Override
        public void sync() {
            payments.sync();
        }

        @Override
        public void cancel(String subscriptionId) {
            payments.cancel(subscriptionId);
        }

        @Override
        public String invoice(String customerId, Duration due) {
            return payments.invoice(customerId, due);
        }

        @Override
        public void settle(String invoiceId) {
            payments.settle(invoiceId);
        }

        @Override
        public int customers() {
            return payments.customers();
        }

        @Override
        public void loseAnswers() {
            payments.line(InMemoryPayments.Line.ANSWERS_LOST);
        }

        @Override
        public void goDown() {
            payments.line(InMemoryPayments.Line.DOWN);
        }

        @Override
        public void recover() {
            payments.line(InMemoryPayments.Line.UP);
        }
    }
}

package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentsContract;
import omni.billing.UsageBillingContract;
import omni.fakes.Bundled;
import omni.stripe.CatalogSync;

/** The real adapters, through stripe-java, on a lossy line to whatever stands for Stripe. */
abstract class StripeProvider implements PaymentsContract.Provider, UsageBillingContract.Provider, AutoCloseable {

    final LossyLine line;
    /** What an operator works with. */
    final StripeClient operator;

    private final String key;
    private final URI base;

    StripeProvider(String key, URI base) {
        this.key = key;
        this.base = base;
        try {
            line = new LossyLine(base);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        operator = StripeClient.builder()
                .setApiKey(key)
                .setApiBase(base.toString())
                .build();
    }

    /** What an operator asks of Stripe. */
    interface Operation<T> {
        T ask() throws StripeException;
    }

    static <T> T operate(Operation<T> operation) {
        try {
            return operation.ask();
        } catch (StripeException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Duration clockTolerance() {
        return Duration.ZERO;
    }

    @Override
    public void assumeNoCatalog() {}

    @Override
    public void sync() {
        assertThat(new CatalogSync(key, Optional.of(base), Bundled.CATALOG.rateCard()).apply())
                .isInstanceOf(Done.class);
    }

    @Override
    public String otherInvoice(String customerId) {
        return invoice(customerId, Duration.ofDays(3));
    }

    @Override
    public void loseAnswers() {
        line.loseAnswers(Integer.MAX_VALUE);
    }

    @Override
    public void goDown() {
        line.goDown();
    }

    @Override
    public void recover() {
        line.recover();
    }

    @Override
    public void close() {
        line.close();
    }
}

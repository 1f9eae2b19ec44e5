package omni.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.fakes.Around;
import omni.ledger.Ledger;
import omni.log.Metric;
import omni.log.Metrics;
import omni.meter.Annulment;
import omni.meter.Idempotency;
import omni.meter.Meter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which outcome of a port is counted as what; the outcome itself passes through. */
@SuppressWarnings("NullAway") // null stands for what the port's stand-in does not look at
class CountedTest {

    private final Map<Metric, Long> counts = new EnumMap<>(Metric.class);
    private final Metrics metrics = new Metrics() {
        @Override
        public void count(Metric metric, long value) {
            counts.merge(metric, value, Long::sum);
        }

        @Override
        public void flush() {}
    };

    /** A port that gives one answer to everything. */
    private static <T> T answering(Class<T> port, @Nullable Object answer) {
        return Around.port(port, null, call -> {
            if (answer instanceof RuntimeException thrown) {
                throw thrown;
            }
            return answer;
        });
    }

    private void moved(@Nullable String metric) {
        assertThat(counts).isEqualTo(metric == null ? Map.of() : Map.of(Metric.valueOf(metric), 1L));
    }

    @Test
    void aCommitIsCountedByWhatBecameOfIt() {
        counted(new Meter.Result.Applied(null), null);
        counted(new Meter.Result.Refused(null), "COMMIT_CONFLICTS");
        counted(new Meter.Result.NotApplied("throttled"), "COMMIT_RETRIES");
        counted(new Meter.Result.Unknown("no answer"), "UNKNOWN_OUTCOMES");
    }

    private void counted(Meter.Result result, @Nullable String metric) {
        counts.clear();
        assertThat(Counted.meter(answering(Meter.class, result), metrics).write(null))
                .isSameAs(result);
        moved(metric);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"MARKED, VOIDS", "ANSWERED, -", "TAKEN_OVER, -", "FAILED, -"})
    void aVoidUnderAnIdempotencyKeyIsCountedWhereItStands(Annulment.Result result, @Nullable String metric) {
        var idempotency = Counted.idempotency(answering(Idempotency.class, result), metrics);

        assertThat(idempotency.annulAndRelease(null, "fence", null)).isEqualTo(result);
        moved(metric);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"true, VOIDS", "false, -"})
    void aVoidIsCountedWhereItStands(boolean put, @Nullable String metric) {
        assertThat(Counted.ledger(answering(Ledger.class, put), metrics).putVoid(null))
                .isEqualTo(put);
        moved(metric);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"DONE, CREDITS", "ALREADY, -", "TOO_OLD, -", "CONFLICT, -"})
    void aCreditIsCountedOnceWhenItIsGiven(Ledger.Credit credit, @Nullable String metric) {
        assertThat(Counted.ledger(answering(Ledger.class, credit), metrics).credit(null, null))
                .isEqualTo(credit);
        moved(metric);
    }

    @Test
    void aRefusedOrUnansweredRequestToStripeIsCounted() {
        stripe(new PaymentOutcome.Done<>("cus_1"), null);
        stripe(new PaymentOutcome.Refused<>(PaymentOutcome.Reason.INVALID, "no"), "STRIPE_REFUSALS");
        stripe(new PaymentOutcome.Unavailable<>("silence"), "STRIPE_UNAVAILABLE");
    }

    private void stripe(PaymentOutcome<?> outcome, @Nullable String metric) {
        counts.clear();
        Function<Payments, Object> request = payments -> payments.readCustomer("cus_1");
        assertThat(request.apply(Counted.stripe(Payments.class, answering(Payments.class, outcome), metrics)))
                .isSameAs(outcome);
        moved(metric);
    }

    @Test
    void aBugBehindAPortToStripeIsThrownAsItIs() {
        var bug = new IllegalStateException("a bug");

        assertThatThrownBy(() -> Counted.stripe(Payments.class, answering(Payments.class, bug), metrics)
                        .readCustomer("cus_1"))
                .isSameAs(bug);
    }
}

package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import omni.billing.StripeEvents.Known;
import omni.event.AuditEvent;
import omni.event.Events;
import org.junit.jupiter.api.Test;

/** What every record of Stripe's events owes: received is not processed, and a processed one is told of once. */
public abstract class StripeEventsContract {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:20.250Z");

    private final String name = UUID.randomUUID().toString().substring(24);
    private final String stripeId = "evt_" + name;
    private final String org = "org_" + name;

    protected abstract StripeEvents stripeEvents();

    /** Where it tells. */
    protected abstract Events events();

    private AuditEvent event(Instant at) {
        return new AuditEvent(
                "evt_of_" + name,
                org,
                AuditEvent.BILLING,
                "billing.stripe_event.processed",
                null,
                null,
                "stripe",
                "req_1",
                Map.of("id", stripeId),
                at);
    }

    private Known receive() {
        return stripeEvents().receive(stripeId, "invoice.paid", NOW);
    }

    @Test
    void onlyAProcessedEventIsADuplicate() {
        assertThat(receive()).isEqualTo(Known.NEW);
        assertThat(receive()).isEqualTo(Known.RECEIVED);

        stripeEvents().markProcessed(stripeId, NOW);

        assertThat(receive()).isEqualTo(Known.PROCESSED);
        assertThat(receive()).isEqualTo(Known.PROCESSED);
    }

    @Test
    void aProcessedEventIsToldOf() {
        receive();
        stripeEvents().markProcessed(stripeId, event(NOW), NOW);

        assertThat(receive()).isEqualTo(Known.PROCESSED);
        assertThat(events().ofRequest(org, "req_1", 9)).containsExactly(event(NOW));
    }

    /** A copy that arrives while the first still runs comes to its own end, later. */
    @Test
    void aCopyTellsNothing() {
        receive();
        stripeEvents().markProcessed(stripeId, event(NOW), NOW);
        stripeEvents().markProcessed(stripeId, event(NOW.plusSeconds(3)), NOW.plusSeconds(3));

        assertThat(events().ofRequest(org, "req_1", 9)).containsExactly(event(NOW));
    }

    @Test
    void manyCopiesAtOnceTellOnce() throws Exception {
        receive();
        try (var threads = Executors.newFixedThreadPool(6)) {
            var running = IntStream.range(0, 12)
                    .mapToObj(copy -> threads.submit(
                            () -> stripeEvents().markProcessed(stripeId, event(NOW.plusMillis(copy)), NOW)))
                    .toList();
            for (var copy : running) {
                copy.get();
            }
        }

        assertThat(events().ofRequest(org, "req_1", 20)).hasSize(1);
        assertThat(receive()).isEqualTo(Known.PROCESSED);
    }
}

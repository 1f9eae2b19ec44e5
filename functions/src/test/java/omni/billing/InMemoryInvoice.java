package omni.billing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import omni.billing.UsageInvoice.Status;

/**
 * An invoice of usage in memory.
 *
 * @param from where the usage it bills begins
 * @param to where that ends, exclusive
 * @param autoAdvance whether it becomes final by itself
 * @param billedAmount what it bills, once it is final
 */
public record InMemoryInvoice(
        String id,
        String customerId,
        Instant from,
        Instant to,
        Instant createdAt,
        boolean autoAdvance,
        Optional<Money> billedAmount,
        boolean isVoid,
        Optional<String> text) {

    static final Duration DRAFT_FOR = Duration.ofHours(1);

    static InMemoryInvoice draft(String id, String customerId, Instant from, Instant to, Instant created) {
        return new InMemoryInvoice(id, customerId, from, to, created, true, Optional.empty(), false, Optional.empty());
    }

    public boolean isDraft() {
        return billedAmount.isEmpty();
    }

    public InvoicePeriod period() {
        return InvoicePeriod.at(from);
    }

    boolean isDue(Instant now) {
        return isDraft() && autoAdvance && !now.isBefore(createdAt.plus(DRAFT_FOR));
    }

    UsageInvoice asUsageInvoice(InMemoryMeter meter) {
        return new UsageInvoice(
                id,
                customerId,
                period(),
                to.equals(period().end()),
                isDraft() ? Status.DRAFT : Status.FINAL,
                billedAmount.orElseGet(() -> meter.last(customerId, from, to)),
                isDraft() && !autoAdvance);
    }

    InMemoryInvoice finalizeWith(InMemoryMeter meter) {
        var used = meter.last(customerId, from, to);
        return new InMemoryInvoice(id, customerId, from, to, createdAt, true, Optional.of(used), isVoid, text);
    }

    InMemoryInvoice hold() {
        return new InMemoryInvoice(id, customerId, from, to, createdAt, false, billedAmount, isVoid, text);
    }

    InMemoryInvoice describe(String words) {
        return new InMemoryInvoice(
                id, customerId, from, to, createdAt, autoAdvance, billedAmount, isVoid, Optional.of(words));
    }

    InMemoryInvoice voidedNow() {
        return new InMemoryInvoice(id, customerId, from, to, createdAt, autoAdvance, billedAmount, true, text);
    }
}

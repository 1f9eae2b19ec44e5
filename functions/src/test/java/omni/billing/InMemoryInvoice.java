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
 * @param billed what it bills, once it is final
 */
public record InMemoryInvoice(
        String id,
        String customerId,
        Instant from,
        Instant to,
        Instant created,
        boolean autoAdvance,
        Optional<Money> billed,
        boolean voided,
        Optional<String> text) {

    static final Duration DRAFT_FOR = Duration.ofHours(1);

    static InMemoryInvoice draft(String id, String customerId, Instant from, Instant to, Instant created) {
        return new InMemoryInvoice(id, customerId, from, to, created, true, Optional.empty(), false, Optional.empty());
    }

    public boolean isDraft() {
        return billed.isEmpty();
    }

    public InvoicePeriod period() {
        return InvoicePeriod.at(from);
    }

    boolean isDue(Instant now) {
        return isDraft() && autoAdvance && !now.isBefore(created.plus(DRAFT_FOR));
    }

    UsageInvoice seen(InMemoryMeter meter) {
        return new UsageInvoice(
                id,
                customerId,
                period(),
                to.equals(period().end()),
                isDraft() ? Status.DRAFT : Status.FINAL,
                billed.orElseGet(() -> meter.last(customerId, from, to)),
                isDraft() && !autoAdvance);
    }

    InMemoryInvoice finalised(InMemoryMeter meter) {
        var used = meter.last(customerId, from, to);
        return new InMemoryInvoice(id, customerId, from, to, created, true, Optional.of(used), voided, text);
    }

    InMemoryInvoice held() {
        return new InMemoryInvoice(id, customerId, from, to, created, false, billed, voided, text);
    }

    InMemoryInvoice described(String words) {
        return new InMemoryInvoice(id, customerId, from, to, created, autoAdvance, billed, voided, Optional.of(words));
    }

    InMemoryInvoice voidedNow() {
        return new InMemoryInvoice(id, customerId, from, to, created, autoAdvance, billed, true, text);
    }
}

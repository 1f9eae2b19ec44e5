package omni.billing;

import java.time.Instant;

/**
 * The technical subscription that usage is invoiced through, one for each customer and under every plan (architecture 6). It
 * is no fact: it is neither shown nor does the billing state know it.
 *
 * @param live whether it still invoices: neither ended nor never begun
 * @param createdAt on the provider's clock; usage reported for moments before it is in none of its invoices
 * @param endedAt when it ended; {@link Instant#MAX} while it has not
 */
public record MeteringSubscription(
        String id, boolean live, CollectionMethod collection, Instant createdAt, Instant endedAt) {}

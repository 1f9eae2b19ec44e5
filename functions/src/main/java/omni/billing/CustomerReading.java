package omni.billing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the provider says of a customer at this moment; only a {@link Present} one carries facts. */
public sealed interface CustomerReading {

    /** The id that was asked for. */
    String customerId();

    /**
     * The customer is there.
     *
     * @param orgId the organization its metadata names; empty if it was not created by us
     * @param createdAt when the provider created it, on the provider's clock
     * @param cardOnFile whether there is a chargeable payment method, a card or Link (contract 5.1)
     * @param unusedCard the newest of them where the provider would charge none, as the customer has none by default
     * @param subscriptions those of our plans, ended ones too
     * @param metering the technical subscriptions that usage is invoiced through, ended ones too: no facts
     * @param strangers ids of subscriptions whose product is none of ours: no facts (contract 12)
     * @param unknown subscriptions of our plans in a status that this version does not know: no facts (contract 5)
     * @param owedInvoices invoices that are open or uncollectible and may be debts: neither the first one of a subscription that
     *     never began, nor an open one whose payment is on its way
     * @param lostDisputes ids of the charge disputes that were lost; the provider does not say when
     * @param tax whether tax can be worked out
     */
    record Present(
            String customerId,
            Optional<String> orgId,
            Optional<String> email,
            Optional<String> name,
            Instant createdAt,
            boolean cardOnFile,
            Optional<String> unusedCard,
            boolean livemode,
            List<HeldSubscription> subscriptions,
            List<MeteringSubscription> metering,
            List<String> strangers,
            List<UnknownStatus> unknown,
            List<OwedInvoice> owedInvoices,
            List<String> lostDisputes,
            TaxStanding tax)
            implements CustomerReading {

        private static final Comparator<HeldSubscription> WEIGHT = Comparator.comparing(
                        (HeldSubscription held) -> held.status().serves())
                .thenComparing(held -> held.status().isBought())
                .thenComparing(held -> held.status().isBought() ? held.plan() : PlanKey.SANDBOX_GRANT)
                .thenComparing(HeldSubscription::createdAt)
                .thenComparing(HeldSubscription::id);

        public Present {
            subscriptions = List.copyOf(subscriptions);
            metering = List.copyOf(metering);
            strangers = List.copyOf(strangers);
            unknown = List.copyOf(unknown);
            owedInvoices = List.copyOf(owedInvoices);
            lostDisputes = List.copyOf(lostDisputes);
        }

        /** The one that counts: one that serves before one that is only bought, then the higher plan; of those that are over the newest. */
        public Optional<HeldSubscription> subscription() {
            return subscriptions.stream().max(WEIGHT);
        }

        /** Since when the oldest invoice is unpaid that was attempted or is past its due date (contract 5.1). */
        public Optional<Instant> delinquentSince(Instant now) {
            return owedInvoices.stream()
                    .flatMap(invoice -> invoice.unpaidSince(now).stream())
                    .min(Comparator.naturalOrder());
        }
    }

    /** It was there and has been deleted; its cards and subscriptions are gone with it. */
    record Deleted(String customerId) implements CustomerReading {}

    /** The provider has never had such a customer, or it belongs to another account. */
    record Unknown(String customerId) implements CustomerReading {}

    /** A subscription of ours, and the provider's word for how it stands. */
    record UnknownStatus(String subscriptionId, String status) {}

    /** An invoice that is open or uncollectible. */
    record OwedInvoice(String id, boolean chargeAttempted, Optional<Instant> dueAt, Instant finalizedAt) {

        Optional<Instant> unpaidSince(Instant now) {
            var since = dueAt.orElse(finalizedAt);
            boolean counts = chargeAttempted || dueAt.filter(now::isAfter).isPresent();
            return Stream.of(since).filter(_ -> counts).findFirst();
        }
    }

    /** The charge disputes that were lost; of a customer who is gone none can be read any more. */
    default List<String> disputesLost() {
        return this instanceof Present present ? present.lostDisputes() : List.of();
    }

    /** Whether a live subscription of ours is there: the provider's present word, whatever the stored facts say. */
    default boolean isSubscribed() {
        return this instanceof Present present
                && present.subscription()
                        .filter(held -> held.status().isBought())
                        .isPresent();
    }
}

package omni.billing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import omni.billing.CustomerReading.Present;
import omni.billing.CustomerReading.Unknown;
import omni.billing.InMemoryPayments.Line;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;

/**
 * Usage billing in memory, for the customers and over the line of an {@link InMemoryPayments}, whose lock guards both. Time
 * is made up for before each request: month ends bring drafts, and drafts become final after an hour, unless their
 * customer was deleted.
 */
public final class InMemoryUsageBilling implements UsageBilling {

    private final InMemoryPayments payments;
    private final InMemoryMeter meter = new InMemoryMeter();
    private final Map<String, Metered> subscriptions = new LinkedHashMap<>();
    private final Map<String, InMemoryInvoice> invoices = new LinkedHashMap<>();
    private final Map<String, Object> requestByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<MeteringSubscription>> subscriptionByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<UsageInvoice>> invoiceByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<UsageTotal>> totalByKey = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private Line fate = Line.UP;

    /** A subscription and the usage that its next invoice bills. */
    private record Metered(String customerId, MeteringSubscription asSubscription, Instant from, Instant to) {

        Metered seenAs(MeteringSubscription next) {
            return new Metered(customerId, next, from, to);
        }

        Metered collectBy(CollectionMethod collection) {
            return seenAs(new MeteringSubscription(
                    asSubscription.id(),
                    asSubscription.live(),
                    collection,
                    asSubscription.createdAt(),
                    asSubscription.endedAt()));
        }

        Metered end(Instant at) {
            return asSubscription.live()
                    ? seenAs(new MeteringSubscription(
                            asSubscription.id(), false, asSubscription.collection(), asSubscription.createdAt(), at))
                    : this;
        }
    }

    public InMemoryUsageBilling(InMemoryPayments payments) {
        this.payments = payments;
        payments.metering(this);
    }

    // The port

    @Override
    public PaymentOutcome<MeteringSubscription> subscribe(NewMetering metering, String idempotencyKey) {
        return request(() -> payments.isSynced()
                ? once(subscriptionByKey, idempotencyKey, metering, () -> begin(metering))
                : new Refused<>(Reason.NOT_SYNCED, "there is no price: run ./omni stripe-sync"));
    }

    private PaymentOutcome<MeteringSubscription> begin(NewMetering metering) {
        var created = now();
        if (!(payments.reading(metering.customerId()) instanceof Present customer)) {
            return new Refused<>(Reason.MISSING, "No such customer");
        }
        boolean unreachable = metering.collection() == CollectionMethod.INVOICE
                && customer.email().isEmpty();
        if (unreachable
                || refused.contains(customer.customerId())
                || !metering.anchor().equals(InvoicePeriod.at(created).end())) {
            return new Refused<>(Reason.INVALID, "No such subscription can be");
        }
        var seen = new MeteringSubscription(payments.nextId("sub_"), true, metering.collection(), created, Instant.MAX);
        subscriptions.put(
                seen.id(), new Metered(customer.customerId(), seen, created.plusSeconds(1), metering.anchor()));
        return new Done<>(seen);
    }

    @Override
    public PaymentOutcome<MeteringSubscription> collectBy(
            String subscriptionId, CollectionMethod collection, String idempotencyKey) {
        return request(() -> once(subscriptionByKey, idempotencyKey, List.of(subscriptionId, collection), () -> {
            var metered = subscriptions.get(subscriptionId);
            if (metered == null) {
                return new Refused<>(Reason.MISSING, "No such subscription");
            }
            boolean reachable = payments.reading(metered.customerId()) instanceof Present customer
                    && (collection == CollectionMethod.CARD || customer.email().isPresent());
            return metered.asSubscription().live() && reachable
                    ? store(metered.collectBy(collection))
                    : new Refused<>(Reason.INVALID, "It cannot be collected so");
        }));
    }

    @Override
    public PaymentOutcome<MeteringSubscription> end(String subscriptionId, String idempotencyKey) {
        return request(() -> once(subscriptionByKey, idempotencyKey, subscriptionId, () -> {
            var metered = subscriptions.get(subscriptionId);
            if (metered == null) {
                return new Refused<>(Reason.MISSING, "No such subscription");
            }
            return store(metered.end(now()));
        }));
    }

    private Done<MeteringSubscription> store(Metered metered) {
        subscriptions.put(metered.asSubscription().id(), metered);
        return new Done<>(metered.asSubscription());
    }

    @Override
    public PaymentOutcome<UsageTotal> report(UsageTotal total, String idempotencyKey) {
        return request(() -> refused.contains(total.customerId())
                ? new Refused<>(Reason.INVALID, "This customer is refused")
                : once(
                        totalByKey,
                        idempotencyKey,
                        total,
                        () -> meter.tell(total, isThere(total.customerId()), payments.now())));
    }

    @Override
    public PaymentOutcome<Money> readMeter(String customerId, Instant from, Instant to) {
        return request(() -> {
            if (!payments.isSynced()) {
                return new Refused<>(Reason.NOT_SYNCED, "there is no meter: run ./omni stripe-sync");
            }
            return isWholeMinute(from) && isWholeMinute(to)
                    ? new Done<>(meter.last(customerId, from, to))
                    : new Refused<>(Reason.INVALID, "Not between whole minutes");
        });
    }

    private static boolean isWholeMinute(Instant instant) {
        return instant.equals(instant.truncatedTo(ChronoUnit.MINUTES));
    }

    @Override
    public PaymentOutcome<List<UsageInvoice>> invoices(String customerId, Instant since) {
        return request(() -> payments.reading(customerId) instanceof Unknown
                ? new Refused<>(Reason.MISSING, "No such customer")
                : new Done<>(invoices.values().stream()
                        .filter(invoice -> invoice.customerId().equals(customerId))
                        .filter(invoice -> !invoice.createdAt().isBefore(since))
                        .sorted(Comparator.comparing(InMemoryInvoice::createdAt).reversed())
                        .map(invoice -> invoice.asUsageInvoice(meter))
                        .toList()));
    }

    @Override
    public PaymentOutcome<Optional<UsageInvoice>> invoice(String invoiceId) {
        return request(() ->
                new Done<>(Optional.ofNullable(invoices.get(invoiceId)).map(invoice -> invoice.asUsageInvoice(meter))));
    }

    @Override
    public PaymentOutcome<UsageInvoice> hold(String invoiceId, String idempotencyKey) {
        return onDraft(invoiceId, "hold", idempotencyKey, InMemoryInvoice::hold);
    }

    @Override
    public PaymentOutcome<UsageInvoice> describe(String invoiceId, String text, String idempotencyKey) {
        return text.length() > TEXT_LENGTH
                ? new Refused<>(Reason.INVALID, "longer than " + TEXT_LENGTH + " characters")
                : onDraft(invoiceId, "describe " + text, idempotencyKey, draft -> draft.describe(text));
    }

    @Override
    public PaymentOutcome<UsageInvoice> release(String invoiceId, String idempotencyKey) {
        return request(() -> {
            var draft = invoices.get(invoiceId);
            return draft != null && draft.isDraft() && !isThere(draft.customerId())
                    ? new Refused<>(Reason.INVALID, "The customer was deleted")
                    : change(invoiceId, "release", idempotencyKey, present -> present.finalizeWith(meter));
        });
    }

    private PaymentOutcome<UsageInvoice> onDraft(
            String invoiceId, String what, String idempotencyKey, UnaryOperator<InMemoryInvoice> change) {
        return request(() -> change(invoiceId, what, idempotencyKey, change));
    }

    private PaymentOutcome<UsageInvoice> change(
            String invoiceId, String what, String idempotencyKey, UnaryOperator<InMemoryInvoice> change) {
        var before = invoices.get(invoiceId);
        if (before == null) {
            return new Refused<>(Reason.MISSING, "No such invoice");
        }
        if (!before.isDraft()) {
            return new Done<>(before.asUsageInvoice(meter));
        }
        return once(invoiceByKey, idempotencyKey, List.of(invoiceId, what), () -> {
            var after = change.apply(before);
            invoices.put(invoiceId, after);
            return new Done<>(after.asUsageInvoice(meter));
        });
    }

    private boolean isThere(String customerId) {
        return payments.reading(customerId) instanceof Present;
    }

    private <T> PaymentOutcome<T> request(Supplier<PaymentOutcome<T>> effect) {
        synchronized (payments) {
            fate = payments.nextRequest();
            if (fate == Line.DOWN) {
                return fate.silence();
            }
            makeUpForTime();
            var answer = effect.get();
            return fate == Line.UP ? answer : fate.silence();
        }
    }

    private <T> PaymentOutcome<T> once(
            Map<String, PaymentOutcome<T>> answers, String key, Object request, Supplier<PaymentOutcome<T>> effect) {
        var first = requestByKey.putIfAbsent(key, request);
        if (first != null && !first.equals(request)) {
            return new Refused<>(Reason.KEY_REUSED, "The key was used for another request");
        }
        var known = answers.get(key);
        payments.noteIfSpent(key, known);
        if (known != null) {
            return known;
        }
        var answer = InMemoryPayments.answer(fate, effect);
        answers.put(key, answer);
        return answer;
    }

    // Time

    private Instant now() {
        return payments.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private void makeUpForTime() {
        subscriptions.replaceAll((_, metered) -> {
            var current = metered;
            while (current.asSubscription().live() && !now().isBefore(current.to())) {
                invoice(current, current.to(), current.to());
                current = new Metered(
                        current.customerId(),
                        current.asSubscription(),
                        current.to(),
                        InvoicePeriod.at(current.to()).end());
            }
            return current;
        });
        invoices.replaceAll((_, invoice) ->
                invoice.isDue(now()) && isThere(invoice.customerId()) ? invoice.finalizeWith(meter) : invoice);
    }

    private String invoice(Metered metered, Instant to, Instant created) {
        var id = payments.nextId("in_");
        invoices.put(id, InMemoryInvoice.draft(id, metered.customerId(), metered.from(), to, created));
        return id;
    }

    // What customers and operators do there, and its bad days

    /** Those of a customer, ended ones too. */
    public List<MeteringSubscription> subscriptions(String customerId) {
        synchronized (payments) {
            return subscriptions.values().stream()
                    .filter(metered -> metered.customerId().equals(customerId))
                    .map(Metered::asSubscription)
                    .toList();
        }
    }

    /** All invoices there are, in the order in which they were made. */
    public List<InMemoryInvoice> allInvoices() {
        return underControl(() -> List.copyOf(invoices.values()));
    }

    /** What an invoice bills, or as a draft would. */
    public Money usageAmount(InMemoryInvoice invoice) {
        return underControl(() -> invoice.asUsageInvoice(meter).usageAmount());
    }

    /** An operator ends a subscription without an invoice. */
    public void endByHand(String subscriptionId) {
        underControl(() ->
                subscriptions.put(subscriptionId, findMetered(subscriptionId).end(now())));
    }

    /** An operator ends a subscription with an invoice of its usage up to now; answers that draft's id. */
    public String endWithInvoice(String subscriptionId) {
        return underControl(() -> {
            var metered = findMetered(subscriptionId);
            subscriptions.put(subscriptionId, metered.end(now()));
            return invoice(metered, now(), now());
        });
    }

    /** An operator makes a draft final. */
    public void finalizeByHand(String invoiceId) {
        change(invoiceId, invoice -> invoice.isDraft() ? invoice.finalizeWith(meter) : invoice);
    }

    /** An operator voids an invoice that is final. */
    public void voidInvoice(String invoiceId) {
        change(invoiceId, InMemoryInvoice::voidedNow);
    }

    /** An operator deletes a draft. */
    public void deleteDraft(String invoiceId) {
        underControl(() -> invoices.remove(invoiceId));
    }

    /** While it lags, totals are taken and do not count. */
    public void lag(boolean on) {
        underControl(() -> {
            meter.lag(on);
            return on;
        });
    }

    /** What was taken and does not count yet counts now. */
    public void letThrough() {
        underControl(() -> {
            meter.letThrough();
            return true;
        });
    }

    /** From now on totals and subscriptions of a customer are refused. */
    public void refuse(String customerId) {
        underControl(() -> refused.add(customerId));
    }

    /** From now on totals of a customer are taken, and refused later. */
    public void refuseLater(String customerId) {
        underControl(() -> {
            meter.unheard(customerId);
            return customerId;
        });
    }

    /** The customer is refused no more. */
    public void accept(String customerId) {
        underControl(() -> {
            meter.hear(customerId);
            return refused.remove(customerId);
        });
    }

    /** The customer is being deleted; its subscriptions end without an invoice. */
    void customerDeleted(String customerId) {
        underControl(() -> {
            subscriptions.replaceAll(
                    (_, metered) -> metered.customerId().equals(customerId) ? metered.end(now()) : metered);
            return customerId;
        });
    }

    private void change(String invoiceId, UnaryOperator<InMemoryInvoice> change) {
        underControl(() -> invoices.computeIfPresent(invoiceId, (_, invoice) -> change.apply(invoice)));
    }

    private Metered findMetered(String subscriptionId) {
        return Objects.requireNonNull(subscriptions.get(subscriptionId), subscriptionId);
    }

    private <T> T underControl(Supplier<T> control) {
        synchronized (payments) {
            makeUpForTime();
            return control.get();
        }
    }
}

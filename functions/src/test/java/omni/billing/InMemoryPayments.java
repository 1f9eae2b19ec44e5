package omni.billing;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import omni.billing.CustomerReading.Deleted;
import omni.billing.CustomerReading.OwedInvoice;
import omni.billing.CustomerReading.Present;
import omni.billing.CustomerReading.Unknown;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Silence;
import omni.billing.PaymentOutcome.Unavailable;
import org.jspecify.annotations.Nullable;

/** A provider in memory, with the controls of its bad days; {@link PaymentsContract} proves it equal to the adapter. */
public final class InMemoryPayments implements Payments {

    private static final Duration PAGE_LIFE = Duration.ofDays(1);

    private final InstantSource clock;
    private final Map<String, CustomerReading> customers = new HashMap<>();
    private final Map<String, String> customerByCard = new LinkedHashMap<>();
    private final Map<String, String> chargedCard = new HashMap<>();
    private final Map<String, PaymentOutcome<String>> chargedByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<String>> taxedByKey = new HashMap<>();
    private final Map<String, Page> pages = new HashMap<>();
    private final Map<String, Object> requestByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<String>> createdByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<CheckoutPage>> openedByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<CheckoutStatus>> expiredByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<PortalPage>> portalsByKey = new HashMap<>();
    private final List<String> keysUsedAfterServerError = new ArrayList<>();
    private final Map<String, Held> subscriptions = new LinkedHashMap<>();
    private final Map<String, Owed> invoices = new LinkedHashMap<>();
    private final Map<String, Dispute> disputes = new LinkedHashMap<>();
    private final Map<String, String> customerByStranger = new LinkedHashMap<>();
    private boolean synced;
    private final ProviderLine line = new ProviderLine();
    private @Nullable InMemoryUsageBilling metering;
    private int lastNumber;

    /** Whether requests arrive, and their answers. */
    public enum Line {
        UP,
        ANSWERS_LOST,
        DOWN,
        /** A server error, which is kept under the request's key; nothing has come of the request. */
        BREAKS,
        /** The same once the request has taken effect. */
        BREAKS_LATE;

        /** What is answered where this is not {@link #UP}. */
        <T> Unavailable<T> silence() {
            boolean broken = this == BREAKS || this == BREAKS_LATE;
            return new Unavailable<>(
                    broken ? "500" : this == DOWN ? "no connection" : "no answer",
                    broken ? Silence.SERVER_ERROR : Silence.NO_ANSWER);
        }
    }

    /** A page; {@code price} is empty for one that only takes a card. */
    private record Page(
            CheckoutPage page, String key, String customerId, Optional<String> price, CheckoutStatus status) {}

    private final Map<String, List<CustomerReading.UnknownStatus>> unknown = new HashMap<>();

    /** A subscription of a customer's stands as no version of ours knows. */
    public synchronized void says(String customerId, String subscriptionId, String status) {
        unknown.put(customerId, List.of(new CustomerReading.UnknownStatus(subscriptionId, status)));
    }

    private record Held(String customerId, HeldSubscription subscription) {}

    private record Owed(String customerId, OwedInvoice invoice) {}

    private record Dispute(String id, String chargeId, String customerId, boolean lost) {}

    private final InMemoryTaxes taxes = new InMemoryTaxes();

    public InMemoryPayments(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized PaymentOutcome<Optional<String>> findCustomer(NewCustomer wanted, Instant since) {
        return read(() -> customers.values().stream()
                .map(known -> known instanceof Present present ? present : null)
                .filter(Objects::nonNull)
                .filter(present -> present.orgId().equals(Optional.of(wanted.orgId())))
                .filter(present -> wanted.email().isPresent()
                        ? present.email().equals(wanted.email())
                        : !present.createdAt().isBefore(since))
                .map(Present::customerId)
                .findFirst());
    }

    @Override
    public synchronized PaymentOutcome<String> createCustomer(NewCustomer customer, String idempotencyKey) {
        return write(createdByKey, idempotencyKey, customer, () -> {
            var id = nextId("cus_");
            customers.put(
                    id,
                    new Present(
                            id,
                            Optional.of(customer.orgId()),
                            customer.email(),
                            customer.name(),
                            clock.instant(),
                            false,
                            Optional.empty(),
                            false,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            TaxStanding.NOT_NEEDED));
            return new Done<>(id);
        });
    }

    @Override
    public synchronized PaymentOutcome<String> chargeBy(String customerId, String cardId, String idempotencyKey) {
        return write(chargedByKey, idempotencyKey, List.of(customerId, cardId), () -> {
            if (!customerId.equals(customerByCard.get(cardId))) {
                return new Refused<>(Reason.INVALID, "The card is not attached to the customer");
            }
            chargedCard.put(customerId, cardId);
            return new Done<>(customerId);
        });
    }

    private Optional<String> unusedCard(String customerId) {
        return customerId.equals(customerByCard.get(chargedCard.getOrDefault(customerId, "")))
                ? Optional.empty()
                : customerByCard.entrySet().stream()
                        .filter(card -> card.getValue().equals(customerId))
                        .map(Map.Entry::getKey)
                        .reduce((_, later) -> later);
    }

    @Override
    public synchronized PaymentOutcome<CheckoutPage> openSetup(SetupCheckout checkout, String idempotencyKey) {
        return write(
                openedByKey,
                idempotencyKey,
                checkout,
                () -> open(checkout.customerId(), idempotencyKey, Optional.empty()));
    }

    @Override
    public synchronized PaymentOutcome<CheckoutPage> openSubscription(
            SubscriptionCheckout checkout, String idempotencyKey) {
        return write(
                openedByKey,
                idempotencyKey,
                checkout,
                () -> open(checkout.customerId(), idempotencyKey, Optional.of(checkout.priceId())));
    }

    private PaymentOutcome<CheckoutPage> open(String customerId, String key, Optional<String> price) {
        if (!(reading(customerId) instanceof Present)) {
            return new Refused<>(Reason.MISSING, "No such customer");
        }
        if (price.filter(id -> !synced || !id.startsWith("price_")).isPresent()) {
            return new Refused<>(Reason.MISSING, "No such price");
        }
        var id = nextId("cs_test_");
        var page = new CheckoutPage(
                id, URI.create("https://checkout.test/" + id), clock.instant().plus(PAGE_LIFE), false);
        pages.put(id, new Page(page, key, customerId, price, CheckoutStatus.OPEN));
        return new Done<>(page);
    }

    @Override
    public synchronized PaymentOutcome<List<OpenCheckout>> openCheckouts(String orgId, String customerId) {
        return read(() -> openPagesOf(customerId)
                .map(page -> new OpenCheckout(page.page().id(), Optional.of(page.page()), Optional.of(page.key())))
                .toList());
    }

    private <T> PaymentOutcome<T> read(Supplier<T> reading) {
        var fate = line.next();
        return fate == Line.UP ? new Done<>(reading.get()) : fate.silence();
    }

    @Override
    public synchronized PaymentOutcome<String> priceOf(PlanKey plan, BillingInterval interval) {
        var fate = line.next();
        if (fate != Line.UP) {
            return fate.silence();
        }
        return synced
                ? new Done<>("price_" + plan.wire() + "_" + interval.wire())
                : new Refused<>(Reason.NOT_SYNCED, "there is no price: run ./omni stripe-sync");
    }

    @Override
    public synchronized PaymentOutcome<PortalPage> openPortal(PortalVisit visit, String idempotencyKey) {
        return write(portalsByKey, idempotencyKey, visit, () -> {
            if (!synced) {
                return new Refused<>(Reason.NOT_SYNCED, "there is no portal configuration");
            }
            if (!(reading(visit.customerId()) instanceof Present)) {
                return new Refused<>(Reason.MISSING, "No such customer");
            }
            var id = nextId("bps_");
            return new Done<>(new PortalPage(id, URI.create("https://portal.test/" + id), false));
        });
    }

    @Override
    public synchronized PaymentOutcome<CheckoutStatus> expireCheckout(String checkoutId, String idempotencyKey) {
        return write(expiredByKey, idempotencyKey, checkoutId, () -> {
            if (!pages.containsKey(checkoutId)) {
                return new Refused<>(Reason.MISSING, "No such checkout session");
            }
            return new Done<>(end(checkoutId, CheckoutStatus.EXPIRED));
        });
    }

    @Override
    public synchronized PaymentOutcome<Optional<String>> customerOfCharge(String chargeId) {
        return read(() -> disputes.values().stream()
                .filter(dispute -> dispute.chargeId().equals(chargeId))
                .map(Dispute::customerId)
                .findFirst());
    }

    @Override
    public synchronized PaymentOutcome<CustomerReading> readCustomer(String customerId) {
        return read(() -> reading(customerId));
    }

    /** The customer fills in the page; a page that is over takes nothing more. */
    public synchronized void complete(String checkoutId) {
        var open = page(checkoutId).status() == CheckoutStatus.OPEN;
        if (open && end(checkoutId, CheckoutStatus.COMPLETE) == CheckoutStatus.COMPLETE) {
            var page = page(checkoutId);
            attachCard(page.customerId());
            page.price().ifPresent(price -> begin(page.customerId(), price));
        }
    }

    private void begin(String customerId, String price) {
        var words = price.split("_", -1);
        var start = clock.instant().atOffset(ZoneOffset.UTC);
        var id = nextId("sub_");
        var subscription = new HeldSubscription(
                id,
                PlanKey.ofWire(words[1]).orElseThrow(),
                "prod_" + words[1],
                price,
                SubscriptionStatus.ACTIVE,
                start.toInstant(),
                (words[2].equals("month") ? start.plusMonths(1) : start.plusYears(1)).toInstant(),
                SubscriptionMarks.NONE,
                start.toInstant());
        subscriptions.put(id, new Held(customerId, subscription));
    }

    /** A subscription whose product is none of ours. */
    public synchronized String subscribeToOther(String customerId) {
        var id = nextId("sub_other_");
        customerByStranger.put(id, customerId);
        return id;
    }

    /** An operator brings the catalog. */
    public synchronized void sync() {
        synced = true;
    }

    public synchronized void cancel(String subscriptionId) {
        become(subscriptionId, SubscriptionStatus.CANCELED);
    }

    /** A subscription takes another status. */
    public synchronized void become(String subscriptionId, SubscriptionStatus status) {
        subscriptions.computeIfPresent(
                subscriptionId, (_, held) -> new Held(held.customerId(), with(held.subscription(), status)));
    }

    private static HeldSubscription with(HeldSubscription held, SubscriptionStatus status) {
        return new HeldSubscription(
                held.id(),
                held.plan(),
                held.productId(),
                held.priceId(),
                status,
                held.periodStart(),
                held.periodEnd(),
                held.marks(),
                held.createdAt());
    }

    /** An invoice by mail. */
    public synchronized String invoice(String customerId, Duration due) {
        var id = nextId("in_");
        var now = clock.instant();
        invoices.put(id, new Owed(customerId, new OwedInvoice(id, false, Optional.of(now.plus(due)), now)));
        return id;
    }

    /** An invoice is paid or voided. */
    public synchronized void settle(String invoiceId) {
        invoices.remove(invoiceId);
    }

    /** The customer disputes a charge; answers the dispute's id. */
    public synchronized String dispute(String customerId) {
        var id = nextId("du_");
        disputes.put(id, new Dispute(id, nextId("ch_"), customerId, false));
        return id;
    }

    /** The charge that a dispute is about. */
    public synchronized String chargeOf(String disputeId) {
        return Objects.requireNonNull(disputes.get(disputeId), disputeId).chargeId();
    }

    /** The bank decides for the customer, or for us. */
    public synchronized void closeDispute(String disputeId, boolean lost) {
        disputes.computeIfPresent(
                disputeId, (id, dispute) -> new Dispute(id, dispute.chargeId(), dispute.customerId(), lost));
    }

    /** Subscriptions that a customer ever had. */
    public synchronized long subscriptionsOf(String customerId) {
        return subscriptions.values().stream()
                .filter(held -> held.customerId().equals(customerId))
                .count();
    }

    /** Pages that still wait for their customer. */
    public synchronized long openPages(String customerId) {
        return openPagesOf(customerId).count();
    }

    private Stream<Page> openPagesOf(String customerId) {
        return pages.keySet().stream()
                .map(this::page)
                .filter(page -> page.customerId().equals(customerId) && page.status() == CheckoutStatus.OPEN)
                .filter(page -> clock.instant().isBefore(page.page().expiresAt()));
    }

    public synchronized String attachCard(String customerId) {
        var card = nextId("pm_");
        customerByCard.put(card, customerId);
        return card;
    }

    public synchronized void detachCard(String cardId) {
        customerByCard.remove(cardId);
    }

    /** Takes every card away. */
    public synchronized void detachCards(String customerId) {
        customerByCard.values().removeIf(customerId::equals);
    }

    public synchronized void deleteCustomer(String customerId) {
        if (metering != null) {
            metering.customerDeleted(customerId);
        }
        customers.put(customerId, new Deleted(customerId));
        customerByCard.values().removeIf(customerId::equals);
        pages.forEach((id, page) -> {
            if (page.customerId().equals(customerId)) {
                end(id, CheckoutStatus.EXPIRED);
            }
        });
    }

    /** Every customer there ever was. */
    public synchronized List<String> customerIds() {
        return List.copyOf(customers.keySet());
    }

    public synchronized int customers() {
        return customers.size();
    }

    public synchronized void line(Line next) {
        line.state(next);
    }

    /** How the {@code nth} request from now on fares, of this port or of {@link InMemoryUsageBilling}; 1 is the next. */
    public synchronized void fault(int nth, Line fault) {
        line.fault(nth, fault);
    }

    /** Requests so far, of both ports, those that did not arrive too. */
    public synchronized int requests() {
        return line.requests();
    }

    Line nextRequest() {
        return line.next();
    }

    boolean isSynced() {
        return synced;
    }

    Instant now() {
        return clock.instant();
    }

    void metering(InMemoryUsageBilling usage) {
        metering = usage;
    }

    private <T> PaymentOutcome<T> write(
            Map<String, PaymentOutcome<T>> answers,
            String idempotencyKey,
            Object request,
            Supplier<PaymentOutcome<T>> effect) {
        var fate = line.next();
        if (fate == Line.DOWN) {
            return fate.silence();
        }
        var first = requestByKey.putIfAbsent(idempotencyKey, request);
        if (first != null && !first.equals(request)) {
            return new Refused<>(Reason.KEY_REUSED, "The key was used for another request");
        }
        noteIfSpent(idempotencyKey, answers.get(idempotencyKey));
        var answer = answers.computeIfAbsent(idempotencyKey, _ -> answer(fate, effect));
        return fate == Line.ANSWERS_LOST ? fate.silence() : answer;
    }

    /** Remembers whoever asks again under a key that was answered with a server error. */
    void noteIfSpent(String idempotencyKey, @Nullable PaymentOutcome<?> known) {
        if (known instanceof Unavailable<?> && known.isKeySpent()) {
            keysUsedAfterServerError.add(idempotencyKey);
        }
    }

    /** Keys that were sent again after a server error, to this port or to {@link InMemoryUsageBilling}. */
    public synchronized List<String> keysUsedAfterServerError() {
        return List.copyOf(keysUsedAfterServerError);
    }

    /** The first answer under a key. */
    static <T> PaymentOutcome<T> answer(Line fate, Supplier<PaymentOutcome<T>> effect) {
        return switch (fate) {
            case UP, ANSWERS_LOST, DOWN -> effect.get();
            case BREAKS -> fate.silence();
            case BREAKS_LATE -> {
                var _ = effect.get();
                yield fate.silence();
            }
        };
    }

    CustomerReading reading(String customerId) {
        return switch (customers.getOrDefault(customerId, new Unknown(customerId))) {
            case Present present -> asOfNow(present);
            case Deleted deleted -> deleted;
            case Unknown unknown -> unknown;
        };
    }

    private Present asOfNow(Present customer) {
        return new Present(
                customer.customerId(),
                customer.orgId(),
                customer.email(),
                customer.name(),
                customer.createdAt(),
                customerByCard.containsValue(customer.customerId()),
                unusedCard(customer.customerId()),
                customer.livemode(),
                subscriptions.values().stream()
                        .filter(held -> held.customerId().equals(customer.customerId()))
                        .map(Held::subscription)
                        .toList(),
                metering == null ? List.of() : metering.subscriptions(customer.customerId()),
                customerByStranger.entrySet().stream()
                        .filter(stranger -> stranger.getValue().equals(customer.customerId()))
                        .map(Map.Entry::getKey)
                        .toList(),
                unknown.getOrDefault(customer.customerId(), List.of()),
                invoices.values().stream()
                        .filter(owed -> owed.customerId().equals(customer.customerId()))
                        .map(Owed::invoice)
                        .toList(),
                disputes.values().stream()
                        .filter(dispute ->
                                dispute.lost() && dispute.customerId().equals(customer.customerId()))
                        .map(Dispute::id)
                        .toList(),
                taxes.standing(customer.customerId(), untaxable(customer.customerId())));
    }

    private List<String> untaxable(String customerId) {
        return metering == null
                ? List.of()
                : metering.subscriptions(customerId).stream()
                        .filter(MeteringSubscription::live)
                        .map(MeteringSubscription::id)
                        .toList();
    }

    /** Where customers are, for tests that tax them. */
    public InMemoryTaxes taxes() {
        return taxes;
    }

    @Override
    public synchronized PaymentOutcome<String> tax(String subscriptionId, String idempotencyKey) {
        return write(taxedByKey, idempotencyKey, subscriptionId, () -> taxes.tax(subscriptionId));
    }

    /** Ends the page if it is open still; answers how it ended. */
    private CheckoutStatus end(String checkoutId, CheckoutStatus end) {
        var page = page(checkoutId);
        boolean due = !clock.instant().isBefore(page.page().expiresAt());
        if (page.status() == CheckoutStatus.OPEN) {
            var status = due ? CheckoutStatus.EXPIRED : end;
            pages.put(checkoutId, new Page(page.page(), page.key(), page.customerId(), page.price(), status));
        }
        return page(checkoutId).status();
    }

    private Page page(String checkoutId) {
        return Objects.requireNonNull(pages.get(checkoutId), checkoutId);
    }

    String nextId(String prefix) {
        return prefix + ++lastNumber;
    }
}

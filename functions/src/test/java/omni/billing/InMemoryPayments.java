package omni.billing;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import omni.billing.CustomerReading.Deleted;
import omni.billing.CustomerReading.Present;
import omni.billing.CustomerReading.Unknown;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;

/** A provider in memory, with the controls of its bad days; {@link PaymentsContract} proves it equal to the adapter. */
public final class InMemoryPayments implements Payments {

    private static final Duration PAGE_LIFE = Duration.ofDays(1);

    private final InstantSource clock;
    private final Map<String, CustomerReading> customers = new HashMap<>();
    private final Map<String, String> customerByCard = new HashMap<>();
    private final Map<String, Page> pages = new HashMap<>();
    private final Map<String, Object> requestByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<String>> createdByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<CheckoutPage>> openedByKey = new HashMap<>();
    private final Map<String, PaymentOutcome<CheckoutStatus>> expiredByKey = new HashMap<>();
    private Line line = Line.UP;
    private int lastNumber;

    /** Whether requests arrive, and their answers. */
    public enum Line {
        UP,
        ANSWERS_LOST,
        DOWN
    }

    private record Page(CheckoutPage page, String customerId, CheckoutStatus status) {}

    public InMemoryPayments(InstantSource clock) {
        this.clock = clock;
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
                            false));
            return new Done<>(id);
        });
    }

    @Override
    public synchronized PaymentOutcome<CheckoutPage> openSetup(SetupCheckout checkout, String idempotencyKey) {
        return write(openedByKey, idempotencyKey, checkout, () -> {
            if (!(reading(checkout.customerId()) instanceof Present)) {
                return new Refused<>(Reason.MISSING, "No such customer");
            }
            var id = nextId("cs_test_");
            var page = new CheckoutPage(
                    id,
                    URI.create("https://checkout.test/" + id),
                    clock.instant().plus(PAGE_LIFE),
                    false);
            pages.put(id, new Page(page, checkout.customerId(), CheckoutStatus.OPEN));
            return new Done<>(page);
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
    public synchronized PaymentOutcome<CustomerReading> readCustomer(String customerId) {
        return line == Line.UP ? new Done<>(reading(customerId)) : new Unavailable<>("no answer");
    }

    /** The customer fills in the page. */
    public synchronized void complete(String checkoutId) {
        if (end(checkoutId, CheckoutStatus.COMPLETE) == CheckoutStatus.COMPLETE) {
            attachCard(page(checkoutId).customerId());
        }
    }

    public synchronized String attachCard(String customerId) {
        var card = nextId("pm_");
        customerByCard.put(card, customerId);
        return card;
    }

    public synchronized void detachCard(String cardId) {
        customerByCard.remove(cardId);
    }

    public synchronized void deleteCustomer(String customerId) {
        customers.put(customerId, new Deleted(customerId));
        customerByCard.values().removeIf(customerId::equals);
    }

    public synchronized int customers() {
        return customers.size();
    }

    public synchronized void line(Line next) {
        line = next;
    }

    private <T> PaymentOutcome<T> write(
            Map<String, PaymentOutcome<T>> answers,
            String idempotencyKey,
            Object request,
            Supplier<PaymentOutcome<T>> effect) {
        if (line == Line.DOWN) {
            return new Unavailable<>("no connection");
        }
        var first = requestByKey.putIfAbsent(idempotencyKey, request);
        var answer = first == null || first.equals(request)
                ? answers.computeIfAbsent(idempotencyKey, _ -> effect.get())
                : new Refused<T>(Reason.KEY_REUSED, "The key was used for another request");
        return line == Line.UP ? answer : new Unavailable<>("no answer");
    }

    private CustomerReading reading(String customerId) {
        return switch (customers.getOrDefault(customerId, new Unknown(customerId))) {
            case Present present -> withCard(present, customerByCard.containsValue(customerId));
            case Deleted deleted -> deleted;
            case Unknown unknown -> unknown;
        };
    }

    private static Present withCard(Present customer, boolean card) {
        return new Present(
                customer.customerId(),
                customer.orgId(),
                customer.email(),
                customer.name(),
                customer.created(),
                card,
                customer.livemode());
    }

    /** Ends the page if it is open still; answers how it ended. */
    private CheckoutStatus end(String checkoutId, CheckoutStatus end) {
        var page = page(checkoutId);
        boolean due = !clock.instant().isBefore(page.page().expiresAt());
        if (page.status() == CheckoutStatus.OPEN) {
            var status = due ? CheckoutStatus.EXPIRED : end;
            pages.put(checkoutId, new Page(page.page(), page.customerId(), status));
        }
        return page(checkoutId).status();
    }

    private Page page(String checkoutId) {
        return Objects.requireNonNull(pages.get(checkoutId), checkoutId);
    }

    private String nextId(String prefix) {
        return prefix + ++lastNumber;
    }
}

package omni.fakes;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import omni.billing.CustomerReading.Present;
import omni.billing.HeldSubscription;
import omni.billing.InMemoryPayments;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments.CheckoutPage;
import omni.billing.Payments.NewCustomer;
import omni.billing.Payments.SubscriptionCheckout;
import omni.billing.SubscriptionStatus;

/**
 * Seven things that happen at the provider to one customer, each with the event that tells of it, and an ending that no event
 * of its own tells. An event can come as late as it likes, but not before what it tells of.
 */
public final class StripeLife {

    /** The types of the seven, in the order in which they happen. */
    public static final List<String> EVENTS = List.of(
            "checkout.session.completed",
            "setup_intent.succeeded",
            "customer.subscription.created",
            "invoice.payment_failed",
            "customer.subscription.updated",
            "invoice.paid",
            "customer.subscription.deleted");

    /** What changes at last, and the state that a fresh reading then gives to an organization with grant left. */
    public enum Ending {
        NOTHING("payg_active"),
        CARDS_TAKEN_AWAY("sandbox_grant"),
        ANOTHER_INVOICE_UNPAID("payment_failed"),
        ANOTHER_PLAN("team_active"),
        CUSTOMER_DELETED("sandbox_grant");

        private final String state;

        Ending(String state) {
            this.state = state;
        }

        public String state() {
            return state;
        }
    }

    private final InMemoryPayments payments;
    private final String orgId;
    private final String customerId;
    private final String page;
    private String invoice = "";
    private int reached;
    private boolean ended;

    /** A customer of an organization who has a page of the personal plan open. */
    public StripeLife(InMemoryPayments payments, String orgId) {
        this.payments = payments;
        this.orgId = orgId;
        payments.sync();
        this.customerId = valueOf(payments.createCustomer(
                new NewCustomer(orgId, Optional.empty(), Optional.empty()), orgId + ":customer"));
        this.page = page("price_personal_year");
    }

    public String customerId() {
        return customerId;
    }

    private String page(String price) {
        var checkout = new SubscriptionCheckout("org", customerId, price, "https://a.test", "https://b.test");
        CheckoutPage opened = valueOf(payments.openSubscription(checkout, customerId + ":" + price));
        return opened.id();
    }

    private static <T> T valueOf(PaymentOutcome<T> outcome) {
        if (outcome instanceof Done<T>(var value)) {
            return value;
        }
        throw new AssertionError(String.valueOf(outcome));
    }

    /** Lets life go on until a step, from 1 to 7, has happened. */
    public synchronized void reach(int step) {
        while (reached < step) {
            reached++;
            happen(reached);
        }
    }

    private void happen(int step) {
        switch (step) {
            case 1 -> payments.complete(page);
            case 2 -> payments.attachCard(customerId);
            case 3 -> {} // the subscription came with the page
            case 4 -> {
                invoice = payments.invoice(customerId, Duration.ofDays(-1));
                payments.become(subscription(), SubscriptionStatus.PAST_DUE);
            }
            case 5 -> payments.become(subscription(), SubscriptionStatus.UNPAID);
            case 6 -> {
                payments.settle(invoice);
                payments.become(subscription(), SubscriptionStatus.ACTIVE);
            }
            case 7 -> payments.cancel(subscription());
            default -> throw new IllegalArgumentException("there is no step " + step);
        }
    }

    private String subscription() {
        return valueOf(payments.readCustomer(customerId)) instanceof Present present
                ? present.subscription().map(HeldSubscription::id).orElseThrow()
                : "";
    }

    /** The rest of life, and its ending: once. */
    public synchronized void end(Ending ending) {
        reach(EVENTS.size());
        if (ended) {
            return;
        }
        ended = true;
        switch (ending) {
            case NOTHING -> {}
            case CARDS_TAKEN_AWAY -> payments.detachCards(customerId);
            case ANOTHER_INVOICE_UNPAID -> payments.invoice(customerId, Duration.ofDays(-2));
            case ANOTHER_PLAN -> payments.complete(page("price_team_month"));
            case CUSTOMER_DELETED -> payments.deleteCustomer(customerId);
        }
    }

    /** The event of a step, all of them of one second. */
    public String event(int step) {
        var object = EVENTS.get(step - 1).startsWith("customer.subscription") ? "subscription" : "thing";
        return "{\"id\":\"evt_" + orgId + "_" + step
                + "\",\"object\":\"event\",\"created\":1778846420,\"livemode\":false,"
                + "\"type\":\"" + EVENTS.get(step - 1) + "\",\"data\":{\"object\":{\"id\":\"x\",\"object\":\"" + object
                + "\",\"customer\":\"" + customerId + "\"}}}";
    }

    /** A body's signature. */
    public static String signature(String body, String secret, Instant at) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var signed = at.getEpochSecond() + "." + body;
            return "t=" + at.getEpochSecond() + ",v1="
                    + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}

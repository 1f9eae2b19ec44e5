package omni.stripe;

import static omni.stripe.KeyPermission.Access.NONE;
import static omni.stripe.KeyPermission.Access.READ;
import static omni.stripe.KeyPermission.Access.WRITE;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a restricted key of Stripe has to be allowed, by the names that Stripe's page of keys has for resources; docs/stripe.md is rendered
 * from it, and what {@code stripe-sync} says of a refusal.
 */
public enum KeyPermission {
    CUSTOMERS("Customers", WRITE, NONE, "a customer for each organization, found again by its e-mail", "/v1/customers"),
    CHECKOUT_SESSIONS("Checkout Sessions", WRITE, NONE, "cards are entered and plans bought", "/v1/checkout/sessions"),
    PORTAL(
            "Customer portal",
            WRITE,
            WRITE,
            "visits of the portal, each with the configuration that the sync makes",
            "/v1/billing_portal/"),
    PAYMENT_METHODS(
            "PaymentMethods",
            READ,
            NONE,
            "which cards a customer has",
            "/v1/customers/{}/payment_methods",
            "/v1/payment_methods"),
    SUBSCRIPTIONS(
            "Subscriptions",
            WRITE,
            NONE,
            "plans, and the subscription through which usage is invoiced",
            "/v1/subscriptions"),
    INVOICES(
            "Invoices",
            WRITE,
            NONE,
            "debts; drafts of usage are held and let go",
            "/v1/invoices",
            "/v1/invoice_payments"),
    PAYMENT_INTENTS("PaymentIntents", READ, NONE, "a payment that is on its way is no debt", "/v1/payment_intents"),
    CHARGES("Charges and disputes", READ, NONE, "lost disputes", "/v1/charges", "/v1/disputes"),
    PRODUCTS("Products", READ, WRITE, "what the catalog sells", "/v1/products"),
    PRICES("Prices", READ, WRITE, "for how much", "/v1/prices"),
    METERS("Billing meters", READ, WRITE, "the meter of usage, and what it has counted", "/v1/billing/meters"),
    METER_EVENTS("Meter events", WRITE, NONE, "usage is told", "/v1/billing/meter_events"),
    EVENTS("Events", READ, NONE, "the sweep finds what no webhook brought", "/v1/events"),
    WEBHOOK_ENDPOINTS("Webhook Endpoints", NONE, WRITE, "the destination of ordinary events", "/v1/webhook_endpoints"),
    EVENT_DESTINATIONS(
            "Event Destinations", NONE, WRITE, "the destination of thin events", "/v2/core/event_destinations");

    /** How much; each includes those before it. */
    public enum Access {
        NONE,
        READ,
        WRITE;

        /** As Stripe's page has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String resource;
    private final Access deployment;
    private final Access sync;
    private final String why;
    private final List<String> paths;

    KeyPermission(String resource, Access deployment, Access sync, String why, String... paths) {
        this.resource = resource;
        this.deployment = deployment;
        this.sync = sync;
        this.why = why;
        this.paths = List.of(paths);
    }

    /** The name on Stripe's page of keys. */
    public String resource() {
        return resource;
    }

    /** What the key that functions work with needs. */
    public Access deployment() {
        return deployment;
    }

    /** What the key that {@code stripe-sync} is run with needs. */
    public Access sync() {
        return sync;
    }

    public String why() {
        return why;
    }

    /** What a request falls under: the one with the longest of the paths that it begins with, <code>{}</code> for an id. */
    public static Optional<KeyPermission> of(String path) {
        return Arrays.stream(values())
                .filter(permission -> permission.reach(path) > 0)
                .max(Comparator.comparingInt(permission -> permission.reach(path)));
    }

    private int reach(String path) {
        return paths.stream()
                .filter(known -> Pattern.compile(Pattern.quote(known).replace("{}", "\\E[^/]+\\Q"))
                        .matcher(path)
                        .lookingAt())
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }
}

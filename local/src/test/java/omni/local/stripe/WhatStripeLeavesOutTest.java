package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import omni.access.Rotating;
import omni.billing.BillingInterval;
import omni.billing.CollectionMethod;
import omni.billing.Money;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Silence;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments;
import omni.billing.Payments.NewCustomer;
import omni.billing.PlanKey;
import omni.billing.UsageBilling;
import omni.fakes.Bundled;
import omni.fuzz.Seed;
import omni.local.stripe.OptionalFields.Gone;
import omni.stripe.CatalogSync;
import omni.stripe.StripeEventList;
import omni.stripe.StripePayments;
import omni.stripe.StripeUsageBilling;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation of every port of the adapter against answers in which what is optional at Stripe is null or left out, and every list
 * is reversed: each gives the same as before, or says by name what it lacks. What another value follows from is in a table.
 */
class WhatStripeLeavesOutTest {

    private static final NewCustomer ACME =
            new NewCustomer("org_acme", Optional.of("ada@acme.test"), Optional.of("Acme"));
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final String NAMED = "an answer that can't be read: the(re is no)? .*";

    /** Fields whose absence says something, and what it says. */
    private static final Set<String> MEANING =
            """
            customerOfCharge charge.customer: no customer made it
            events checkout.session.customer: it is no customer's
            events payment_method.customer: it is attached to nobody
            findCustomer customer.metadata: none of ours
            openCheckouts checkout.session.metadata: none of ours
            openCheckouts checkout.session.url: nothing leads there
            readCustomer customer.email: none
            readCustomer customer.metadata: none of ours
            readCustomer customer.name: none
            readCustomer invoice.due_date: due at once
            stripe-sync billing_portal.configuration.features.subscription_update.products: no plan can be chosen
            stripe-sync billing_portal.configuration.metadata: none of ours
            stripe-sync price.recurring: paid once
            stripe-sync price.recurring.meter: not metered
            stripe-sync product.description: none
            """.lines().map(line -> line.split(":", 2)[0]).collect(Collectors.toSet());

    @AutoClose
    private final SimulatedProvider provider = new SimulatedProvider();

    private final Map<String, Supplier<PaymentOutcome<?>>> reads = new LinkedHashMap<>();
    private String customer = "";
    private String draft = "";

    /** A customer with a plan, usage, an open page, an unpaid invoice, a draft and a lost dispute. */
    @BeforeEach
    void aLife() {
        provider.sync();
        var payments = provider.payments();
        customer = done(payments.createCustomer(ACME, "c1"));
        done(payments.createCustomer(new NewCustomer("org_other", ACME.email(), Optional.empty()), "c2"));
        var wish = new Payments.SubscriptionCheckout(
                "org_acme",
                customer,
                done(payments.priceOf(PlanKey.TEAM, BillingInterval.YEAR)),
                "https://acme.test/paid",
                "https://acme.test/back");
        provider.complete(done(payments.openSubscription(wish, "s1")).id());
        provider.advance(Duration.ofSeconds(1));
        provider.attachCard(customer);
        var metering = done(provider.usageBilling()
                .subscribe(new UsageBilling.NewMetering("org_acme", customer, JUNE, CollectionMethod.CARD), "m1"));
        provider.advance(Duration.ofHours(1));
        var told = new UsageBilling.UsageTotal("org_acme:2026-05:1", customer, new Money(1_230_000), provider.now());
        done(provider.usageBilling().report(told, told.identifier()));
        provider.closeDispute(provider.dispute(customer), true);
        var charge = provider.chargeOf(provider.dispute(paying()));
        provider.invoice(customer, Duration.ofDays(3));
        provider.advance(Duration.between(provider.now(), JUNE.plusSeconds(60)));
        for (var number = 1; number <= 2; number++) {
            done(payments.openSetup(setup(customer), "omni:org_acme:checkout:" + number));
        }
        draft = done(provider.usageBilling().invoices(customer, Instant.EPOCH))
                .getFirst()
                .id();
        assertThat(metering.live()).isTrue();
        operations(charge);
    }

    private String paying() {
        var payments = provider.payments();
        var other = done(payments.createCustomer(new NewCustomer("org_3", Optional.empty(), Optional.empty()), "c3"));
        var price = done(payments.priceOf(PlanKey.PERSONAL, BillingInterval.MONTH));
        var wish = new Payments.SubscriptionCheckout("org_3", other, price, "https://a.test", "https://a.test");
        provider.complete(done(payments.openSubscription(wish, "s3")).id());
        return other;
    }

    private static Payments.SetupCheckout setup(String customer) {
        return new Payments.SetupCheckout("org_acme", customer, "https://acme.test/done", "https://acme.test/back");
    }

    private void operations(String charge) {
        reads.put("readCustomer", () -> payments().readCustomer(customer));
        reads.put("findCustomer", () -> payments().findCustomer(ACME, Instant.EPOCH));
        reads.put("openCheckouts", () -> payments().openCheckouts("org_acme", customer));
        reads.put("priceOf", () -> payments().priceOf(PlanKey.TEAM, BillingInterval.MONTH));
        reads.put("customerOfCharge", () -> payments().customerOfCharge(charge));
        reads.put("readMeter", () -> usage().readMeter(customer, JUNE.minus(Duration.ofDays(31)), JUNE));
        reads.put("invoices", () -> usage().invoices(customer, Instant.EPOCH));
        reads.put("invoice", () -> usage().invoice(draft));
        reads.put("events", () -> events().list(Instant.EPOCH, JUNE.plusSeconds(3600), null));
        reads.put("stripe-sync", () -> sync().plan());
    }

    /** New ones each time: what was read before must not help. */
    private Payments payments() {
        return new StripePayments(
                SimulatedProvider.API_KEY, Optional.of(provider.line.baseUri()), SimulatedProvider.QUICK);
    }

    private UsageBilling usage() {
        return new StripeUsageBilling(
                SimulatedProvider.API_KEY, Optional.of(provider.line.baseUri()), SimulatedProvider.QUICK);
    }

    private StripeEventList events() {
        return new StripeEventList(
                Rotating.ofConstant(SimulatedProvider.API_KEY),
                Optional.of(provider.line.baseUri()),
                SimulatedProvider.QUICK);
    }

    private CatalogSync sync() {
        return new CatalogSync(
                SimulatedProvider.API_KEY, Optional.of(provider.line.baseUri()), Bundled.CATALOG.rateCard());
    }

    @Test
    void noListHasAnOrder() {
        reads.forEach((name, read) -> {
            var plain = done(read.get());

            provider.line.change(OptionalFields::reverse);

            assertThat(done(read.get()))
                    .as(name)
                    .usingRecursiveComparison()
                    .ignoringCollectionOrder()
                    .isEqualTo(plain);
            provider.line.change(answer -> answer);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOptionalMayBeGoneAltogether(Gone how) {
        reads.forEach((name, read) -> {
            provider.line.change(answer -> OptionalFields.without(answer, _ -> true, how));

            assertNamed(name + " without all that is optional", read.get());
        });
    }

    /** Each by itself: what it does not tell, something else does, or nothing is said at all. */
    @ParameterizedTest
    @EnumSource
    void aFieldThatIsGoneIsMissedByNameOrNotAtAll(Gone how) {
        var wrong = new TreeSet<String>();
        var meant = new TreeSet<String>();
        reads.forEach((name, read) -> {
            var fields = new ConcurrentSkipListSet<String>();
            provider.line.change(answer -> {
                fields.addAll(OptionalFields.in(answer));
                return answer;
            });
            var plain = done(read.get());
            for (var field : Set.copyOf(fields)) {
                provider.line.change(answer -> OptionalFields.without(answer, field::equals, how));
                var outcome = read.get();
                if (MEANING.contains(name + " " + field)) {
                    meant.add(name + " " + field);
                    assertNamed(name + " without " + field, outcome);
                } else if (!outcome.equals(new Done<>(plain)) && !isNamed(outcome)) {
                    wrong.add(name + " without " + field + ": " + outcome);
                }
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(meant).as("each is seen").isEqualTo(new TreeSet<>(MEANING));
    }

    /** A seeded handful at once, on every operation that writes, too. */
    @ParameterizedTest
    @EnumSource
    void noAnswerToAWriteIsMoreThanItsRequiredFields(Gone how) {
        var seed = Seed.of("WhatStripeLeavesOutTest");
        var random = new Random(seed);
        var share = 1 + random.nextInt(4);
        provider.line.change(answer ->
                OptionalFields.without(answer, field -> Math.floorMod(field.hashCode() + seed, share) == 0, how));
        writes("w" + seed + how).forEach((name, outcome) -> assertNamed("seed " + seed + ", " + name, outcome));

        provider.line.change(answer -> OptionalFields.without(answer, _ -> true, how));
        writes("all" + seed + how).forEach((name, outcome) -> assertNamed(name, outcome));
        assertNamed("stripe-sync", sync().apply());
    }

    private Map<String, PaymentOutcome<?>> writes(String key) {
        var outcomes = new LinkedHashMap<String, PaymentOutcome<?>>();
        outcomes.put("createCustomer", payments().createCustomer(ACME, key + "c"));
        outcomes.put("chargeBy", payments().chargeBy(customer, provider.attachCard(customer), key + "b"));
        outcomes.put("openSetup", payments().openSetup(setup(customer), key + "s"));
        outcomes.put("openPortal", payments().openPortal(new Payments.PortalVisit(customer, "https://a.test"), key));
        outcomes.put(
                "openSubscription",
                payments()
                        .priceOf(PlanKey.TEAM, BillingInterval.YEAR)
                        .then(price -> payments()
                                .openSubscription(
                                        new Payments.SubscriptionCheckout(
                                                "org_acme", customer, price, "https://a.test", "https://a.test"),
                                        key + "p")));
        outcomes.put(
                "expireCheckout",
                payments()
                        .openSetup(setup(customer), key + "x")
                        .then(page -> payments().expireCheckout(page.id(), key + "e")));
        var metering = usage().subscribe(
                        new UsageBilling.NewMetering(
                                "org_acme", customer, JUNE.plus(Duration.ofDays(30)), CollectionMethod.CARD),
                        key + "m");
        outcomes.put("subscribe", metering);
        outcomes.put(
                "collectBy", metering.then(made -> usage().collectBy(made.id(), CollectionMethod.INVOICE, key + "i")));
        outcomes.put("end", metering.then(made -> usage().end(made.id(), key + "n")));
        var total = new UsageBilling.UsageTotal(key, customer, new Money(7), provider.now());
        outcomes.put("report", usage().report(total, key + "t"));
        outcomes.putAll(onDrafts(key));
        return outcomes;
    }

    private Map<String, PaymentOutcome<?>> onDrafts(String key) {
        var outcomes = new LinkedHashMap<String, PaymentOutcome<?>>();
        outcomes.put("hold", usage().hold(draft, key + "h"));
        outcomes.put("describe", usage().describe(draft, "a text", key + "d"));
        outcomes.put("release", usage().release(draft, key + "r"));
        return outcomes;
    }

    private static void assertNamed(String what, PaymentOutcome<?> outcome) {
        assertThat(outcome instanceof Done<?> || isNamed(outcome))
                .as("%s: %s", what, outcome)
                .isTrue();
    }

    private static boolean isNamed(PaymentOutcome<?> outcome) {
        return switch (outcome) {
            case Done<?> _ -> false;
            case Refused<?> _ -> true;
            case Unavailable<?>(var detail, var silence) -> silence == Silence.UNREADABLE && detail.matches(NAMED);
        };
    }

    private static <T> T done(PaymentOutcome<T> outcome) {
        if (outcome instanceof Done<T>(var value)) {
            return value;
        }
        throw new AssertionError(outcome);
    }
}

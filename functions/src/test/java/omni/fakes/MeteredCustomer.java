package omni.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.Contract;
import omni.billing.CustomerReading;
import omni.billing.Discount;
import omni.billing.InMemoryUsageBilling;
import omni.billing.InvoicePeriod;
import omni.billing.MeteringSubscription;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.billing.UsageBilling;
import omni.invoicing.MeteringKeeper;
import omni.invoicing.PaymentFacts;

/** One organization, its Stripe customers and their metering subscriptions, in memory, and what happens to them. */
public final class MeteredCustomer {

    public final StripeRig stripe = new StripeRig();
    public final InMemoryUsageBilling usage = stripe.usageBilling;

    /** Ids of those that were ended because there were two. */
    public final List<String> twice = new ArrayList<>();

    private final AtomicLong attempts = new AtomicLong();

    public MeteredCustomer() {
        stripe.payments.sync();
    }

    public MeteringKeeper keeper() {
        return keeper(Stumbling.never());
    }

    /** One whose n-th call goes wrong. */
    public MeteringKeeper keeper(Stumbling stumbling) {
        return new MeteringKeeper(
                stumbling.port(Accounts.class, stripe.accounts),
                stumbling.port(Payments.class, stripe.payments),
                stumbling.port(UsageBilling.class, usage),
                stripe.profile(),
                (_, _, ended) -> twice.add(ended));
    }

    public MeteringKeeper.Outcome ensure() {
        return keeper().ensure(Rig.ORG, now());
    }

    public Instant now() {
        return stripe.rig.clock.instant();
    }

    public void clockAt(Instant instant) {
        stripe.rig.clock.advance(Duration.between(now(), instant));
    }

    public void monthTurns() {
        clockAt(InvoicePeriod.at(now()).end().plusSeconds(1));
    }

    public BillingRecord record() {
        return stripe.accounts.billing(Rig.ORG);
    }

    public void account(UnaryOperator<AnAccount> change) {
        stripe.account(change.apply(AnAccount.at(now()).of(Rig.ORG)).build());
    }

    public void standing(UnaryOperator<Account.Standing> change) {
        var account = stripe.accounts.account(Rig.ORG, true);
        stripe.accounts.put(account.withStanding(change.apply(account.standing())));
    }

    public void contract(Instant from, Instant to) {
        standing(before -> new Account.Standing(
                before.cardOnFile(),
                before.subscription(),
                before.delinquentSince(),
                true,
                new Contract(from, to, Discount.NONE, null),
                before.operatorRestriction(),
                before.disputeLostAt()));
    }

    public void contract() {
        contract(now().minusSeconds(9), Instant.parse("2030-01-01T00:00:00Z"));
    }

    /** A customer that a checkout made. */
    public String customer(Optional<String> email) {
        var made = stripe.payments.createCustomer(
                new Payments.NewCustomer(Rig.ORG, email, Optional.empty()), "made:" + attempts.incrementAndGet());
        var id = made instanceof PaymentOutcome.Done<String>(var value) ? value : "";
        stripe.accounts.saveBilling(
                record().withCustomer(new BillingRecord.Customer(id, email.orElse(null), null, now(), now())));
        return id;
    }

    /** A customer with a card, as a webhook told. */
    public String payer() {
        var id = customer(Optional.of("ann@example.com"));
        attachCard();
        return id;
    }

    public void attachCard() {
        if (customer().isPresent()) {
            stripe.payments.attachCard(customer().get());
            refresh();
        }
    }

    public void detachCards() {
        customer().ifPresent(stripe.payments::detachCards);
        refresh();
    }

    public void deleteCustomer() {
        customer().ifPresent(stripe.payments::deleteCustomer);
    }

    public void endAll() {
        live().forEach(seen -> usage.endByHand(seen.id()));
    }

    /** Somebody begins one by hand. */
    public void beginByHand() {
        usage.subscribe(
                new UsageBilling.NewMetering(
                        Rig.ORG,
                        customer().orElseThrow(),
                        InvoicePeriod.at(now()).end(),
                        omni.billing.CollectionMethod.CARD),
                "hand:" + attempts.incrementAndGet());
    }

    private void refresh() {
        customer().ifPresent(id -> new PaymentFacts(stripe.accounts, stripe.payments).refresh(Rig.ORG, id, now()));
    }

    public Optional<String> customer() {
        return Optional.ofNullable(record().customer()).map(BillingRecord.Customer::id);
    }

    /** Every subscription that is live, of whatever customer. */
    public List<MeteringSubscription> live() {
        return all().stream().filter(MeteringSubscription::live).toList();
    }

    /** Every subscription there ever was. */
    public List<MeteringSubscription> all() {
        return stripe.payments.customerIds().stream()
                .flatMap(id -> usage.subscriptions(id).stream())
                .toList();
    }

    /** Customers that were not deleted. */
    public long present() {
        return stripe.payments.customerIds().stream()
                .filter(id -> stripe.payments.readCustomer(id)
                        instanceof PaymentOutcome.Done<CustomerReading>(CustomerReading.Present _))
                .count();
    }

    public MeteringSubscription only() {
        if (live().size() != 1) {
            throw new AssertionError("live: " + live());
        }
        return Objects.requireNonNull(live().getFirst());
    }
}

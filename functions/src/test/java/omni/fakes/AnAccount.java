package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import omni.account.Account;
import omni.account.Windows;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.Contract;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.billing.Subscription;
import omni.billing.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

/** Builds accounts for tests: a new one with its whole grant, then only what a test is about. */
public final class AnAccount {

    private final Instant now;
    private String orgId = "org_0123456789Ab";
    private boolean live = true;
    private Account.Grant grant;
    private boolean card;
    private @Nullable Subscription subscription;
    private @Nullable Instant delinquentSince;
    private boolean had;
    private @Nullable Contract contract;
    private boolean restricted;
    private @Nullable Instant disputeLostAt;
    private Account.Counters counters;
    private @Nullable Long spendCap;
    private @Nullable Long softCap;
    private @Nullable Long threshold;
    private final List<Approval> approvals = new ArrayList<>();
    private Windows windows;

    private AnAccount(Instant now) {
        this.now = now;
        this.grant = new Account.Grant(250, 0, InvoicePeriod.at(now));
        this.counters = Account.Counters.startingAt(now);
        this.windows = Windows.startingAt(now);
    }

    /** An organization that was made at {@code now}. */
    public static AnAccount at(Instant now) {
        return new AnAccount(now);
    }

    public AnAccount of(String organization) {
        orgId = organization;
        return this;
    }

    public AnAccount test() {
        live = false;
        return this;
    }

    public AnAccount grantLeft(long left) {
        grant = new Account.Grant(250, 250 - left, grant.period());
        return this;
    }

    public AnAccount grant(Account.Grant other) {
        grant = other;
        return this;
    }

    public AnAccount card() {
        card = true;
        return hadCardOrPlan();
    }

    public AnAccount hadCardOrPlan() {
        had = true;
        return this;
    }

    public AnAccount subscription(PlanKey plan, SubscriptionStatus status) {
        subscription = new Subscription(plan, status);
        return hadCardOrPlan();
    }

    public AnAccount delinquentSince(Instant since) {
        delinquentSince = since;
        return this;
    }

    public AnAccount contract(Contract signed) {
        contract = signed;
        return hadCardOrPlan();
    }

    public AnAccount withRestriction() {
        restricted = true;
        return this;
    }

    public AnAccount disputeLost() {
        disputeLostAt = now;
        return this;
    }

    public AnAccount withAccrual(long microDollars) {
        counters = new Account.Counters(
                counters.period(),
                counters.sequence(),
                new Money(microDollars),
                counters.aiUnitsUsed(),
                null,
                Money.ZERO,
                0);
        return this;
    }

    public AnAccount aiUsed(long used) {
        counters = new Account.Counters(
                counters.period(), counters.sequence(), counters.accrual(), used, null, Money.ZERO, 0);
        return this;
    }

    public AnAccount spendCapCents(long cents) {
        spendCap = cents;
        return this;
    }

    public AnAccount softCapCents(long cents) {
        softCap = cents;
        return this;
    }

    public AnAccount thresholdCents(long cents) {
        threshold = cents;
        return this;
    }

    public AnAccount approval(long cents, Instant expiresAt) {
        approvals.add(new Approval(cents, expiresAt));
        return this;
    }

    public AnAccount windows(Windows counted) {
        windows = counted;
        return this;
    }

    public Account build() {
        return new Account(
                orgId,
                live,
                1,
                1,
                grant,
                new Account.Standing(card, subscription, delinquentSince, had, contract, restricted, disputeLostAt),
                counters,
                new BudgetCaps(spendCap, softCap, threshold),
                approvals,
                windows,
                null);
    }
}

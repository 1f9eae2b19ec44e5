package omni.endpoint;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.account.Account;
import omni.account.Terms;
import omni.billing.BillingPosition;
import omni.billing.BillingRecord;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.billing.TaxStanding.Location;
import omni.call.MeterHeaders.BudgetMarks;
import omni.catalog.Catalog;
import omni.http.Settings;
import omni.ledger.RollUp;
import omni.refusal.NextStep;
import org.jspecify.annotations.Nullable;

/** BillingAccount of contract 11.3. {@code livemode} is the deployment's. */
record BillingView(
        String object,
        String orgId,
        boolean livemode,
        Optional<String> requestId,
        Optional<String> traceparent,
        @Nullable Customer customer,
        @Nullable Subscription subscription,
        String effectivePlanKey,
        String publicPlanKey,
        String billingState,
        String rightsKey,
        long freeGrantTotal,
        long freeGrantUsed,
        long freeGrantRemaining,
        boolean cardOnFile,
        boolean cardRequired,
        String rateCardVersion,
        @Nullable String nextRecommendedPlan,
        List<RatesView.MeterFamilyPrice> meterFamilyPrices,
        List<RatesView.BillingPlan> plans,
        Settlement settlement,
        Budget budget,
        Map<String, MonthlyQuota> monthlyQuotas) {

    record Customer(
            String object,
            String orgId,
            String stripeCustomerId,
            boolean livemode,
            @Nullable String email,
            @Nullable String name,
            Instant createdAt,
            Instant updatedAt) {}

    /** BillingSubscription; {@code createdAt} is Stripe's. */
    record Subscription(
            String object,
            String id,
            String orgId,
            String stripeCustomerId,
            String planKey,
            @Nullable String stripeProductId,
            @Nullable String stripePriceId,
            String status,
            @Nullable Instant currentPeriodStart,
            @Nullable Instant currentPeriodEnd,
            boolean cancelAtPeriodEnd,
            @Nullable Instant cancelAt,
            boolean collectionPaused,
            boolean livemode,
            Instant createdAt,
            Instant updatedAt) {}

    record Settlement(
            String provider,
            String status,
            @Nullable String externalAccountId,
            Map<String, Object> metadata,
            String taxLocation,
            List<NextStep.Entry> nextSteps,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) {}

    record Budget(
            String object,
            String currency,
            String invoicePeriod,
            @Nullable Long spendCapCents,
            @Nullable Long softCapCents,
            @Nullable Long approvalThresholdCents,
            long accruedUsageCents,
            boolean softCapReached,
            boolean approvalRequired,
            boolean hardCapReached,
            List<LineItem> lineItems) {}

    record LineItem(
            String publicPlanKey,
            String meterFamily,
            long units,
            long requestCount,
            BigDecimal unitAmountUsd,
            long amountCents,
            @Nullable Instant lastRecordedAt) {}

    record MonthlyQuota(
            String family,
            long limit,
            long used,
            long remaining,
            Instant resetAt,
            @Nullable Instant graceUntil) {}

    /** What the view is made from. */
    record Parts(Catalog catalog, Terms terms, Settings settings, BillingRecord record, RollUp period) {

        boolean livemode() {
            return settings.livemode();
        }
    }

    /** The view of a live account as stored. */
    static BillingView of(Parts parts, Account live, String requestId, String traceparent, Instant now) {
        var account = live.rolledTo(now, parts.terms().renewal());
        var position = parts.terms().position(account, now);
        var card = parts.catalog().rateCard();
        var standing = account.standing();
        return new BillingView(
                "billing_account",
                account.orgId(),
                parts.livemode(),
                Optional.of(requestId),
                Optional.of(traceparent),
                customer(parts, account.orgId()),
                subscription(parts, account.orgId()),
                position.effectivePlan().wire(),
                position.publicPlan().wire(),
                position.state().wire(),
                position.publicPlan().rightsKey(),
                account.grant().total(),
                account.grant().total() - account.grant().unitsLeft(),
                account.grant().unitsLeft(),
                standing.cardOnFile(),
                position.requiresCard(),
                card.version(),
                position.nextRecommendedPlan().map(PlanKey::wire).orElse(null),
                RatesView.prices(card, position.effectivePlan(), standing.contract()),
                RatesView.plans(card),
                settlement(parts, account, now),
                budget(parts.catalog(), parts.terms(), parts.period(), account, now),
                Map.of("ai_queries", aiQueries(parts.terms(), account, position, now)));
    }

    private static @Nullable Customer customer(Parts parts, String orgId) {
        var customer = parts.record().customer();
        return customer == null
                ? null
                : new Customer(
                        "billing_customer",
                        orgId,
                        customer.id(),
                        parts.livemode(),
                        customer.email(),
                        customer.name(),
                        customer.createdAt(),
                        customer.updatedAt());
    }

    private static @Nullable Subscription subscription(Parts parts, String orgId) {
        var customer = parts.record().customer();
        var subscribed = parts.record().subscription();
        if (customer == null || subscribed == null) {
            return null;
        }
        var held = subscribed.subscription();
        return new Subscription(
                "billing_subscription",
                held.id(),
                orgId,
                customer.id(),
                held.plan().wire(),
                held.productId(),
                held.priceId(),
                held.status().wire(),
                held.periodStart(),
                held.periodEnd(),
                held.marks().cancelAtPeriodEnd(),
                held.marks().cancelAt(),
                held.marks().collectionPaused(),
                parts.livemode(),
                held.createdAt(),
                subscribed.updatedAt());
    }

    /** Contract 5.5, first match. */
    private static Settlement settlement(Parts parts, Account account, Instant now) {
        var customer = parts.record().customer();
        var place = taxLocation(parts.catalog(), customer);
        var status = "not_configured";
        if (account.standing().delinquentSince() != null) {
            status = "past_due";
        } else if (account.facts().hasPayerAt(now)) {
            status = "active";
        } else if (customer != null) {
            status = "pending";
        }
        return new Settlement(
                customer == null ? "none" : "stripe",
                status,
                customer == null ? null : customer.id(),
                Map.of(),
                place.wire(),
                place == Location.MISSING
                        ? NextStep.entries(List.of(NextStep.OPEN_PORTAL), parts.settings())
                        : List.of(),
                customer == null ? null : customer.createdAt(),
                customer == null ? null : customer.updatedAt());
    }

    /** Without tax nobody has to be anywhere; without a customer a checkout is still to ask. */
    private static Location taxLocation(Catalog catalog, BillingRecord.@Nullable Customer customer) {
        return customer == null || !catalog.rateCard().tax().isOn() ? Location.NOT_NEEDED : customer.taxLocation();
    }

    /** BillingBudget of an account that is rolled to {@code now}; {@code period} is the roll-up of its present period. */
    static Budget budget(Catalog catalog, Terms terms, RollUp period, Account account, Instant now) {
        var marks = BudgetMarks.of(account, terms.position(account, now), terms, now);
        var caps = account.caps();
        return new Budget(
                "billing_budget",
                "usd",
                InvoicePeriod.at(now).text(),
                caps.spendCapCents(),
                caps.softCapCents(),
                caps.approvalThresholdCents(),
                account.ledger().accrual().centsHalfUp(),
                marks.softCap(),
                marks.approval(),
                marks.hardCap(),
                lineItems(catalog, period));
    }

    private record LineKey(PlanKey plan, String family, long price) {}

    /** One line for each plan, family and unit price, from the roll-up's lines by class. */
    private static List<LineItem> lineItems(Catalog catalog, RollUp period) {
        var lines = new HashMap<LineKey, RollUp.Tally>();
        period.tallies().forEach((key, tally) -> {
            var words = key.split("#", -1);
            if (words[0].equals("line") && tally.units() > 0) {
                var family = catalog.meterClass(Integer.parseInt(words[2]))
                        .map(MeterClass::family)
                        .map(known -> known.key())
                        .orElse("retired");
                var line = new LineKey(PlanKey.ofNumber(Long.parseLong(words[1])), family, Long.parseLong(words[3]));
                lines.merge(line, tally, RollUp.Tally::plus);
            }
        });
        var items = new ArrayList<LineItem>();
        lines.forEach((line, tally) -> items.add(new LineItem(
                line.plan().wire(),
                line.family(),
                tally.units(),
                tally.units(),
                new Money(line.price()).usd(),
                tally.amount().centsHalfUp(),
                tally.lastAt())));
        items.sort(Comparator.comparing(LineItem::publicPlanKey)
                .thenComparing(LineItem::meterFamily)
                .thenComparing(LineItem::unitAmountUsd));
        return items;
    }

    private static MonthlyQuota aiQueries(Terms terms, Account account, BillingPosition position, Instant now) {
        var quota = terms.aiQuota(account, position.effectivePlan(), now);
        return new MonthlyQuota(
                "ai_queries", quota.limit(), quota.unitsUsed(), quota.remaining(), quota.resetAt(), quota.graceUntil());
    }
}

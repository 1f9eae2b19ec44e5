package omni.endpoint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.access.Principal;
import omni.access.Scopes;
import omni.account.Account;
import org.jspecify.annotations.Nullable;

/** {@code overview} of DashboardOverview, contract 11.7: what else the answer holds, summed up for a first glance. */
record OverviewView(
        String object,
        Instant recordedAt,
        Gate privateBeta,
        Capabilities capabilities,
        Keys apiKeys,
        Usage usage,
        Billing billing,
        List<OverviewActions.Action> actions) {

    private static final int TOP_METERS = 5;
    private static final int RATE_DIGITS = 6;

    /** Whether people can sign in: anybody may where an issuer is configured, there is no closed beta. */
    record Gate(
            String object,
            boolean privateBetaEnabled,
            boolean publicSignupEnabled,
            boolean authkitConfigured,
            boolean clientIdConfigured,
            boolean workosConfigured,
            boolean loginEnabled,
            boolean signupEnabled) {

        static Gate of(boolean issuer) {
            return new Gate("dashboard_auth_gate_state", false, true, issuer, issuer, issuer, issuer, issuer);
        }
    }

    record Capabilities(
            String authMode,
            boolean canManageApiKeys,
            boolean canCreateApiKeys,
            boolean canManageBilling,
            List<String> acceptedApiKeyManagementScopes,
            List<String> acceptedBillingManagementScopes) {}

    /** @param remainingCreateCount by the key limit, for which an overlapping pair of a rotation is one */
    record Keys(long activeCount, long revokedCount, long totalCount, long activeKeyLimit, long remainingCreateCount) {}

    record Usage(
            long totalRequests,
            long successCount,
            long errorCount,
            BigDecimal errorRate,
            @Nullable Instant lastSeenAt,
            List<UsageSummaryView.Meter> topMeters) {}

    record Grant(long total, long used, long remaining) {}

    record Billing(
            String publicPlanKey,
            String billingState,
            String rightsKey,
            boolean cardOnFile,
            boolean cardRequired,
            Grant freeGrant,
            Map<String, BillingView.MonthlyQuota> monthlyQuotas,
            BillingView.Budget budget,
            String settlementStatus,
            @Nullable String nextRecommendedPlan,
            @Nullable String subscriptionStatus,
            @Nullable Instant currentPeriodEnd) {}

    /**
     * What it is made from.
     *
     * @param countedKeys keys that count against the limit
     * @param issuer whether people can sign in
     */
    record Parts(
            Principal principal,
            Account live,
            BillingView billing,
            UsageSummaryView usage,
            List<ApiKeyView> keys,
            long countedKeys,
            long keyLimit,
            boolean issuer) {

        long room() {
            return Math.max(0, keyLimit - countedKeys);
        }
    }

    static OverviewView of(Parts parts, Instant now) {
        var actions = OverviewActions.of(parts, now);
        return new OverviewView(
                "dashboard_overview_summary",
                now,
                Gate.of(parts.issuer()),
                capabilities(parts.principal(), actions),
                keys(parts),
                usage(parts.usage()),
                billing(parts.billing()),
                actions);
    }

    /** Who may create keys has the scope, and room for one more. */
    private static Capabilities capabilities(Principal principal, List<OverviewActions.Action> actions) {
        return new Capabilities(
                principal.authMode().wire(),
                principal.has(Scopes.API_KEYS_MANAGE),
                actions.stream()
                        .anyMatch(action -> action.id().equals(OverviewActions.CREATE_API_KEY) && action.enabled()),
                principal.has(Scopes.BILLING_MANAGE) && principal.livemode(),
                List.of(Scopes.API_KEYS_MANAGE, Scopes.OPERATOR, Scopes.ALL),
                List.of(Scopes.BILLING_MANAGE, Scopes.OPERATOR, Scopes.ALL));
    }

    private static Keys keys(Parts parts) {
        var active = parts.keys().stream()
                .filter(key -> key.status().equals("active"))
                .count();
        var total = parts.keys().size();
        return new Keys(active, total - active, total, parts.keyLimit(), parts.room());
    }

    private static Usage usage(UsageSummaryView usage) {
        var meters = usage.meters();
        var errors =
                meters.stream().mapToLong(UsageSummaryView.Meter::errorCount).sum();
        return new Usage(
                usage.totalRequests(),
                meters.stream().mapToLong(UsageSummaryView.Meter::successCount).sum(),
                errors,
                share(errors, usage.totalRequests()),
                meters.stream()
                        .map(UsageSummaryView.Meter::lastSeenAt)
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo)
                        .orElse(null),
                meters.stream().limit(TOP_METERS).toList());
    }

    private static BigDecimal share(long part, long whole) {
        return whole == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(part)
                        .divide(BigDecimal.valueOf(whole), RATE_DIGITS, RoundingMode.HALF_UP)
                        .stripTrailingZeros();
    }

    private static Billing billing(BillingView billing) {
        var subscription = billing.subscription();
        return new Billing(
                billing.publicPlanKey(),
                billing.billingState(),
                billing.rightsKey(),
                billing.cardOnFile(),
                billing.cardRequired(),
                new Grant(billing.freeGrantTotal(), billing.freeGrantUsed(), billing.freeGrantRemaining()),
                billing.monthlyQuotas(),
                billing.budget(),
                billing.settlement().status(),
                billing.nextRecommendedPlan(),
                subscription == null ? null : subscription.status(),
                subscription == null ? null : subscription.currentPeriodEnd());
    }
}

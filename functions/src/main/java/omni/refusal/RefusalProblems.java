package omni.refusal;

import java.time.Instant;
import java.util.List;
import omni.billing.BillingPosition;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.json.Timestamps;
import omni.meter.Refusal;
import org.jspecify.annotations.Nullable;

/** The problems of the meter's refusals: contract 9.2 and 9.3, field by field. */
public record RefusalProblems(Settings settings) {

    public Reply.Problem of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.KeyRefused() -> authenticationFailed();
            case Refusal.RateLimited limited -> rateLimited(limited);
            case Refusal.BillingRequired required -> billingRequired(required);
            case Refusal.HardCapExceeded exceeded -> hardCap(exceeded);
            case Refusal.ApprovalRequired required -> approval(required);
            case Refusal.AiQuotaExceeded exceeded -> aiQuota(exceeded);
        };
    }

    /** The one body of every refused credential (contract 3.3). */
    public static Reply.Problem authenticationFailed() {
        return Reply.Problem.of(ErrorCode.AUTHENTICATION_FAILED, "The credential is not valid.")
                .hint("Check the key, or create a new one; keys that are unknown, revoked or expired read alike.")
                .detail("retryable", false);
    }

    /** A mutation that a restricted organization may not make (contract 5.4). */
    public Reply.Problem restricted(BillingPosition position, long grantLeft, @Nullable Instant delinquentSince) {
        var reason = position.row() == 1 ? Refusal.Reason.RESTRICTED : Refusal.Reason.PAYMENT_FAILED;
        return billingRequired(reason, position, "platform_read", grantLeft, delinquentSince);
    }

    private Reply.Problem billingRequired(Refusal.BillingRequired required) {
        return billingRequired(
                required.reason(),
                required.position(),
                required.meterClass().key(),
                required.grantLeft(),
                required.delinquentSince());
    }

    private Reply.Problem billingRequired(
            Refusal.Reason reason,
            BillingPosition position,
            String meterClass,
            long grantLeft,
            @Nullable Instant delinquentSince) {
        var problem = Reply.Problem.of(ErrorCode.BILLING_REQUIRED, message(reason))
                .docs(docsPath(reason))
                .detail("reason", reason.wire());
        return position(
                reason == Refusal.Reason.PAYMENT_FAILED && delinquentSince != null
                        ? problem.detail("delinquentSince", Timestamps.text(delinquentSince))
                        : problem,
                position,
                meterClass,
                grantLeft,
                action(reason),
                steps(reason));
    }

    static String message(Refusal.Reason reason) {
        return switch (reason) {
            case STARTER_GRANT_EXHAUSTED -> "The starter grant is used up. Attach a card to continue.";
            case CARD_REQUIRED -> "A card, subscription or contract is needed to continue.";
            case PAYMENT_FAILED -> "A payment has failed. Settle the open invoice to continue.";
            case RESTRICTED -> "This organization is restricted to reading its account. Contact support.";
            case PLAN_EXCLUDES_METER_CLASS -> "The present plan does not include this kind of call.";
        };
    }

    private static String action(Refusal.Reason reason) {
        return switch (reason) {
            case STARTER_GRANT_EXHAUSTED, CARD_REQUIRED, PAYMENT_FAILED -> "resolve_billing_status";
            case RESTRICTED -> "contact_support";
            case PLAN_EXCLUDES_METER_CLASS -> "upgrade_plan";
        };
    }

    private static String docsPath(Refusal.Reason reason) {
        return switch (reason) {
            case STARTER_GRANT_EXHAUSTED, CARD_REQUIRED -> "/pay-as-you-go";
            case PAYMENT_FAILED, RESTRICTED -> "/billing-states";
            case PLAN_EXCLUDES_METER_CLASS -> "/plans-and-pricing";
        };
    }

    private static List<NextStep> steps(Refusal.Reason reason) {
        return switch (reason) {
            case STARTER_GRANT_EXHAUSTED, CARD_REQUIRED -> List.of(NextStep.ACTIVATE_PAYG, NextStep.START_CHECKOUT);
            case PAYMENT_FAILED -> List.of(NextStep.OPEN_PORTAL);
            case RESTRICTED -> List.of(NextStep.GET_BILLING);
            case PLAN_EXCLUDES_METER_CLASS -> List.of(NextStep.START_CHECKOUT, NextStep.GET_BILLING_RATES);
        };
    }

    private Reply.Problem hardCap(Refusal.HardCapExceeded exceeded) {
        var problem = Reply.Problem.of(
                        ErrorCode.BILLING_BUDGET_HARD_CAP_EXCEEDED, "This call does not fit under the spend cap.")
                .docs("/budgets")
                .detail("reason", "budget_hard_cap_exceeded");
        return cost(
                        position(
                                problem,
                                exceeded.position(),
                                exceeded.meterClass().key(),
                                exceeded.grantLeft(),
                                "raise_budget_cap",
                                List.of(NextStep.UPDATE_BUDGET)),
                        exceeded.accrual(),
                        exceeded.price())
                .detail("spendCapCents", exceeded.cap().centsHalfUp());
    }

    private Reply.Problem approval(Refusal.ApprovalRequired required) {
        var problem = Reply.Problem.of(
                        ErrorCode.BILLING_BUDGET_APPROVAL_REQUIRED,
                        "This call does not fit under what is approved for this month.")
                .docs("/budgets")
                .detail("reason", "budget_approval_required");
        return cost(
                        position(
                                problem,
                                required.position(),
                                required.meterClass().key(),
                                required.grantLeft(),
                                "request_budget_approval",
                                List.of(NextStep.CREATE_APPROVAL, NextStep.UPDATE_BUDGET)),
                        required.accrual(),
                        required.price())
                .detail("approvalThresholdCents", required.thresholdCents())
                .detail("approvedCents", required.approvedAmount().centsHalfUp());
    }

    private static Reply.Problem cost(Reply.Problem problem, Money accrued, Money price) {
        return problem.detail("accruedUsageCents", accrued.centsHalfUp())
                .detail("requestCostCents", price.centsHalfUp())
                .detail("requestCostUsd", price.usd());
    }

    private Reply.Problem position(
            Reply.Problem problem,
            BillingPosition position,
            String meterClass,
            long grantLeft,
            String action,
            List<NextStep> steps) {
        return problem.detail("billingState", position.state().wire())
                .detail("planKey", position.effectivePlan().wire())
                .detail("publicPlanKey", position.publicPlan().wire())
                .detail("meterClass", meterClass)
                .detail("freeGrantRemaining", grantLeft)
                .detail("action", action)
                .detail("retryable", false)
                .detail("nextSteps", entries(steps));
    }

    /** The 402 at the key limit (contract 9.2, last row). */
    public Reply.Problem keyLimit(BillingPosition position, long grantLeft, int limit, long active) {
        var problem = Reply.Problem.of(
                        ErrorCode.API_KEY_LIMIT_REACHED,
                        "The plan allows " + limit + " active API keys, and " + active + " are active.")
                .docs("/api-keys")
                .detail("reason", "api_key_limit");
        return position(
                        problem,
                        position,
                        "platform_read",
                        grantLeft,
                        "revoke_key_or_upgrade_plan",
                        List.of(NextStep.LIST_API_KEYS, NextStep.START_CHECKOUT))
                .detail("activeKeyLimit", limit)
                .detail("activeCount", active);
    }

    /** A plan is there already: the portal changes it (contract 11.6). */
    public Reply.Problem subscriptionActive() {
        return Reply.Problem.of(ErrorCode.SUBSCRIPTION_ALREADY_ACTIVE, "A subscription or contract is active already.")
                .docs("/plans-and-pricing")
                .hint("A subscription is changed and canceled in the billing portal, a contract by our sales team.")
                .detail("nextSteps", entries(List.of(NextStep.OPEN_PORTAL)));
    }

    /** An invoice is unpaid, so no plan is sold (contract 11.6). */
    public Reply.Problem paymentOverdue() {
        return Reply.Problem.of(ErrorCode.PAYMENT_OVERDUE, "An invoice is unpaid; pay it before you buy a plan.")
                .docs("/plans-and-pricing")
                .hint("Pay what is open in the billing portal.")
                .detail("nextSteps", entries(List.of(NextStep.OPEN_PORTAL)));
    }

    /** There is nobody at Stripe yet whom the portal could be opened for (contract 11.6). */
    public Reply.Problem customerMissing() {
        return Reply.Problem.of(ErrorCode.BILLING_CUSTOMER_MISSING, "The organization has no billing customer yet.")
                .docs("/pay-as-you-go")
                .hint("Attach a card first.")
                .detail("nextSteps", entries(List.of(NextStep.ACTIVATE_PAYG)));
    }

    private List<NextStep.Entry> entries(List<NextStep> steps) {
        return NextStep.entries(steps, settings);
    }

    private Reply.Problem rateLimited(Refusal.RateLimited limited) {
        var plan = limited.plan().wire();
        MeterClass meterClass = limited.meterClass();
        return Reply.Problem.of(
                        ErrorCode.RATE_LIMIT_EXCEEDED,
                        "Rate limit exceeded on the " + plan + " plan for " + meterClass.key() + " requests.")
                .detail("meterClass", meterClass.key())
                .detail("limit", limited.limit())
                .detail("period", "minute")
                .detail("planKey", plan)
                .detail("upgradeUrl", settings.upgradeUrl())
                .detail("action", "retry_after")
                .detail("retryAfterSeconds", limited.retryAfterSeconds())
                .header(settings.headerPrefix() + "Quota-Limit", Long.toString(limited.limit()))
                .retryAfter(limited.retryAfterSeconds());
    }

    private Reply.Problem aiQuota(Refusal.AiQuotaExceeded exceeded) {
        return Reply.Problem.of(
                        ErrorCode.AI_QUERY_QUOTA_EXCEEDED,
                        "Monthly AI query quota exhausted (" + exceeded.unitsUsed() + "/" + exceeded.limit() + ").")
                .docs("/limits")
                .detail("quotaFamily", "ai_queries")
                .detail("aiQueryQuotaLimit", exceeded.limit())
                .detail("aiQueryQuotaUsed", exceeded.unitsUsed())
                .detail("aiQueryQuotaRemaining", Math.max(0, exceeded.limit() - exceeded.unitsUsed()))
                .detail("aiQueryQuotaResetAt", Timestamps.text(exceeded.resetAt()))
                .detail("planKey", exceeded.plan().wire())
                .detail("upgradeUrl", settings.upgradeUrl())
                .detail("docsUrl", settings.docs("/limits"))
                .detail("action", "wait_for_quota_reset_or_upgrade")
                .detail("retryAfterSeconds", exceeded.retryAfterSeconds())
                .detail("retryable", false)
                .header(settings.headerPrefix() + "Quota-Limit", Long.toString(exceeded.limit()))
                .header("Retry-After", Long.toString(exceeded.retryAfterSeconds()));
    }
}

package omni.call;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import omni.account.Account;
import omni.account.Terms;
import omni.billing.BillingPosition;
import omni.billing.BillingState;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.http.Settings;
import omni.json.Timestamps;
import omni.meter.Admission;

/**
 * The headers of contract 8 that say where an organization stands after a call.
 *
 * @param advisoryPercent {@code grant.advisoryPercent}: from this share used, answers advise
 */
public record MeterHeaders(Settings settings, Terms terms, int advisoryPercent) {

    private static final long ADVISORY_PERCENT_EXHAUSTED = 100;

    /** What an answer says of one organization. */
    public record Standing(
            Map<String, String> headers, BillingPosition position, String billingStatus, long grantLeft) {}

    /**
     * The headers of an answer.
     *
     * @param live the organization's live account as it is after the call
     * @param counted the account whose window counted the call
     * @param meterClass of the route
     */
    public Standing of(Account live, Account counted, MeterClass meterClass, Instant clock) {
        var now = Admission.now(live, clock);
        var account = live.rolledTo(now, terms.renewal());
        var position = terms.position(account, now);
        var status = billingStatus(account, position, now);
        var headers = new LinkedHashMap<String, String>();
        headers.put(name("Plan-Key"), position.effectivePlan().wire());
        headers.put(name("Billing-State"), position.state().wire());
        headers.put(name("Billing-Status"), status);
        if (!meterClass.free()) {
            headers.put(
                    name("Free-Grant-Remaining"), Long.toString(account.grant().unitsLeft()));
            budgetUsed(account, headers);
            if (meterClass.countsForAiQuota()) {
                aiQuota(terms.aiQuota(account, position.effectivePlan(), now), headers);
            }
            if (counted.live()) {
                advisory(account, position, headers);
            }
        }
        window(counted, meterClass, position, clock, headers);
        return new Standing(headers, position, status, account.grant().unitsLeft());
    }

    /** What every caller's plan and state are called in headers, without a prefix. */
    public Map<String, String> standing(Account live, Instant clock) {
        var position = position(live, clock);
        return Map.of(
                "Plan-Key", position.effectivePlan().wire(),
                "Billing-State", position.state().wire());
    }

    /** Where the organization stands at {@code clock}. */
    public BillingPosition position(Account live, Instant clock) {
        var now = Admission.now(live, clock);
        return terms.position(live.rolledTo(now, terms.renewal()), now);
    }

    /** What a call costs under the plan, before the grant; test keys cost nothing. */
    public Money planPrice(Account live, MeterClass meterClass, Instant clock) {
        var now = Admission.now(live, clock);
        var position = terms.position(live.rolledTo(now, terms.renewal()), now);
        return terms.price(meterClass, position.effectivePlan(), live);
    }

    private void window(
            Account counted,
            MeterClass meterClass,
            BillingPosition position,
            Instant clock,
            Map<String, String> headers) {
        if (!terms.rateLimits()) {
            return;
        }
        var now = Admission.now(counted, clock);
        var windows = counted.windows().rolledTo(now);
        var limit = terms.limit(meterClass, position.effectivePlan());
        headers.put("X-RateLimit-Limit", Long.toString(limit));
        headers.put("X-RateLimit-Remaining", Long.toString(Math.max(0, limit - windows.countAt(meterClass, now))));
        headers.put("X-RateLimit-Reset", Long.toString(windows.fullWindowFreeAt(meterClass, now)));
    }

    private void budgetUsed(Account account, Map<String, String> headers) {
        account.hardCap().ifPresent(cap -> {
            var accrued = account.ledger().accrual().microDollars();
            var percent = cap.microDollars() == 0 ? 100 : Math.floorDiv(accrued * 100, cap.microDollars());
            headers.put(name("Budget-Used"), Long.toString(percent));
        });
    }

    private void aiQuota(Terms.AiQuota quota, Map<String, String> headers) {
        headers.put(name("AI-Quota-Limit"), Long.toString(quota.limit()));
        headers.put(name("AI-Quota-Used"), Long.toString(quota.unitsUsed()));
        headers.put(name("AI-Quota-Remaining"), Long.toString(quota.remaining()));
        headers.put(name("AI-Quota-Reset"), Timestamps.text(quota.resetAt()));
        var grace = quota.graceUntil();
        if (grace != null) {
            headers.put(name("AI-Quota-Grace-Until"), Timestamps.text(grace));
        }
    }

    /** From the advisory share on, and only while nothing but the grant pays (contract 6.3). */
    private void advisory(Account account, BillingPosition position, Map<String, String> headers) {
        var percent = consumedPercent(account);
        if (percent < advisoryPercent || !onlyGrantPays(position)) {
            return;
        }
        var exhausted = percent >= ADVISORY_PERCENT_EXHAUSTED;
        headers.put(name("Grant-Status"), exhausted ? "exhausted" : "approaching");
        headers.put(name("Grant-Consumed-Percent"), Long.toString(percent));
        headers.put(name("Grant-Remaining"), Long.toString(account.grant().unitsLeft()));
        if (!exhausted) {
            headers.put(
                    name("Grant-Warning"),
                    "The starter grant has " + account.grant().unitsLeft() + " of "
                            + account.grant().total() + " calls left.");
        }
        headers.put(name("Grant-Action"), exhausted ? "add_payment_method" : "add_payment_method_soon");
        headers.put(name("Grant-Action-Url"), settings.billingUrl());
    }

    private static long consumedPercent(Account account) {
        var grant = account.grant();
        return grant.total() == 0 ? 100 : Math.min(100, grant.unitsUsed() * 100 / grant.total());
    }

    private static boolean onlyGrantPays(BillingPosition position) {
        return position.state() == BillingState.SANDBOX_GRANT || position.state() == BillingState.PAYG_PENDING_CARD;
    }

    /** {@code blocked}, {@code attention} or {@code ok}, first match (contract 5.5). */
    private String billingStatus(Account account, BillingPosition position, Instant now) {
        var reached = BudgetMarks.of(account, position, terms, now);
        var grantLeft = account.grant().unitsLeft() > 0;
        if (position.state() == BillingState.PAYG_PENDING_CARD
                || position.state() == BillingState.RESTRICTED_READ_ONLY
                || (!grantLeft && (reached.hardCap() || reached.approval()))) {
            return "blocked";
        }
        var advised = onlyGrantPays(position) && consumedPercent(account) >= advisoryPercent;
        return position.state() == BillingState.PAYMENT_FAILED || advised || reached.softCap() ? "attention" : "ok";
    }

    private String name(String rest) {
        return settings.headerPrefix() + rest;
    }

    /**
     * Which bounds of the budget are reached (contract 6.4).
     *
     * @param softCap as much is accrued
     * @param approval it would refuse the cheapest call that costs anything
     * @param hardCap likewise
     */
    public record BudgetMarks(boolean softCap, boolean approval, boolean hardCap) {

        /** The marks of an account that is rolled to {@code now}, where it stands at {@code position}. */
        public static BudgetMarks of(Account account, BillingPosition position, Terms terms, Instant now) {
            var accrued = account.ledger().accrual();
            var cents = account.caps().softCapCents();
            var next = terms.cheapestPrice(position.effectivePlan(), account).map(accrued::plus);
            return new BudgetMarks(
                    cents != null && accrued.compareTo(Money.ofCents(cents)) >= 0,
                    isPassed(account.approvalLimit(now), next),
                    isPassed(account.hardCap(), next));
        }

        private static boolean isPassed(Optional<Money> bound, Optional<Money> accrual) {
            return bound.isPresent() && accrual.isPresent() && accrual.get().compareTo(bound.get()) > 0;
        }
    }
}

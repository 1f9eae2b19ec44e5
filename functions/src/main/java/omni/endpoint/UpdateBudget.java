package omni.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import omni.access.Ids;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.Terms;
import omni.billing.BudgetCaps;
import omni.billing.InvoicePeriod;
import omni.budget.Budgets;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.event.AuditEvent;
import omni.http.Reply;
import omni.json.Fields;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.meter.Admission;
import omni.refusal.AccessProblems;
import org.jspecify.annotations.Nullable;

/**
 * Sets the bounds of the budget: null clears one, an absent one stays. Each attempt changes what is stored at that moment, so
 * that two updates of different bounds at once both survive. A key may set and lower bounds, and raises or clears none that is
 * set. {@code PUT /v1/billing/budget}, contract 3, 11.5.
 */
public record UpdateBudget(
        Accounts accounts,
        RollUps rollUps,
        Budgets budgets,
        Ids ids,
        Catalog catalog,
        Terms terms,
        AccessProblems access)
        implements Endpoint {

    static final long MAX_CENTS = 1_000_000_000;

    record Request(Bound spendCap, Bound softCap, Bound threshold) {

        static Request read(Fields in) {
            var request = new Request(
                    Bound.read(in, "spendCapCents"),
                    Bound.read(in, "softCapCents"),
                    Bound.read(in, "approvalThresholdCents"));
            var cap = request.spendCap().cents();
            var soft = request.softCap().cents();
            if (cap != null && soft != null && soft > cap) {
                in.fault("softCapCents", "must not be greater than spendCapCents");
            }
            return request;
        }

        BudgetCaps over(BudgetCaps stored) {
            return new BudgetCaps(
                    spendCap.over(stored.spendCapCents()),
                    softCap.over(stored.softCapCents()),
                    threshold.over(stored.approvalThresholdCents()));
        }
    }

    /** One bound of the body: absent, null or an amount. */
    record Bound(boolean given, @Nullable Long cents) {

        static Bound read(Fields in, String name) {
            return new Bound(in.has(name), in.integer(name, 0, MAX_CENTS));
        }

        @Nullable
        Long over(@Nullable Long stored) {
            return given ? cents : stored;
        }
    }

    record Response(String object, String requestId, BillingView.Budget budget) {}

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(
                Request::read,
                request -> LostRaces.onAccount(accounts, exchange, account -> tryUpdate(account, request, exchange)));
    }

    /** Null after a lost race. */
    private @Nullable Reply tryUpdate(Account account, Request request, Exchange exchange) {
        var caps = request.over(account.caps());
        var forbidden = forbidden(account.caps(), caps, exchange);
        if (forbidden != null) {
            return forbidden;
        }
        return caps.equals(account.caps()) || budgets.replaceCaps(account, caps, event(account.caps(), caps, exchange))
                ? answer(account.withCaps(caps), exchange)
                : null;
    }

    /** A key does not lift its own bounds: it may set and lower them; compared with the very facts that the write is conditioned on. */
    private Reply.@Nullable Problem forbidden(BudgetCaps stored, BudgetCaps caps, Exchange exchange) {
        var loosened = stored.loosenedBy(caps);
        return loosened.isEmpty() || exchange.requireCaller().principal().human()
                ? null
                : access.humanRequired("Only a person may raise or clear " + String.join(", ", loosened) + ".");
    }

    private Reply answer(Account account, Exchange exchange) {
        var now = Admission.now(account, exchange.now());
        var period = rollUps.read(RollUp.Scope.period(account.orgId(), true, InvoicePeriod.at(now)));
        var budget = BillingView.budget(catalog, terms, period, account.rolledTo(now, terms.renewal()), now);
        return Reply.Answer.ok(new Response("billing_budget_update", exchange.requestId(), budget));
    }

    private AuditEvent event(BudgetCaps before, BudgetCaps after, Exchange exchange) {
        return Audit.of(ids, exchange, "budget.updated", Map.of("previous", tree(before), "new", tree(after)));
    }

    private static Map<String, @Nullable Object> tree(BudgetCaps caps) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("spendCapCents", caps.spendCapCents());
        tree.put("softCapCents", caps.softCapCents());
        tree.put("approvalThresholdCents", caps.approvalThresholdCents());
        return tree;
    }
}

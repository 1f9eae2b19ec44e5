package omni.endpoint;

import java.math.BigDecimal;
import java.util.Map;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.Terms;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.http.Reply;
import omni.json.Fields;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.meter.Admission;
import omni.meter.Quote;
import omni.refusal.QuotedProblems;
import omni.refusal.RefusalProblems;
import org.jspecify.annotations.Nullable;

/**
 * What so many units would cost, and whether they would run now; free, and nothing is reserved. Amounts are those of the plan
 * that is asked for; grant and gate are those of a call made now, so they stand on the effective plan. {@code POST
 * /v1/billing/quote}, contract 11.4.
 */
public record QuoteBilling(
        Accounts accounts, RollUps rollUps, Admission admission, Catalog catalog, Terms terms, RefusalProblems problems)
        implements Endpoint {

    private static final long MAX_UNITS = 1_000_000;
    private static final int MAX_TEXT = 1024;

    /**
     * The body, null where it is absent or wrong.
     *
     * @param meterClass of {@code meterClass} or {@code path}
     */
    record Request(@Nullable PlanKey plan, @Nullable MeterClass meterClass, long units) {

        static Request read(Fields in, Routes routes) {
            var planKey = in.text("planKey", 0, MAX_TEXT);
            var plan = planKey == null ? null : PlanKey.ofWire(planKey).orElse(null);
            if (planKey != null && plan == null) {
                in.fault("planKey", "is not a plan");
            }
            var units = in.integer("units", 1, MAX_UNITS);
            return new Request(plan, routes.read(in), units == null ? 1 : units);
        }
    }

    record Response(
            String object,
            String requestId,
            String planKey,
            String meterClass,
            String meterFamily,
            long units,
            BigDecimal unitAmountUsd,
            BigDecimal amountUsd,
            long amountCents,
            String currency,
            long grantUnits,
            long payableCents,
            BillingView.Budget budget,
            @Nullable Gate budgetGate) {}

    /** The 402 that would fire. */
    record Gate(String code, int status, String message, Map<String, @Nullable Object> details) {

        /** Null when nothing would be refused. */
        static @Nullable Gate of(Quote quote, long units, RefusalProblems problems) {
            var refusal = quote.gate();
            if (refusal == null) {
                return null;
            }
            var problem = new QuotedProblems(problems).of(refusal, units, quote.grantUnits());
            return new Gate(problem.code().wire(), problem.status(), problem.message(), problem.details());
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        var fields = exchange.fields();
        var request = Request.read(fields, new Routes(catalog));
        var meterClass = request.meterClass();
        if (!fields.faults().isEmpty() || meterClass == null) {
            return Reply.Problem.validation(fields.faults());
        }
        var account = accounts.load(exchange.requireCaller().orgId());
        if (account == null) {
            return Reply.Problem.organizationGone();
        }
        var quote = admission.quote(account, meterClass, request.units(), exchange.now());
        return Reply.Answer.ok(answer(request, meterClass, quote, account, exchange));
    }

    private Response answer(Request request, MeterClass meterClass, Quote quote, Account stored, Exchange exchange) {
        var plan = request.plan() == null ? quote.position().effectivePlan() : request.plan();
        var unit = terms.price(meterClass, plan, stored);
        var amount = unit.times(request.units());
        Money payable = unit.times(request.units() - quote.grantUnits());
        var family = meterClass.family();
        var period = rollUps.read(RollUp.Scope.period(stored.orgId(), true, InvoicePeriod.at(quote.now())));
        return new Response(
                "billing_quote",
                exchange.requestId(),
                plan.wire(),
                meterClass.key(),
                family == null ? "none" : family.key(),
                request.units(),
                unit.usd(),
                amount.usd(),
                amount.centsHalfUp(),
                "usd",
                quote.grantUnits(),
                payable.centsHalfUp(),
                BillingView.budget(catalog, terms, period, quote.account(), quote.now()),
                Gate.of(quote, request.units(), problems));
    }
}

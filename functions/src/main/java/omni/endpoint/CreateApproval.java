package omni.endpoint;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import omni.access.Ids;
import omni.account.Account;
import omni.account.Accounts;
import omni.budget.ApprovalDecision;
import omni.budget.BudgetApproval;
import omni.budget.Budgets;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.event.AuditEvent;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Fields;
import omni.json.Timestamps;
import omni.meter.Admission;
import omni.meter.Idempotency;
import org.jspecify.annotations.Nullable;

/**
 * A person adds an amount to the approval threshold, for this period only and never past the hard cap. {@code POST
 * /v1/billing/approvals}, contract 11.5.
 */
public record CreateApproval(Accounts accounts, Budgets budgets, Ids ids) implements Endpoint {

    private static final long MIN_SECONDS = 60;
    private static final long MAX_SECONDS = 2_678_400;

    record Request(long amountCents, @Nullable Long expiresInSeconds) {

        static Request read(Fields in) {
            return new Request(
                    in.requiredInteger("amountCents", 1, UpdateBudget.MAX_CENTS),
                    in.integer("expiresInSeconds", MIN_SECONDS, MAX_SECONDS));
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(
                Request::read,
                request -> LostRaces.onAccount(accounts, exchange, account -> tryCreate(account, request, exchange)));
    }

    /** Null after a lost race. */
    private @Nullable Reply tryCreate(Account account, Request request, Exchange exchange) {
        var now = Admission.now(account, exchange.now());
        var made = earlierApproval(exchange);
        if (made.isPresent()) {
            return Reply.Answer.created(ApprovalView.of(made.get(), now));
        }
        return switch (ApprovalDecision.of(account, request.amountCents(), request.expiresInSeconds(), now)) {
            case ApprovalDecision.ThresholdNotSet() ->
                Reply.Problem.of(
                                ErrorCode.APPROVAL_THRESHOLD_NOT_SET,
                                "No approval threshold is set that an approval could add to.")
                        .hint("Set approvalThresholdCents with PUT /v1/billing/budget first.");
            case ApprovalDecision.ExceedsHardCap(var max) ->
                Reply.Problem.of(
                                ErrorCode.APPROVAL_EXCEEDS_HARD_CAP,
                                "Threshold and approvals together may not pass the spend cap.")
                        .detail("maxAmountCents", max);
            case ApprovalDecision.LimitReached() ->
                Reply.Problem.of(
                        ErrorCode.APPROVAL_LIMIT_REACHED,
                        "At most " + Account.MAX_APPROVALS + " approvals are active at a time.");
            case ApprovalDecision.Granted granted -> {
                var approval = approval(granted, request, exchange, now);
                yield budgets.approve(account, granted.approvals(), approval, event(approval, exchange))
                        ? Reply.Answer.created(ApprovalView.of(approval, now))
                        : null;
            }
        };
    }

    /** What an earlier attempt under the same Idempotency-Key made: looked for after the account was read, as the write is on it. */
    private Optional<BudgetApproval> earlierApproval(Exchange exchange) {
        return exchange.seed() == null
                ? Optional.empty()
                : budgets.approval(
                        exchange.requireCaller().orgId(),
                        exchange.newId(ids, "apr"),
                        exchange.now().minus(Idempotency.LIFE));
    }

    private BudgetApproval approval(ApprovalDecision.Granted granted, Request request, Exchange exchange, Instant now) {
        return new BudgetApproval(
                exchange.newId(ids, "apr"),
                exchange.requireCaller().orgId(),
                granted.period(),
                request.amountCents(),
                now,
                granted.expiresAt(),
                exchange.requireCaller().principal().principalId(),
                exchange.requestId());
    }

    private AuditEvent event(BudgetApproval approval, Exchange exchange) {
        return Audit.of(
                ids,
                exchange,
                "billing.approval.created",
                Map.of(
                        "approvalId", approval.id(),
                        "invoicePeriod", approval.period().text(),
                        "amountCents", approval.amountCents(),
                        "expiresAt", Timestamps.text(approval.expiresAt())));
    }
}

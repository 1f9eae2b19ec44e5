package omni.refusal;

import omni.http.Reply;
import omni.meter.Refusal;

/**
 * The problems of refusals that a quote foretells (contract 11.4): those of calls, but where a quote is of several units, or the
 * grant pays some of them, the message says so.
 */
public record QuotedProblems(RefusalProblems problems) {

    /**
     * What refuses so many units at once.
     *
     * @param grantUnits how many of {@code units} the grant would pay
     */
    public Reply.Problem of(Refusal refusal, long units, long grantUnits) {
        var problem = problems.of(refusal);
        var paidUnits = units - grantUnits;
        return switch (refusal) {
            case Refusal.BillingRequired required
            when grantUnits > 0 ->
                problem.message("The starter grant pays " + grantUnits + " of these " + units + " units. "
                        + rest(required.reason()));
            case Refusal.HardCapExceeded exceeded
            when paidUnits > 1 -> problem.message("These " + paidUnits + " paid units do not fit under the spend cap.");
            case Refusal.ApprovalRequired required
            when paidUnits > 1 ->
                problem.message("These " + paidUnits + " paid units do not fit under what is approved for this month.");
            case Refusal.BillingRequired required -> problem;
            case Refusal.HardCapExceeded exceeded -> problem;
            case Refusal.ApprovalRequired required -> problem;
            case Refusal.KeyRefused() -> problem;
            case Refusal.RateLimited limited -> problem;
            case Refusal.AiQuotaExceeded exceeded -> problem;
        };
    }

    /** What is needed for the units that the grant does not pay. */
    private static String rest(Refusal.Reason reason) {
        return switch (reason) {
            case STARTER_GRANT_EXHAUSTED -> "Attach a card to run the rest.";
            case CARD_REQUIRED -> "A card, subscription or contract is needed for the rest.";
            case PLAN_EXCLUDES_METER_CLASS -> "The plan that follows it does not include this kind of call.";
            case PAYMENT_FAILED, RESTRICTED -> RefusalProblems.message(reason);
        };
    }
}

package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import omni.account.Account;
import omni.billing.BillingState;
import omni.call.MeterHeaders;
import omni.catalog.Catalog;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.refusal.AccessProblems;
import omni.refusal.RefusalProblems;

/** The key limit of a plan, and the refusals that several operations on keys share. */
public record KeyRules(MeterHeaders headers, Catalog catalog, RefusalProblems problems, AccessProblems access) {

    /** How many keys may be active under the plan that the organization has bought. */
    int limit(Account live, Instant now) {
        var plan = headers.position(live, now).publicPlan();
        return catalog.rateCard().plan(plan).apiKeysIncluded();
    }

    /** The refusal of an organization that may not change anything; empty for any other. */
    Optional<Reply> restriction(Account live, Instant now) {
        var position = headers.position(live, now);
        return position.state() == BillingState.RESTRICTED_READ_ONLY
                ? Optional.of(problems.restricted(
                        position, live.grant().unitsLeft(), live.standing().delinquentSince()))
                : Optional.empty();
    }

    Reply.Problem full(Account live, Instant now, long active) {
        var position = headers.position(live, now);
        return problems.keyLimit(position, live.grant().unitsLeft(), limit(live, now), active);
    }

    /** Nobody gives a key scopes that they lack (contract 3.4). */
    Reply.Problem lacking(List<String> scopes, Set<String> granted) {
        return access.lacking(
                ErrorCode.INSUFFICIENT_SCOPE, "A key can't have scopes that its creator lacks.", scopes, granted);
    }

    static Reply.Problem notFound() {
        return Reply.Problem.of(ErrorCode.API_KEY_NOT_FOUND, "There is no such API key.");
    }

    /** All races for the key ring were lost: nothing was changed. */
    static Reply.Problem busy() {
        return Reply.Problem.busy("The keys are");
    }
}

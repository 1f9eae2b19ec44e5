package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import omni.account.Account;
import omni.call.AccessProblems;
import omni.call.RefusalProblems;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.root.AccountRoot;

/** The key limit of a plan, and the refusals that several operations on keys share. */
record KeyRules(AccountRoot root, RefusalProblems problems) {

    /** How many keys may be active under the plan that the organisation has bought. */
    int limit(Account live, Instant now) {
        var plan = root.headers().position(live, now).publicPlan();
        return root.catalog().rateCard().plan(plan).apiKeysIncluded();
    }

    Reply.Problem full(Account live, Instant now, long active) {
        var position = root.headers().position(live, now);
        return problems.keyLimit(position, live.grant().unitsLeft(), limit(live, now), active);
    }

    /** Nobody gives a key scopes that they lack (contract 3.4). */
    Reply.Problem lacking(List<String> scopes, Set<String> granted) {
        return new AccessProblems(root.settings())
                .lacking(
                        ErrorCode.INSUFFICIENT_SCOPE,
                        "A key can't have scopes that its creator lacks.",
                        scopes,
                        granted);
    }

    static Reply.Problem notFound() {
        return Reply.Problem.of(ErrorCode.API_KEY_NOT_FOUND, "There is no such API key.");
    }

    /** All races for the key ring were lost: nothing was changed. */
    static Reply.Problem busy() {
        return Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "The keys are being changed; try again.")
                .retryAfter(1);
    }
}

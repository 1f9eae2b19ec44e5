package omni.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import omni.access.Ids;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.Oversight;
import omni.billing.OperatorRecord;
import omni.call.Exchange;
import omni.http.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Changes of an organization by an operator: decided on facts and record as they are, written with the audit event in the
 * organization acted on, decided again after a lost race. What changes nothing writes nothing.
 */
public record OversightChanges(Accounts accounts, Oversight oversight, Ids ids, AdminOrganizations answers) {

    /** Facts and what is said of them. */
    record State(Account.Standing standing, OperatorRecord record) {}

    /** What an operator wants. */
    interface Change {

        State decide(State before);

        String eventType();

        /** What the audit shows of a state. */
        Map<String, @Nullable Object> auditData(State state);
    }

    Reply make(Exchange exchange, Change change) {
        var orgId = AdminOrganization.orgId(exchange);
        if (orgId.isEmpty()) {
            return AdminOrganization.notFound();
        }
        return LostRaces.retry(
                LostRaces.MOST,
                () -> {
                    var account = accounts.load(orgId);
                    return account == null ? AdminOrganization.notFound() : tryChange(account, exchange, change);
                },
                () -> Reply.Problem.busy("The account is"));
    }

    /** Null after a lost race. */
    private @Nullable Reply tryChange(Account account, Exchange exchange, Change change) {
        var before = new State(account.standing(), oversight.record(account.orgId()));
        var after = change.decide(before);
        if (!after.equals(before) && !replace(account, before, after, exchange, change)) {
            return null;
        }
        return answers.answer(account.withStanding(after.standing()), after.record(), exchange);
    }

    private boolean replace(Account basis, State before, State after, Exchange exchange, Change change) {
        var data = new LinkedHashMap<String, Object>();
        data.put("previous", change.auditData(before));
        data.put("new", change.auditData(after));
        var event = Audit.in(basis.orgId(), ids, exchange, change.eventType(), data);
        return oversight.replace(basis, after.standing(), after.record(), event);
    }
}

package omni.endpoint;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import omni.account.Account;
import omni.billing.OperatorRecord;
import omni.billing.OperatorRecord.Restriction;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.json.Fields;
import omni.json.Timestamps;
import org.jspecify.annotations.Nullable;

/**
 * An operator restricts an organization or lifts the restriction, and may clear its lost disputes. {@code PUT
 * /v1/admin/orgs/{orgId}/restriction}, contract 11.11.
 */
public record SetRestriction(OversightChanges changes) implements Endpoint {

    private static final int MAX_REASON = 500;

    record Request(boolean restricted, String reason, boolean clearDispute) {

        static Request read(Fields in) {
            var restricted = in.requiredTruth("restricted");
            var reason = restricted ? in.requiredText("reason", 1, MAX_REASON) : in.text("reason", 1, MAX_REASON);
            if (reason != null && !reason.isEmpty() && reason.isBlank()) {
                in.fault("reason", "must say something");
            }
            return new Request(restricted, reason == null ? "" : reason, Boolean.TRUE.equals(in.truth("clearDispute")));
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(
                Request::read,
                request -> changes.make(
                        exchange,
                        new Ruling(request, exchange.requireCaller().principal().principalId(), exchange.now())));
    }

    private record Ruling(Request request, String byPrincipalId, Instant now) implements OversightChanges.Change {

        @Override
        public String eventType() {
            return "operator.restriction.updated";
        }

        @Override
        public OversightChanges.State decide(OversightChanges.State before) {
            var standing = before.standing();
            var record = before.record().withRestriction(restriction(before.record()));
            var ruled = request.clearDispute() ? record.withDisputesCleared(now) : record;
            return new OversightChanges.State(
                    new Account.Standing(
                            standing.cardOnFile(),
                            standing.subscription(),
                            standing.delinquentSince(),
                            standing.hadCardOrPlan(),
                            standing.contract(),
                            request.restricted(),
                            request.clearDispute() ? null : standing.disputeLostAt()),
                    ruled);
        }

        /** The same reason again is no change; another one does not make the restriction younger. */
        private @Nullable Restriction restriction(OperatorRecord record) {
            var known = record.restriction();
            if (!request.restricted()) {
                return null;
            }
            if (known == null) {
                return new Restriction(request.reason(), now, byPrincipalId);
            }
            return known.reason().equals(request.reason())
                    ? known
                    : new Restriction(request.reason(), known.since(), byPrincipalId);
        }

        @Override
        public Map<String, @Nullable Object> auditData(OversightChanges.State state) {
            var restriction = state.record().restriction();
            var lostAt = state.standing().disputeLostAt();
            var tree = new LinkedHashMap<String, @Nullable Object>();
            tree.put("restricted", state.standing().operatorRestriction());
            tree.put("reason", restriction == null ? null : restriction.reason());
            tree.put("disputeLostAt", lostAt == null ? null : Timestamps.text(lostAt));
            return tree;
        }
    }
}

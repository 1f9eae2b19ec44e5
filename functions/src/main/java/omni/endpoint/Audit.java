package omni.endpoint;

import java.util.Map;
import omni.access.Ids;
import omni.call.Exchange;
import omni.event.AuditEvent;

/** The audit event of what a caller changes (contract 11.9). */
final class Audit {

    private Audit() {}

    /** What {@code data} says was done by the caller of this request, in their organization. */
    static AuditEvent of(Ids ids, Exchange exchange, String type, Map<String, Object> data) {
        return in(exchange.requireCaller().orgId(), ids, exchange, type, data);
    }

    /** The same in an organization that need not be theirs. */
    static AuditEvent in(String orgId, Ids ids, Exchange exchange, String type, Map<String, Object> data) {
        var caller = exchange.requireCaller();
        return new AuditEvent(
                ids.of("evt"),
                orgId,
                "audit",
                type,
                caller.principal().principalId(),
                caller.principal().authMode().wire(),
                "api",
                exchange.requestId(),
                data,
                exchange.now());
    }
}

package omni.endpoint;

import java.util.List;
import omni.access.Scopes;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.call.MeterHeaders;
import omni.http.Reply;

/** Says who the caller is. {@code GET /v1/me}, contract 11.1. */
public record GetPrincipal(MeterHeaders headers) implements Endpoint {

    record Response(String object, String requestId, Who principal) {}

    /** The principal; organization and state are always there, as the shell lets only members in. */
    record Who(
            String authMode,
            String principalId,
            String subject,
            String orgId,
            List<String> scopes,
            boolean livemode,
            String publicPlanKey,
            String billingState) {}

    @Override
    public Reply handle(Exchange exchange) {
        var caller = exchange.requireCaller();
        var principal = caller.principal();
        var position = headers.position(caller.live(), exchange.now());
        return Reply.Answer.ok(new Response(
                "principal",
                exchange.requestId(),
                new Who(
                        principal.authMode().wire(),
                        principal.principalId(),
                        principal.subject(),
                        caller.orgId(),
                        Scopes.sort(principal.scopes()),
                        principal.livemode(),
                        position.publicPlan().wire(),
                        position.state().wire())));
    }
}

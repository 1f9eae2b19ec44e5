package omni.endpoint;

import java.util.List;
import omni.access.Scopes;
import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.root.AccountRoot;

/** Says who the caller is. {@code GET /v1/me}, contract 11.1. */
public final class GetPrincipal extends EndpointFunction {

    record Response(String object, String requestId, Who principal) {}

    /** The principal; organisation and state are always there, as the shell lets only members in. */
    record Who(
            String authMode,
            String principalId,
            String subject,
            String orgId,
            List<String> scopes,
            boolean livemode,
            String publicPlanKey,
            String billingState) {}

    private final AccountRoot root;

    public GetPrincipal() {
        this(AccountRoot.onLambda(Endpoints.GET_PRINCIPAL.operation().secrets()));
    }

    public GetPrincipal(AccountRoot root) {
        super(Endpoints.GET_PRINCIPAL.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var caller = exchange.known();
        var principal = caller.principal();
        var position = root.headers().position(caller.live(), exchange.now());
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

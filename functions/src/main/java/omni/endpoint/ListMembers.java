package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.event.Page;
import omni.http.Reply;
import omni.lambda.AccountRoot;

/**
 * Lists the organisation's members and invitations that stand, newest first; there are no more of them than seats. {@code GET
 * /v1/org/members}, contract 11.1a.
 */
public final class ListMembers extends EndpointFunction {

    private final AccountRoot root;

    public ListMembers() {
        this(AccountRoot.onLambda(Endpoints.LIST_MEMBERS.operation().secrets()));
    }

    public ListMembers(AccountRoot root) {
        super(Endpoints.LIST_MEMBERS.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var members = root.members().list(exchange.known().orgId()).stream()
                .filter(member -> member.seatedAt(exchange.now()))
                .toList();
        return Reply.Answer.ok(ListView.of(new Page<>(members, null), MemberView::of, exchange.requestId()));
    }
}

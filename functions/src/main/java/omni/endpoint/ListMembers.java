package omni.endpoint;

import omni.call.Endpoint;
import omni.call.Exchange;
import omni.event.Page;
import omni.http.Reply;
import omni.member.Members;

/**
 * Lists the organization's members and invitations that stand, newest first; there are no more of them than seats. {@code GET
 * /v1/org/members}, contract 11.1a.
 */
public record ListMembers(Members members) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var members = this.members.list(exchange.requireCaller().orgId()).stream()
                .filter(member -> member.seatedAt(exchange.now()))
                .toList();
        return Reply.Answer.ok(ListView.of(new Page<>(members, null), MemberView::of, exchange.requestId()));
    }
}

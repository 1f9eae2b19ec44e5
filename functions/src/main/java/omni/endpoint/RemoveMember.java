package omni.endpoint;

import omni.access.EmailAddress;
import omni.access.Member;
import omni.http.EndpointFunction;
import omni.http.ErrorCode;
import omni.http.Exchange;
import omni.http.Reply;
import omni.json.Flattened;
import omni.root.AccountRoot;
import org.jspecify.annotations.Nullable;

/**
 * A person takes a seat back: an invitation is withdrawn, a member's sessions end with this answer. {@code DELETE
 * /v1/org/members/{email}}, contract 11.1a.
 */
public final class RemoveMember extends EndpointFunction {

    /** Each lost race is a step of the member between invited, active and gone. */
    private static final int MAX_ATTEMPTS = 8;

    record Response(@Flattened MemberView member, String requestId) {}

    private final AccountRoot root;

    public RemoveMember() {
        this(AccountRoot.onLambda(Endpoints.REMOVE_MEMBER.operation().secrets()));
    }

    public RemoveMember(AccountRoot root) {
        super(Endpoints.REMOVE_MEMBER.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var email = MemberRules.email(exchange);
        return email.map(address -> remove(address, exchange)).orElseGet(MemberRules::noAddress);
    }

    private Reply remove(EmailAddress email, Exchange exchange) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var member = root.members().find(exchange.known().orgId(), email);
            if (member == null) {
                return MemberRules.nobody();
            }
            var reply = tried(member, exchange);
            if (reply != null) {
                return reply;
            }
        }
        return MemberRules.busy();
    }

    /** Null after a lost race. */
    private @Nullable Reply tried(Member member, Exchange exchange) {
        var event = MemberRules.event(root.ids(), exchange, "member.removed", member, member.status(), null);
        return switch (root.members().remove(member, event)) {
            case REMOVED -> Reply.Answer.ok(new Response(MemberView.of(member), exchange.requestId()));
            case MOVED -> null;
            case LAST ->
                Reply.Problem.of(ErrorCode.LAST_MEMBER, "An organization keeps at least one active member.")
                        .hint("Invite somebody else and let them join first.");
        };
    }
}

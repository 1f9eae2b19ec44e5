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
 * A person gives a seat to an e-mail address: whoever signs in with it, verified, and has no organisation joins this one.
 * Again is the same. {@code PUT /v1/org/members/{email}}, contract 11.1a.
 */
public final class InviteMember extends EndpointFunction {

    /** Each lost race is one who was invited and removed in between. */
    private static final int MAX_ATTEMPTS = 8;

    record Response(@Flattened MemberView member, String requestId) {}

    private final AccountRoot root;

    public InviteMember() {
        this(AccountRoot.onLambda(Endpoints.INVITE_MEMBER.operation().secrets()));
    }

    public InviteMember(AccountRoot root) {
        super(Endpoints.INVITE_MEMBER.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var email = MemberRules.email(exchange);
        return email.map(address -> invite(address, exchange)).orElseGet(MemberRules::noAddress);
    }

    private Reply invite(EmailAddress email, Exchange exchange) {
        var orgId = exchange.known().orgId();
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var known = root.members().find(orgId, email);
            if (known != null) {
                return answer(known, exchange);
            }
            var reply = tried(new Member.Invited(orgId, email, exchange.now()), exchange);
            if (reply != null) {
                return reply;
            }
        }
        return MemberRules.busy();
    }

    /** Null after a lost race. */
    private @Nullable Reply tried(Member.Invited invited, Exchange exchange) {
        var plan =
                root.headers().position(exchange.known().live(), exchange.now()).publicPlan();
        var seats = root.catalog().rateCard().plan(plan).seatsIncluded();
        var event = MemberRules.event(root.ids(), exchange, "member.invited", invited, null, invited.status());
        return switch (root.members().invite(invited, seats, event)) {
            case INVITED -> answer(invited, exchange);
            case KNOWN -> null;
            case FULL ->
                Reply.Problem.of(ErrorCode.SEAT_LIMIT_REACHED, "All seats of the plan are taken.")
                        .hint("Remove a member or an invitation, or choose a plan with more seats.")
                        .detail("seatsIncluded", seats)
                        .detail("publicPlanKey", plan.wire());
        };
    }

    private static Reply answer(Member member, Exchange exchange) {
        return Reply.Answer.ok(new Response(MemberView.of(member), exchange.requestId()));
    }
}

package omni.endpoint;

import java.time.Duration;
import java.time.Instant;
import omni.access.EmailAddress;
import omni.access.Ids;
import omni.billing.PlanKey;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.call.MeterHeaders;
import omni.catalog.Catalog;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Flattened;
import omni.member.Member;
import omni.member.Members;
import org.jspecify.annotations.Nullable;

/**
 * A person gives a seat to an e-mail address for 14 days: whoever signs in with it, verified, and has no organization may join
 * this one. Again is the same; a day later or more it stands anew. {@code PUT /v1/org/members/{email}}, contract 11.1a.
 */
public record InviteMember(Members members, Ids ids, Catalog catalog, MeterHeaders headers) implements Endpoint {

    /** An invitation that is given again so long after it was stands for its whole time anew. */
    private static final Duration RENEWAL = Duration.ofDays(1);

    /** Each lost race is one who was invited and removed in between. */
    private static final int MAX_ATTEMPTS = 8;

    record Response(@Flattened MemberView member, String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        var email = MemberRules.email(exchange);
        return email.map(address -> invite(address, exchange)).orElseGet(MemberRules::noAddress);
    }

    private Reply invite(EmailAddress email, Exchange exchange) {
        var orgId = exchange.requireCaller().orgId();
        return LostRaces.retry(
                MAX_ATTEMPTS,
                () -> {
                    var invited = new Member.Invited(orgId, email, exchange.now(), inviter(exchange));
                    return switch (members.find(orgId, email)) {
                        case null -> tryInvite(invited, exchange);
                        case Member.Invited before
                        when renewable(before, exchange.now()) -> renew(before, invited, exchange);
                        case Member known -> answer(known, exchange);
                    };
                },
                MemberRules::busy);
    }

    /** So that a request that is only repeated changes nothing. */
    private static boolean renewable(Member.Invited before, Instant now) {
        return !now.isBefore(before.invitedAt().plus(RENEWAL));
    }

    /** As the issuer vouches for it now, else as they are listed. */
    private @Nullable String inviter(Exchange exchange) {
        var principal = exchange.requireCaller().principal();
        if (principal.email() != null) {
            return principal.email();
        }
        return members.list(exchange.requireCaller().orgId()).stream()
                .filter(member -> member instanceof Member.Active active
                        && active.human().userId().equals(principal.principalId()))
                .findFirst()
                .map(member -> member.email().value())
                .orElse(null);
    }

    /** Null after a lost race. */
    private @Nullable Reply renew(Member.Invited before, Member.Invited after, Exchange exchange) {
        var event = MemberRules.event(ids, exchange, "member.invited", after, before.status(), after.status());
        return members.renew(before, after, event) ? answer(after, exchange) : null;
    }

    /** Whether an invitation that ended gave its seat back: it does when somebody else needs it. */
    private boolean seatsFreed(Exchange exchange) {
        var freed = false;
        for (var member : members.list(exchange.requireCaller().orgId())) {
            if (!member.seatedAt(exchange.now())) {
                var event = MemberRules.event(ids, exchange, "member.removed", member, member.status(), null);
                freed |= members.remove(member, event) == Members.Removal.REMOVED;
            }
        }
        return freed;
    }

    /** Null after a lost race, and when a seat became free. */
    private @Nullable Reply tryInvite(Member.Invited invited, Exchange exchange) {
        var plan = headers.position(exchange.requireCaller().live(), exchange.now())
                .publicPlan();
        var seats = catalog.rateCard().plan(plan).seatsIncluded();
        var event = MemberRules.event(ids, exchange, "member.invited", invited, null, invited.status());
        return switch (members.invite(invited, seats, event)) {
            case INVITED -> answer(invited, exchange);
            case KNOWN -> null;
            case FULL -> seatsFreed(exchange) ? null : full(plan, seats);
        };
    }

    private static Reply full(PlanKey plan, int seats) {
        return Reply.Problem.of(ErrorCode.SEAT_LIMIT_REACHED, "All seats of the plan are taken.")
                .hint("Remove a member or an invitation, or choose a plan with more seats.")
                .detail("seatsIncluded", seats)
                .detail("publicPlanKey", plan.wire());
    }

    private static Reply answer(Member member, Exchange exchange) {
        return Reply.Answer.ok(new Response(MemberView.of(member), exchange.requestId()));
    }
}

package omni.endpoint;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.access.EmailAddress;
import omni.access.Ids;
import omni.access.Scopes;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.credential.Keys;
import omni.credential.RingChanges;
import omni.http.ErrorCode;
import omni.http.QueryFields;
import omni.http.Reply;
import omni.json.Flattened;
import omni.member.Member;
import omni.member.Members;
import omni.refusal.AccessProblems;
import org.jspecify.annotations.Nullable;

/**
 * A person takes a seat back: an invitation is withdrawn, a member's sessions end with this answer, and so do the sponsor tokens
 * that they issued. Keys that they made live on and are listed; {@code ?revokeKeys=true} revokes them, after the removal. Again is
 * the same, for whoever was a member within 400 days, so that what broke off goes on. {@code DELETE /v1/org/members/{email}},
 * contract 3, 11.1a.
 */
public record RemoveMember(Keys keys, RingChanges ringChanges, Members members, Ids ids, AccessProblems access)
        implements Endpoint {

    /** Each lost race is a step of the member between invited, active and gone. */
    private static final int MAX_ATTEMPTS = 8;

    /** The removed member, with active keys of theirs. */
    record Response(@Flattened MemberView member, List<ApiKeyView> remainingKeys, String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        var query = QueryFields.of(exchange.request());
        var revokeKeys = query.truth("revokeKeys", false);
        return query.answer(() -> {
            var email = MemberRules.email(exchange);
            if (email.isEmpty()) {
                return MemberRules.noAddress();
            }
            var principal = exchange.requireCaller().principal();
            if (revokeKeys && !principal.has(Scopes.API_KEYS_MANAGE)) {
                return access.lacking(
                        ErrorCode.INSUFFICIENT_SCOPE,
                        "Revoking keys needs the scope " + Scopes.API_KEYS_MANAGE + ".",
                        List.of(Scopes.API_KEYS_MANAGE),
                        principal.scopes());
            }
            return remove(email.get(), revokeKeys, exchange);
        });
    }

    private Reply remove(EmailAddress email, boolean revokeKeys, Exchange exchange) {
        return LostRaces.retry(
                MAX_ATTEMPTS,
                () -> {
                    var member = members.find(exchange.requireCaller().orgId(), email);
                    return member == null
                            ? removedBefore(email, revokeKeys, exchange)
                            : tryRemove(member, revokeKeys, exchange);
                },
                MemberRules::busy);
    }

    /** Null after a lost race. */
    private @Nullable Reply tryRemove(Member member, boolean revokeKeys, Exchange exchange) {
        var event = MemberRules.event(ids, exchange, "member.removed", member, member.status(), null);
        return switch (members.remove(member, event)) {
            case REMOVED ->
                answer(
                        member,
                        members.listRemoved(exchange.requireCaller().orgId(), member.email()),
                        revokeKeys,
                        exchange);
            case MOVED -> null;
            case LAST ->
                Reply.Problem.of(ErrorCode.LAST_MEMBER, "An organization keeps at least one active member.")
                        .hint("Invite somebody else and let them join first.");
        };
    }

    private Reply removedBefore(EmailAddress email, boolean revokeKeys, Exchange exchange) {
        var gone = members.listRemoved(exchange.requireCaller().orgId(), email);
        return gone.isEmpty() ? MemberRules.nobody() : answer(gone.getFirst(), gone, revokeKeys, exchange);
    }

    /** @param gone everybody who was removed under the address, the one just removed included */
    private Reply answer(Member member, List<Member.Active> gone, boolean revokeKeys, Exchange exchange) {
        var userIds = Stream.concat(Stream.of(member), gone.stream())
                .flatMap(one -> one instanceof Member.Active(var human, var invitedAt)
                        ? Stream.of(human.userId())
                        : Stream.empty())
                .collect(Collectors.toUnmodifiableSet());
        var keys = new KeysOfMember(this.keys, ringChanges, ids, userIds);
        if (revokeKeys && !keys.revoke(exchange)) {
            return KeyRules.busy();
        }
        var people = KeyPeople.of(members, exchange.requireCaller().orgId());
        var lastUse = userIds.isEmpty()
                ? Map.<String, java.time.Instant>of()
                : this.keys.lastUse(exchange.requireCaller().orgId());
        var remaining = keys.remaining(exchange).stream()
                .map(key -> ApiKeyView.of(key, lastUse.get(key.id()), exchange.now(), people, null))
                .toList();
        return Reply.Answer.ok(new Response(MemberView.removed(member), remaining, exchange.requestId()));
    }
}

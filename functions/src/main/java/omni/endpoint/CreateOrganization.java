package omni.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.access.CookieSeal;
import omni.access.EmailAddress;
import omni.access.IdentityProvider.Identity;
import omni.access.Ids;
import omni.account.Account;
import omni.account.Accounts;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.credential.ApiKey;
import omni.credential.Keys;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.json.Fields;
import omni.member.InvitationAcceptance;
import omni.member.Member;
import omni.member.Members;
import omni.member.Organization;
import omni.member.Organizations;
import omni.member.Organizations.Creation;
import omni.member.Session;
import omni.member.SessionCookie;
import omni.member.SignUp;
import org.jspecify.annotations.Nullable;

/**
 * Gives a person an organization in one step: their own, with its grant, its first key and them as its founder, or one that has
 * invited them. {@code POST /v1/onboarding/organization}, contract 3, 11.1. The key's secret stands in this answer and nowhere
 * else. A second attempt under one Idempotency-Key answers what the first one made, without the secret; keys are per person here,
 * as there is no organization yet. A browser gets the session of its membership with the answer.
 */
public record CreateOrganization(
        Accounts accounts,
        Keys keys,
        Organizations organizations,
        Members members,
        SignUp signUp,
        CookieSeal seal,
        Ids ids,
        Settings settings,
        Onboarding onboarding,
        BillingViews billing)
        implements Endpoint {

    /**
     * What is wished: exactly one of the two.
     *
     * @param name of a new organization
     * @param joinOrgId one that has invited the person
     */
    record Request(@Nullable String name, @Nullable String joinOrgId) {

        static Request read(Fields in) {
            var request = new Request(in.text("name", 1, 120), in.text("joinOrgId", 1, 64));
            if (in.faults().isEmpty() && (request.name == null) == (request.joinOrgId == null)) {
                in.fault(
                        request.name == null ? "name" : "joinOrgId",
                        request.name == null ? "is needed, or joinOrgId is" : "stands alone, without name");
            }
            return request;
        }
    }

    /** @param apiKey null for whoever joined */
    record Response(
            String object,
            OrganizationView organization,
            @Nullable ApiKeyView apiKey,
            BillingView billing,
            String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(Request::read, request -> {
            var attempt = Attempt.of(request, exchange, ids);
            var principal = exchange.requireCaller().principal();
            var orgId = principal.orgId();
            if (orgId != null) {
                return exists(orgId, principal.principalId(), attempt);
            }
            return switch (onboarding.person(exchange)) {
                case Onboarding.Known(var identity, var undecided) -> create(attempt, identity, undecided);
                case Onboarding.Unknown(var problem) -> problem;
            };
        });
    }

    /**
     * One attempt, with the ids of what it makes.
     *
     * @param keyId of the first key
     * @param userId of whoever joins
     */
    private record Attempt(Request request, Exchange exchange, String keyId, String userId) {
        static Attempt of(Request request, Exchange exchange, Ids ids) {
            return new Attempt(request, exchange, exchange.newId(ids, "key"), exchange.newId(ids, "usr"));
        }
    }

    private Reply create(Attempt attempt, Identity identity, @Nullable Session undecided) {
        var orgId = attempt.request().joinOrgId();
        return orgId == null
                ? foundOrganization(attempt, identity, undecided)
                : join(orgId, attempt, identity, undecided);
    }

    private Reply foundOrganization(Attempt attempt, Identity identity, @Nullable Session undecided) {
        var exchange = attempt.exchange();
        var founding = new SignUp.Founding(
                identity,
                exchange.requireCaller().principal().authMode(),
                undecided,
                attempt.request().name(),
                attempt.keyId());
        var prepared = signUp.prepare(founding, ids, exchange.requestId(), exchange.now());
        return switch (organizations.create(prepared.organization())) {
            case Creation.CREATED -> foundedAnswer(prepared, exchange);
            case Creation.EXISTS -> elsewhere(identity, attempt);
        };
    }

    /** Without another read: whatever fails now, the secret would be lost. */
    private Reply foundedAnswer(SignUp.Prepared prepared, Exchange exchange) {
        var made = prepared.organization();
        return answer(
                made.organization(),
                ApiKeyView.of(
                        made.firstKey(), null, exchange.now(), KeyPeople.alone(made.founder()), prepared.secret()),
                this.billing.ofNewOrganization(made.account(), exchange),
                made.session(),
                exchange);
    }

    /** Whose invitation does not stand learns nothing of the organization, not even whether there is one. */
    private Reply join(String orgId, Attempt attempt, Identity identity, @Nullable Session undecided) {
        var exchange = attempt.exchange();
        var organization = organizations.find(orgId);
        var account = accounts.load(orgId);
        if (organization == null
                || account == null
                || !(members.find(orgId, new EmailAddress(identity.email())) instanceof Member.Invited invited)
                || !invited.openAt(exchange.now())) {
            return notInvited();
        }
        var joining = new InvitationAcceptance.Joining(
                identity, exchange.requireCaller().principal().authMode(), undecided, attempt.userId());
        var joiner = InvitationAcceptance.prepare(invited, joining, ids, exchange.requestId(), exchange.now());
        return switch (members.join(joiner)) {
            case JOINED -> joinedAnswer(organization, account, joiner.session(), exchange);
            case WITHDRAWN -> notInvited();
            case ELSEWHERE -> elsewhere(identity, attempt);
        };
    }

    private static Reply notInvited() {
        return Reply.Problem.of(
                        ErrorCode.ORGANIZATION_NOT_FOUND, "No organization of this id has an open invitation for you.")
                .hint("Ask for a new invitation to the address that you sign in with.");
    }

    private Reply joinedAnswer(
            Organization organization, Account account, @Nullable Session session, Exchange exchange) {
        return answer(organization, null, this.billing.read(account, exchange), session, exchange);
    }

    private Reply elsewhere(Identity identity, Attempt attempt) {
        var human = Objects.requireNonNull(
                organizations.human(identity.issuer(), identity.subject()), "the person whom the transaction met");
        return exists(human.orgId(), human.userId(), attempt);
    }

    /** The person has an organization: one that an earlier attempt of this very request gave them, or another. */
    private Reply exists(String orgId, String userId, Attempt attempt) {
        var exchange = attempt.exchange();
        if (exchange.seed() != null && attempt.userId().equals(userId)) {
            return again(orgId, null, exchange);
        }
        var made = exchange.seed() == null
                ? null
                : keys.ring(orgId).find(attempt.keyId()).orElse(null);
        return made == null
                ? Reply.Problem.of(ErrorCode.ORGANIZATION_EXISTS, "You have an organization already.")
                        .hint("GET /v1/org shows it.")
                : again(orgId, made, exchange);
    }

    private Reply again(String orgId, @Nullable ApiKey key, Exchange exchange) {
        var organization = organizations.find(orgId);
        var live = accounts.load(orgId);
        if (organization == null || live == null) {
            throw new IllegalStateException("an organization with members has a profile and an account");
        }
        return answer(
                organization,
                key == null ? null : ApiKeyView.of(key, null, exchange.now(), KeyPeople.of(members, orgId), null),
                this.billing.read(live, exchange),
                null,
                exchange);
    }

    private Reply answer(
            Organization organization,
            @Nullable ApiKeyView key,
            BillingView billing,
            @Nullable Session session,
            Exchange exchange) {
        var settings = this.settings;
        return new Reply.Answer(
                201,
                new Response(
                        "onboarding_result",
                        OrganizationView.of(organization, settings.livemode(), null),
                        key,
                        billing,
                        exchange.requestId()),
                Map.of(),
                session == null
                        ? List.of()
                        : new BrowserSession(settings)
                                .begins(SessionCookie.of(session).seal(seal), Session.ABSOLUTE));
    }
}

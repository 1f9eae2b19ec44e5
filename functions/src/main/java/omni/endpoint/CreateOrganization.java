package omni.endpoint;

import java.util.Objects;
import omni.access.ApiKey;
import omni.access.IdentityProvider;
import omni.access.IdentityProvider.Identity;
import omni.access.IdentityProvider.Outcome;
import omni.access.IdentityProvider.Rejected;
import omni.access.IdentityProvider.Unreachable;
import omni.access.Organizations.Creation;
import omni.access.Principal;
import omni.access.SignUp;
import omni.http.EndpointFunction;
import omni.http.ErrorCode;
import omni.http.Exchange;
import omni.http.Reply;
import omni.json.Fields;
import omni.root.AccountRoot;

/**
 * Gives a person an organisation, with its grant, its first key and them as its founder, in one step. {@code POST
 * /v1/onboarding/organization}, contract 11.1. The key's secret stands in this answer and nowhere else. A second attempt under
 * one Idempotency-Key answers what the first one made, without the secret; keys are per person here, as there is no
 * organisation yet.
 */
public final class CreateOrganization extends EndpointFunction {

    private static final int RETRY_AFTER = 5;

    record Request(String name) {

        static Request read(Fields in) {
            return new Request(in.requiredText("name", 1, 120));
        }
    }

    record Response(
            String object, OrganizationView organization, ApiKeyView apiKey, BillingView billing, String requestId) {}

    private final AccountRoot root;

    public CreateOrganization() {
        this(AccountRoot.onLambda(Endpoints.CREATE_ORGANIZATION.operation().secrets()));
    }

    public CreateOrganization(AccountRoot root) {
        super(Endpoints.CREATE_ORGANIZATION.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var fields = exchange.fields();
        var request = Request.read(fields);
        if (!fields.faults().isEmpty()) {
            return Reply.Problem.validation(fields.faults());
        }
        var keyId = exchange.newId(root.ids(), "key");
        var orgId = exchange.known().principal().orgId();
        return orgId != null ? exists(orgId, keyId, exchange) : create(request, keyId, exchange);
    }

    private Reply create(Request request, String keyId, Exchange exchange) {
        var principal = exchange.known().principal();
        return switch (person(principal, exchange)) {
            case Identity identity
            when identity.emailVerified() ->
                create(new SignUp.Founding(identity, principal.authMode(), request.name(), keyId), exchange);
            case Identity unverified ->
                Reply.Problem.of(
                                ErrorCode.EMAIL_NOT_VERIFIED,
                                "An organization needs a founder whose e-mail address is verified.")
                        .hint("Verify it with your sign-in provider, and use a token that tells it or may ask for it.");
            case Rejected rejected -> throw new IllegalStateException("a person is known or not: " + rejected);
            case Unreachable unreachable ->
                Reply.Problem.of(
                                ErrorCode.AUTH_VERIFICATION_UNAVAILABLE,
                                "Your e-mail address can't be asked for right now.")
                        .retryAfter(RETRY_AFTER);
        };
    }

    /** Who founds: known by the token, or else asked for with it. */
    private Outcome person(Principal principal, Exchange exchange) {
        var issuer = root.login().identity().orElse(null);
        if (issuer == null) {
            return new Unreachable("no issuer is configured");
        }
        var email = principal.email();
        return email == null
                ? asked(issuer, principal, exchange)
                : new Identity(issuer.issuer(), principal.subject(), email, true, "");
    }

    private static Outcome asked(IdentityProvider issuer, Principal principal, Exchange exchange) {
        var token = exchange.request()
                .header("Authorization")
                .map(header -> header.replaceFirst("^\\S+\\s+", ""))
                .orElse("");
        return issuer.person(token, principal.subject());
    }

    private Reply create(SignUp.Founding founding, Exchange exchange) {
        var prepared = root.login().signUp().prepare(founding, root.ids(), exchange.requestId(), exchange.now());
        return switch (root.organizations().create(prepared.organization())) {
            case Creation.CREATED -> created(prepared, exchange);
            case Creation.EXISTS -> {
                var identity = founding.identity();
                var human = Objects.requireNonNull(
                        root.organizations().human(identity.issuer(), identity.subject()),
                        "the person whom the transaction met");
                yield exists(human.orgId(), founding.keyId(), exchange);
            }
        };
    }

    /** Without another read: whatever fails now, the secret would be lost. */
    private Reply created(SignUp.Prepared prepared, Exchange exchange) {
        var made = prepared.organization();
        return Reply.Answer.created(new Response(
                "onboarding_result",
                OrganizationView.of(made.organization(), root.settings().livemode(), null),
                ApiKeyView.of(made.firstKey(), null, exchange.now(), prepared.secret()),
                BillingView.opened(root, made.account(), exchange),
                exchange.requestId()));
    }

    /** The person has an organisation: one that an earlier attempt of this very request made, or another. */
    private Reply exists(String orgId, String keyId, Exchange exchange) {
        var made = exchange.seed() == null
                ? null
                : root.keys().ring(orgId).find(keyId).orElse(null);
        return made == null
                ? Reply.Problem.of(ErrorCode.ORGANIZATION_EXISTS, "You have an organization already.")
                        .hint("GET /v1/org shows it.")
                : again(made, exchange);
    }

    private Reply again(ApiKey key, Exchange exchange) {
        var organization = root.organizations().find(key.orgId());
        var live = root.accounts().load(key.orgId());
        if (organization == null || live == null) {
            throw new IllegalStateException("an organisation with a key has a profile and an account");
        }
        return Reply.Answer.created(new Response(
                "onboarding_result",
                OrganizationView.of(organization, root.settings().livemode(), null),
                ApiKeyView.of(key, null, exchange.now(), null),
                BillingView.read(root, live, exchange),
                exchange.requestId()));
    }
}

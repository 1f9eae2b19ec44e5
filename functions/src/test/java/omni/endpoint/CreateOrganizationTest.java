package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.access.IdentityProvider.Identity;
import omni.access.SecretFormat;
import omni.access.StoreUnavailable;
import omni.call.Caller;
import omni.call.Exchange;
import omni.event.AuditEvent;
import omni.fakes.Ask;
import omni.fakes.Probe;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import omni.fakes.ScriptedIssuer;
import omni.json.Json;
import omni.member.Member;
import omni.meter.Idempotency;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 11.1: a person without an organization makes one; contract 10: once, whatever is repeated. */
class CreateOrganizationTest {

    private static final String BODY = "{\"name\":\"Acme Research\"}";

    private final Rig rig = new Rig();

    private static Ask ask(Caller caller, String body) {
        return Ask.of("POST", "/v1/onboarding/organization").by(caller).body(body);
    }

    private Ask.Answer create(Caller caller, String body) {
        return ask(caller, body).of(rig.function(Endpoints.CREATE_ORGANIZATION));
    }

    private Ask.Answer keyed(Caller caller, String key, String body) {
        return ask(caller, body).header("Idempotency-Key", key).of(rig.function(Endpoints.CREATE_ORGANIZATION));
    }

    private @Nullable Human founder() {
        return rig.store.organizations().human(ScriptedIssuer.ISSUER, "auth0|2");
    }

    /** As the authorizer says it of the same person from now on. */
    private Caller member() {
        var human = Objects.requireNonNull(founder());
        var account = rig.store.account(human.orgId(), true);
        var principal = Rig.nobodys().principal();
        return new Caller(
                new omni.access.Principal(
                        principal.authMode(),
                        principal.principalId(),
                        principal.subject(),
                        human.orgId(),
                        principal.scopes(),
                        true,
                        null,
                        null,
                        null,
                        human.email()),
                account,
                account);
    }

    private void golden(String name, Ask ask) {
        var answer = ask.header("x-request-id", "req_golden")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .of(rig.function(Endpoints.CREATE_ORGANIZATION));
        Recorded.golden(name + ".txt", answer.text().replaceAll("_[0-9A-Za-z]{53}\"", "_(53 characters)\""));
    }

    @Test
    void theAnswerIsTheContractsObject() {
        golden("CreateOrganization", ask(Rig.nobodys(), BODY));
    }

    @Test
    void theRefusalsAreTheContractsObjects() {
        golden("CreateOrganization.invalid", ask(Rig.nobodys(), "{}"));
        golden("CreateOrganization.unverified", ask(Rig.nobodys(null), BODY));
        golden("CreateOrganization.exists", ask(rig.byBearer(), BODY));
        rig.issuer.reachable(false);
        golden("CreateOrganization.unavailable", ask(Rig.nobodys(null), BODY));
    }

    @Test
    void organizationGrantFirstKeyAndFounderAreMadeTogetherAndTold() {
        var answer = create(Rig.nobodys(), BODY);

        assertThat(answer.status()).isEqualTo(201);
        var human = Objects.requireNonNull(founder());
        var organization = Objects.requireNonNull(rig.store.organizations().find(human.orgId()));
        assertThat(organization.name()).isEqualTo("Acme Research");
        assertThat(human.userId()).isEqualTo(Human.userId(ScriptedIssuer.ISSUER, "auth0|2"));
        assertThat(human.email()).isEqualTo("b@x.y");
        assertThat(rig.store.account(human.orgId(), true).grant().unitsLeft()).isEqualTo(250);
        assertThat(rig.store.account(human.orgId(), false).live()).isFalse();
        var key = Json.asObject(answer.json().get("apiKey"));
        var secret = String.valueOf(key.get("secret"));
        assertThat(new SecretFormat("secapi").parseKey(secret)).contains(new SecretFormat.Parsed(human.orgId(), true));
        assertThat(rig.store.ring(human.orgId()).keys()).singleElement().satisfies(stored -> {
            assertThat(stored.id()).isEqualTo(key.get("id"));
            assertThat(rig.accountRoot().hasher().hash(secret)).isEqualTo(stored.hash());
        });
        assertThat(rig.store.events())
                .extracting(AuditEvent::type, AuditEvent::actorPrincipalId, AuditEvent::authMode)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("organization.created", human.userId(), "bearer"),
                        org.assertj.core.groups.Tuple.tuple("api_key.created", human.userId(), "bearer"));
        assertThat(rig.store.events().toString()).doesNotContain(secret);
        assertThat(rig.log.lines().toString()).doesNotContain(secret);
    }

    @Test
    void anAnswerToSomebodyWithoutAnOrganizationTellsNoPlan() {
        var answer = create(Rig.nobodys(), BODY);
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo("platform_read");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.headers()).doesNotContainKeys("Omni-Plan-Key", "Omni-Billing-State", "Omni-Billing-Status");
    }

    @Test
    void whoHasOneGetsNoSecond() {
        assertThat(create(rig.byBearer(), BODY).code()).isEqualTo("organization_exists");
        assertThat(ask(rig.byCookie(), BODY)
                        .header("Origin", Rig.ORIGIN)
                        .of(rig.function(Endpoints.CREATE_ORGANIZATION))
                        .code())
                .isEqualTo("organization_exists");
        create(Rig.nobodys(), BODY);
        assertThat(create(Rig.nobodys(), BODY).code())
                .as("a token that was checked before the first creation")
                .isEqualTo("organization_exists");
        assertThat(create(member(), BODY).status()).isEqualTo(409);
        assertThat(rig.store.events()).hasSize(2);
    }

    @ParameterizedTest(name = "{0} is wrong at {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                                              | name
            {"name":null,"joinOrgId":null}                  | name
            {"name":"Acme","joinOrgId":"org_AbCdEf012345"}  | joinOrgId
            {"joinOrgId":""}                                | joinOrgId
            {"joinOrgId":7}                                 | joinOrgId
            """)
    void oneOfTheTwoIsNeededAndNotBoth(String body, String path) {
        var answer = create(Rig.nobodys(), body);
        assertThat(answer.code()).isEqualTo("validation_error");
        assertThat(answer.body()).contains("\"path\":\"" + path + "\"");
        assertThat(rig.store.events()).isEmpty();
    }

    private Member.Invited invite(String email, Instant at) {
        var invited = new Member.Invited(Rig.ORG, new EmailAddress(email), at, "ann@example.com");
        rig.members.put(invited);
        return invited;
    }

    private static final String JOIN = "{\"joinOrgId\":\"" + Rig.ORG + "\"}";

    @Test
    void whoIsInvitedJoinsByTheirTokenWithoutAKeyAndWithoutASession() {
        invite("b@x.y", Rig.NOW);
        golden("CreateOrganization.join", ask(Rig.nobodys(), JOIN));
        assertThat(rig.members.find(Rig.ORG, new EmailAddress("b@x.y")))
                .isInstanceOfSatisfying(Member.Active.class, member -> {
                    assertThat(member.human().subject()).isEqualTo("auth0|2");
                    assertThat(member.human().userId())
                            .as("no old session comes back")
                            .isNotEqualTo(Human.userId(ScriptedIssuer.ISSUER, "auth0|2"));
                });
        assertThat(rig.members.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("member.joined");
            assertThat(event.authMode()).isEqualTo("bearer");
        });
    }

    @Test
    void theAddressOfWhoJoinsIsTheTokensOrAskedForWithIt() {
        invite("bea@example.com", Rig.NOW);
        assertThat(create(Rig.nobodys(), JOIN).code()).isEqualTo("organization_not_found");
        assertThat(create(Rig.nobodys(null), JOIN).code()).isEqualTo("email_not_verified");
        rig.issuer.tell("tok", new Identity(ScriptedIssuer.ISSUER, "auth0|2", "Bea@Example.com", true, ""));
        assertThat(ask(Rig.nobodys(null), JOIN)
                        .header("Authorization", "Bearer tok")
                        .of(rig.function(Endpoints.CREATE_ORGANIZATION))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void anInvitationThatEndedJoinsNothing() {
        invite("b@x.y", Rig.NOW.minus(Member.Invited.LIFE));
        golden("CreateOrganization.uninvited", ask(Rig.nobodys(), JOIN));
        assertThat(rig.members.events()).isEmpty();
    }

    @Test
    void aSecondAttemptUnderOneKeyFindsThatTheFirstJoinedAndAnswersIt() {
        invite("b@x.y", Rig.NOW);
        var dying = new Probe(Endpoints.CREATE_ORGANIZATION.operation(), rig.shell, exchange -> {
            make(exchange);
            throw new StoreUnavailable("the answer", new IllegalStateException("lost"));
        });
        var lost = ask(Rig.nobodys(), JOIN).header("Idempotency-Key", "k-1").of(dying);
        assertThat(lost.status()).isEqualTo(503);
        var bob = (Member.Active) Objects.requireNonNull(rig.members.find(Rig.ORG, new EmailAddress("b@x.y")));
        rig.clock.advance(Duration.ofSeconds(61));
        var principal = Rig.nobodys().principal();
        var account = rig.store.account(Rig.ORG, true);
        var member = new Caller(
                new omni.access.Principal(
                        principal.authMode(),
                        bob.human().userId(),
                        principal.subject(),
                        Rig.ORG,
                        principal.scopes(),
                        true,
                        null,
                        null,
                        null,
                        "b@x.y"),
                account,
                account);
        assertThat(keyed(member, "k-2", JOIN).code()).as("another request").isEqualTo("organization_exists");
        var taken = keyed(member, "k-1", JOIN);
        assertThat(taken.status()).as(taken.body()).isEqualTo(201);
        assertThat(taken.json()).containsEntry("apiKey", null);
        assertThat(rig.members.events()).hasSize(1);
    }

    @Test
    void aKeyIsNobody() {
        var answer = create(rig.byKey("*"), BODY);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("human_auth_required");
        assertThat(rig.store.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":7}", "{\"name\":null}", "", "[]", "{"})
    void aFaultyBodyMakesNothing(String body) {
        assertThat(create(Rig.nobodys(), body).status()).isEqualTo(400);
        assertThat(founder()).isNull();
    }

    @ParameterizedTest(name = "a name of {0} characters: {1}")
    @CsvSource({"1,201", "120,201", "121,400"})
    void aNameHasUpTo120Characters(int length, int status) {
        assertThat(create(Rig.nobodys(), "{\"name\":\"" + "n".repeat(length) + "\"}")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void anAddressThatTheTokenDoesNotTellIsAskedForWithIt() {
        rig.issuer.tell("tok", new Identity(ScriptedIssuer.ISSUER, "auth0|2", "Bea@Example.com", true, ""));
        var answer = ask(Rig.nobodys(null), BODY)
                .header("Authorization", "bearer  tok")
                .of(rig.function(Endpoints.CREATE_ORGANIZATION));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(Objects.requireNonNull(founder()).email()).isEqualTo("bea@example.com");
    }

    @Test
    void aFounderHasAVerifiedAddress() {
        rig.issuer.tell("unverified", new Identity(ScriptedIssuer.ISSUER, "auth0|2", "bea@example.com", false, ""));
        for (var token : List.of("unverified", "silent")) {
            var answer = ask(Rig.nobodys(null), BODY)
                    .header("Authorization", "Bearer " + token)
                    .of(rig.function(Endpoints.CREATE_ORGANIZATION));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("email_not_verified");
        }
        rig.issuer.reachable(false);
        var outage = create(Rig.nobodys(null), BODY);
        assertThat(outage.status()).isEqualTo(503);
        assertThat(outage.code()).isEqualTo("auth_verification_unavailable");
        assertThat(outage.header("Retry-After")).isEqualTo("5");
        assertThat(founder()).isNull();
        assertThat(create(Rig.nobodys(), BODY).status())
                .as("who is known by the token needs no issuer")
                .isEqualTo(201);
    }

    @Test
    void aRepetitionIsAnsweredAsTheFirstWithoutItsSecretThoughThePersonHasAnOrganizationNow() {
        var first = keyed(Rig.nobodys(), "k-1", BODY);
        var again = keyed(member(), "k-1", BODY);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.body()).contains("\"secret\"");
        var shown = first.json();
        Json.asObject(shown.get("apiKey")).remove("secret");
        assertThat(again.json()).isEqualTo(shown);
        assertThat(keyed(member(), "k-1", "{\"name\":\"Other\"}").code()).isEqualTo("idempotency_key_reused");
        assertThat(keyed(member(), "k-2", BODY).code()).isEqualTo("organization_exists");
        assertThat(rig.store.events()).hasSize(2);
    }

    @Test
    void aKeyIsThePersonsOwn() {
        keyed(Rig.nobodys(), "k-1", BODY);
        var others = rig.idempotency.read(new Idempotency.Key("usr_3", true, "k-1"), Rig.NOW);
        assertThat(others).isInstanceOf(Idempotency.Absent.class);
        assertThat(keyed(Rig.nobodys(), "a\u00e9", BODY).code()).isEqualTo("invalid_idempotency_key");
    }

    @Test
    void aRefusalFreesTheKey() {
        assertThat(keyed(Rig.nobodys(), "k-1", "{}").status()).isEqualTo(400);
        assertThat(keyed(Rig.nobodys(), "k-1", BODY).status()).isEqualTo(201);
    }

    @Test
    void whatAnAttemptMadeThatDiedIsFoundByTheNext() {
        var dying = new Probe(Endpoints.CREATE_ORGANIZATION.operation(), rig.shell, exchange -> {
            make(exchange);
            throw new StoreUnavailable("the answer", new IllegalStateException("lost"));
        });
        assertThat(ask(Rig.nobodys(), BODY)
                        .header("Idempotency-Key", "k-1")
                        .of(dying)
                        .status())
                .isEqualTo(503);
        assertThat(keyed(member(), "k-1", BODY).code()).isEqualTo("idempotency_in_flight");
        assertThat(create(member(), BODY).code()).as("without the key").isEqualTo("organization_exists");

        rig.clock.advance(Duration.ofSeconds(61));
        var taken = keyed(member(), "k-1", BODY);
        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.body()).doesNotContain("\"secret\"");
        assertThat(Json.asObject(taken.json().get("organization")).get("id"))
                .isEqualTo(Objects.requireNonNull(founder()).orgId());
        assertThat(rig.store.events()).hasSize(2);
    }

    private void make(Exchange exchange) {
        rig.endpoint(Endpoints.CREATE_ORGANIZATION).handle(exchange);
    }
}

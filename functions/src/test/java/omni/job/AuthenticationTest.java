package omni.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omni.access.AccessTokens;
import omni.access.AuthMode;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.access.IdentityProvider.Identity;
import omni.access.Scopes;
import omni.call.Caller;
import omni.call.CallerCodec;
import omni.call.Operation;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.fakes.ScriptedTokens;
import omni.http.Request;
import omni.job.Authentication.Outcome;
import omni.job.Authentication.Proved;
import omni.job.Authentication.Refused;
import omni.job.Authentication.Unverifiable;
import omni.member.Member;
import omni.member.OpenInvitation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 3.1: which of several credentials counts where, and that one which is bad spoils all. */
class AuthenticationTest {

    private final Rig rig = new Rig();

    /** A key or a token that is good, bad, or can't be checked now; {@code key} as bearer is a key there. */
    @ParameterizedTest(name = "key {0}, bearer {1}, cookie {2}: {3} on a human-only route, else {4}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            key,  bearer,  cookie, human-only,     elsewhere
            -,    -,       -,      NO_SESSION,     NO_KEY
            -,    -,       good,   usr_1,          usr_1
            -,    -,       bad,    NO_SESSION,     BAD_CREDENTIAL
            good, -,       -,      key_1,          key_1
            good, -,       good,   usr_1,          key_1
            good, -,       bad,    key_1,          key_1
            bad,  -,       -,      BAD_CREDENTIAL, BAD_CREDENTIAL
            bad,  -,       bad,    BAD_CREDENTIAL, BAD_CREDENTIAL
            -,    token,   -,      usr_1,          usr_1
            -,    token,   good,   usr_1,          usr_1
            -,    token,   bad,    usr_1,          usr_1
            good, token,   -,      usr_1,          key_1
            good, token,   good,   usr_1,          key_1
            bad,  token,   -,      BAD_CREDENTIAL, BAD_CREDENTIAL
            bad,  token,   good,   BAD_CREDENTIAL, BAD_CREDENTIAL
            -,    bad,     -,      BAD_CREDENTIAL, BAD_CREDENTIAL
            -,    bad,     good,   BAD_CREDENTIAL, BAD_CREDENTIAL
            good, bad,     -,      BAD_CREDENTIAL, BAD_CREDENTIAL
            good, bad,     good,   BAD_CREDENTIAL, BAD_CREDENTIAL
            -,    basic,   good,   BAD_CREDENTIAL, BAD_CREDENTIAL
            good, basic,   -,      BAD_CREDENTIAL, BAD_CREDENTIAL
            -,    outage,  -,      unverifiable,   unverifiable
            -,    outage,  good,   unverifiable,   unverifiable
            good, outage,  -,      unverifiable,   unverifiable
            bad,  outage,  -,      BAD_CREDENTIAL, BAD_CREDENTIAL
            -,    key,     -,      key_1,          key_1
            -,    key,     good,   key_1,          key_1
            good, key,     -,      key_1,          key_1
            bad,  key,     -,      BAD_CREDENTIAL, BAD_CREDENTIAL
            """)
    void theRightCredentialCounts(
            @Nullable String key,
            @Nullable String bearer,
            @Nullable String cookie,
            String humanOnly,
            String elsewhere) {
        var headers = headers(key, bearer, cookie);

        for (var access : List.of(Operation.Access.human(), Operation.Access.humanAnywhere())) {
            assertThat(say(access, headers)).isEqualTo(humanOnly);
        }
        for (var access : List.of(Operation.Access.org(), Operation.Access.scope(Scopes.BILLING_READ))) {
            assertThat(say(access, headers)).isEqualTo(elsewhere);
        }
    }

    private Map<String, String> headers(@Nullable String key, @Nullable String bearer, @Nullable String cookie) {
        var good = rig.key("key_1", true, Scopes.READ_SEC);
        var headers = new LinkedHashMap<String, String>();
        if (key != null) {
            headers.put("x-api-key", key.equals("good") ? good : "secapi_live_x");
        }
        if (bearer != null) {
            headers.put(
                    "Authorization",
                    switch (bearer) {
                        case "token" -> "Bearer " + rig.bearer();
                        case "outage" -> "bearer " + rig.tokens.unverifiable();
                        case "key" -> "Bearer " + good;
                        case "basic" -> "Basic YTpi";
                        default -> "Bearer eyJ.e30.x";
                    });
        }
        if (cookie != null) {
            headers.put("Cookie", "__Host-omni_session=" + (cookie.equals("good") ? rig.signIn() : "forged"));
        }
        return headers;
    }

    private Outcome ask(String token) {
        return outcome(Operation.Access.org(), Map.of("Authorization", "Bearer " + token));
    }

    @Test
    void aPersonIsTheSameByCookieAndByToken() {
        var byToken = ((Proved) ask(rig.bearer())).caller().principal();
        var byCookie = ((Proved)
                        outcome(Operation.Access.org(), Map.of("Cookie", "__Host-omni_session=" + rig.signIn())))
                .caller()
                .principal();
        assertThat(byToken.principalId()).isEqualTo(byCookie.principalId());
        assertThat(byToken.subject()).isEqualTo(byCookie.subject());
        assertThat(byToken.orgId()).isEqualTo(byCookie.orgId()).isEqualTo(Rig.ORG);
        assertThat(byToken.scopes()).isEqualTo(byCookie.scopes());
        assertThat(byToken.email()).isEqualTo(byCookie.email());
        assertThat(byToken.livemode()).isTrue();
        assertThat(byToken.authMode()).isEqualTo(AuthMode.BEARER);
        assertThat(byToken.sessionId())
                .as("no browser, so no Origin is asked for")
                .isNull();
    }

    @ParameterizedTest(name = "a token that says {0} gives {1}")
    @CsvSource(nullValues = "-", textBlock = """
            -,                              read:sec write:sec billing:read billing:manage api_keys:manage
            openid email,                   read:sec write:sec billing:read billing:manage api_keys:manage
            *,                              read:sec write:sec billing:read billing:manage api_keys:manage
            openid read:sec,                read:sec
            billing:manage,                 billing:manage
            read:sec api_keys:manage,       read:sec api_keys:manage
            admin:operator,                 -
            admin:operator read:sec,        read:sec
            """)
    void aTokenThatNamesScopesNarrowsThem(@Nullable String says, @Nullable String gives) {
        var token = says == null ? rig.bearer() : rig.bearer(says.split(" ", -1));
        assertThat(String.join(
                        " ",
                        Scopes.sort(((Proved) ask(token)).caller().principal().scopes())))
                .isEqualTo(gives == null ? "" : gives);
    }

    /** The group is what the port read from the claim that counts. */
    @ParameterizedTest(name = "{0}, token says {2}: operator {3}")
    @CsvSource(nullValues = "-", textBlock = """
            listed,   -,         -,                       true
            listed,   -,         read:sec,                false
            listed,   -,         openid admin:operator,   true
            other,    operators, -,                       true
            other,    users,     -,                       false
            """)
    void anOperatorIsOneByTheirTokenToo(
            String subject, @Nullable String group, @Nullable String says, boolean operator) {
        var operators = new Rig(Map.of(
                "OMNI_OPERATOR_SUBJECTS", "listed",
                "OMNI_OPERATOR_GROUP_CLAIM", "groups",
                "OMNI_OPERATOR_GROUP", "operators"));
        var good = new AccessTokens.Good(
                new Identity(ScriptedTokens.ISSUER, subject, "", false, "", group),
                says == null ? Set.of() : Set.of(says.split(" ", -1)));
        var outcome = outcome(
                operators,
                Operation.Access.org(),
                Map.of("Authorization", "Bearer " + operators.tokens.say("operator", good)));
        assertThat(((Proved) outcome).caller().principal().has(Scopes.OPERATOR)).isEqualTo(operator);
    }

    @Test
    void aPersonWithoutAnOrganizationIsKnownAllTheSame() {
        var caller = ((Proved) ask(rig.tokens.of("stranger"))).caller();
        assertThat(caller.principal().principalId())
                .isEqualTo(Human.userId(ScriptedTokens.ISSUER, "stranger"))
                .matches("usr_[0-9A-Za-z]{20}");
        assertThat(caller.principal().orgId()).isNull();
        assertThat(caller.principal().email()).isEqualTo("ann@example.com");
        assertThat(caller.account()).isNull();
        assertThat(CallerCodec.decode(CallerCodec.encode(caller))).contains(caller);
    }

    /** Stored is ann@example.com. */
    @ParameterizedTest(name = "a token that says {0}, verified {1}, is of {2}")
    @CsvSource(nullValues = "-", textBlock = """
            Other@Example.com, true,  other@example.com
            other@example.com, false, -
            '',                true,  -
            ann@example.com,   false, -
            """)
    void theAddressOfAPersonIsWhatTheirTokenSaysAndNeverWhatWasStored(
            String says, boolean verified, @Nullable String address) {
        rig.bearer();
        var identity = new Identity(ScriptedTokens.ISSUER, Rig.ANN.subject(), says, verified, "");
        var token = rig.tokens.say("other", new AccessTokens.Good(identity, Set.of()));
        var principal = ((Proved) ask(token)).caller().principal();
        assertThat(principal.principalId()).isEqualTo("usr_1");
        assertThat(principal.email()).isEqualTo(address);
    }

    @Test
    void whoBelongsNowhereIsToldWhereTheyAreInvitedAndNobodyElseIsAskedFor() {
        rig.members.put(new Member.Invited(Rig.ORG, new EmailAddress("ann@example.com"), Rig.NOW, "boss@example.com"));
        var token = rig.tokens.of("stranger");
        var caller = ((Proved) ask(token)).caller();
        assertThat(caller.invitations())
                .containsExactly(
                        new OpenInvitation(Rig.ORG, "Acme", "boss@example.com", Rig.NOW.plus(Member.Invited.LIFE)));
        assertThat(CallerCodec.decode(CallerCodec.encode(caller))).contains(caller);
        var calls = rig.members.calls();
        ask(rig.bearer());
        outcome(Operation.Access.humanAnywhere(), Map.of("Authorization", "Bearer " + token));
        assertThat(rig.members.calls()).isEqualTo(calls);
        rig.clock.advance(Member.Invited.LIFE);
        assertThat(((Proved) ask(token)).caller().invitations()).isEmpty();
    }

    @Test
    void invitationsFillNoMoreOfTheContextThanItHolds() {
        var name = "n".repeat(120);
        var invitations = java.util.stream.IntStream.range(0, 10)
                .mapToObj(number -> new OpenInvitation("org_" + number, name, "e".repeat(254), Rig.NOW))
                .toList();
        var caller = new Caller(Rig.nobodys().principal(), null, null, invitations);
        var context = CallerCodec.encode(caller);
        assertThat(context.values().stream().mapToInt(String::length).sum()).isLessThan(6_000);
        var told = CallerCodec.decode(context).orElseThrow().invitations();
        assertThat(told).isNotEmpty().isEqualTo(invitations.subList(0, told.size()));
    }

    @Test
    void aMembershipThatWasTakenAwayCountsAtOnce() {
        var token = rig.bearer();
        assertThat(((Proved) ask(token)).caller().orgId()).isEqualTo(Rig.ORG);
        rig.store.remove(Rig.ANN);
        assertThat(((Proved) ask(token)).caller().principal().orgId()).isNull();
    }

    @Test
    void theSameSubjectOfAnotherIssuerIsSomebodyElse() {
        rig.bearer();
        var foreign = new Identity("https://evil.example", "auth0|1", "ann@example.com", true, "");
        var token = rig.tokens.say("foreign", new AccessTokens.Good(foreign, Set.of()));
        var principal = ((Proved) ask(token)).caller().principal();
        assertThat(principal.orgId()).isNull();
        assertThat(principal.principalId())
                .isNotEqualTo("usr_1")
                .isNotEqualTo(Human.userId(ScriptedTokens.ISSUER, "auth0|1"));
    }

    @Test
    void aTokenCostsTwoReadsAndABadOneNone() {
        ask("eyJ.e30.x");
        ask(rig.tokens.unverifiable());
        assertThat(rig.store.reads()).isZero();
        ask(rig.bearer());
        assertThat(rig.store.reads()).isEqualTo(2);
    }

    @Test
    void aStoreThatIsDownIsNoRefusalOfAToken() {
        var token = rig.bearer();
        rig.store.reachable(false);
        assertThat(ask(token)).isInstanceOf(Unverifiable.class);
    }

    @Test
    void whyATokenIsRefusedIsLoggedWithoutTheToken() {
        ask("eyJ.secret.x");
        assertThat(rig.log.lines().toString()).contains("bearer_refused").doesNotContain("eyJ");
    }

    private String say(Operation.Access access, Map<String, String> headers) {
        return switch (outcome(access, headers)) {
            case Proved(var caller) -> caller.principal().principalId();
            case Refused refused -> refused.reason().name();
            case Unverifiable unverifiable -> "unverifiable";
        };
    }

    private Outcome outcome(Operation.Access access, Map<String, String> headers) {
        return outcome(rig, access, headers);
    }

    private static Outcome outcome(Rig rig, Operation.Access access, Map<String, String> headers) {
        var operation = new Operation(
                "Probe", "GET", List.of("/v1/probe"), access, Operation.Meter.FREE, Operation.Group.ACCOUNT, List.of());
        var ask = Ask.of("GET", "/v1/probe");
        headers.forEach(ask::header);
        return rig.authorizerRoot().authentication().of(operation, Request.of(ask.event()));
    }
}

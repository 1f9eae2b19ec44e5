package omni.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import omni.access.CookieSeal;
import omni.access.IdentityProvider;
import omni.access.Ids;
import omni.access.Operators;
import omni.call.Caller;
import omni.call.CallerCodec;
import omni.call.Endpoint;
import omni.call.EndpointFunction;
import omni.call.Shell;
import omni.fakes.Ask;
import omni.fakes.Fixture;
import omni.fakes.InMemoryMembers;
import omni.fakes.InMemoryOrganizations;
import omni.fakes.InMemorySessions;
import omni.fakes.KeptLog;
import omni.fakes.MovableClock;
import omni.fakes.Rig;
import omni.fakes.ScriptedIssuer;
import omni.lambda.AccountEndpoints;
import omni.lambda.AccountRoot;
import omni.lambda.LoginParts;
import omni.member.SessionAuthentication;

/** Sign-in as a browser sees it, on stand-ins for issuer and store. */
final class LoginWorld {

    final MovableClock clock = new MovableClock(Fixture.START);
    final KeptLog log = new KeptLog();
    final InMemorySessions sessions = new InMemorySessions();
    final InMemoryOrganizations organizations = new InMemoryOrganizations(sessions);
    final InMemoryMembers members = new InMemoryMembers(sessions);
    final ScriptedIssuer issuer = new ScriptedIssuer();
    final CookieSeal seal = new CookieSeal(new byte[32], new Random(5));
    private final Ids ids = Fixture.ids(11);
    final Shell shell = Fixture.shell(ids, clock, log);
    final EndpointFunction start = startLogin(Optional.of(issuer));
    final EndpointFunction finish = finishLogin();
    final EndpointFunction getSession = function(Endpoints.GET_SESSION, new GetSession(sessions, Fixture.SETTINGS));
    final EndpointFunction endSession = function(Endpoints.END_SESSION, new EndSession(sessions, Fixture.SETTINGS));
    final Rig rig = new Rig();
    private int codes;

    /** StartLogin where this, or no, issuer is configured. */
    EndpointFunction startLogin(Optional<IdentityProvider> identity) {
        var cookie = new LoginCookie(seal, Fixture.SETTINGS);
        return function(Endpoints.START_LOGIN, new StartLogin(identity, ids, Fixture.SETTINGS, log, cookie));
    }

    private EndpointFunction finishLogin() {
        return function(
                Endpoints.FINISH_LOGIN,
                new FinishLogin(
                        Optional.of(issuer),
                        organizations,
                        members,
                        sessions,
                        Fixture.SIGN_UP,
                        seal,
                        ids,
                        Fixture.SETTINGS,
                        log));
    }

    private EndpointFunction function(Endpoints route, Endpoint endpoint) {
        return new EndpointFunction(route.operation(), shell, endpoint);
    }

    /** A browser that has been sent to the issuer. */
    record Away(String cookie, String state, String challenge) {}

    Away begin(String next) {
        var answer = Ask.of("GET", "/login").query("next", next).of(start);
        var query = new LinkedHashMap<String, String>();
        for (var pair : answer.header("Location").replaceFirst(".*\\?", "").split("&", -1)) {
            var parts = pair.split("=", 2);
            query.put(parts[0], parts[1]);
        }
        return new Away(
                answer.cookie("__Host-omni_session_login"),
                query.getOrDefault("state", ""),
                query.getOrDefault("code_challenge", ""));
    }

    /** The callback of a browser whom the issuer has answered so. */
    Ask callback(Away away, IdentityProvider.Outcome outcome) {
        var code = "code-" + codes++;
        issuer.issue(code, away.challenge(), outcome);
        return Ask.of("GET", "/auth/callback")
                .query("code", code)
                .query("state", away.state())
                .header("Cookie", away.cookie());
    }

    Ask.Answer signIn(String subject, String next) {
        return callback(begin(next), ScriptedIssuer.identity(subject, subject + "@example.com"))
                .of(finish);
    }

    /** The root of CreateOrganization, with the people of this world. */
    private AccountRoot root() {
        var usual = rig.accountRoot();
        organizations.created().forEach(made -> rig.store.put(made.account()));
        return new AccountRoot(
                usual.foundation(),
                rig.shell,
                usual.headers(),
                usual.accounts(),
                usual.rollUps(),
                usual.keys(),
                organizations,
                usual.format(),
                usual.hasher(),
                new LoginParts(Optional.of(issuer), seal, sessions, Fixture.SIGN_UP),
                usual.admission(),
                usual.budgets(),
                usual.events(),
                usual.usage(),
                usual.sponsorTokens(),
                usual.ringChanges(),
                usual.storeCheck(),
                usual.authorizationServer(),
                usual.preferences(),
                members,
                usual.oversight(),
                usual.marks());
    }

    /** What a browser with this cookie gets that wants an organization. */
    Ask.Answer create(String cookie, String body, String... idempotencyKey) {
        return create(asking(caller(cookie), body, idempotencyKey));
    }

    Ask.Answer create(Caller caller, String body) {
        return create(asking(caller, body));
    }

    Ask.Answer create(Ask ask) {
        return ask.of(endpoint());
    }

    EndpointFunction endpoint() {
        rig.clock.advance(Duration.between(rig.clock.instant(), clock.instant()));
        return new AccountEndpoints(root()).function(Endpoints.CREATE_ORGANIZATION);
    }

    Ask asking(Caller caller, String body, String... idempotencyKey) {
        var ask = Ask.of("POST", "/v1/onboarding/organization")
                .by(caller)
                .header("Origin", "https://api.example.com")
                .body(body);
        for (var key : idempotencyKey) {
            ask.header("Idempotency-Key", key);
        }
        return ask;
    }

    Ask.Answer join(String cookie, String orgId, String... idempotencyKey) {
        return create(cookie, "{\"joinOrgId\":\"" + orgId + "\"}", idempotencyKey);
    }

    /** The session's cookie that an answer sets, as a browser sends it back. */
    static String cookie(Ask.Answer answer) {
        return answer.header("Set-Cookie").replaceFirst("^([^;]*);.*$", "$1");
    }

    /** What the authorizer hands on for a browser with this cookie. */
    Map<String, String> authorized(String cookie) {
        return CallerCodec.encode(caller(cookie));
    }

    Caller caller(String cookie) {
        var authentication =
                new SessionAuthentication(seal, sessions, Operators.NONE, Fixture.SETTINGS.sessionCookie(), clock);
        return switch (authentication.authenticate(cookie)) {
            case SessionAuthentication.Outcome.SignedIn(var principal, var account) ->
                new Caller(principal, account, account);
            case SessionAuthentication.Outcome.NoCookie none -> throw new AssertionError(none);
            case SessionAuthentication.Outcome.Refused refused -> throw new AssertionError(refused);
            case SessionAuthentication.Outcome.Unreachable unreachable -> throw new AssertionError(unreachable);
        };
    }
}

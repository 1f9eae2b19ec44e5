package omni.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import omni.access.CookieSeal;
import omni.access.IdentityProvider;
import omni.access.Ids;
import omni.access.Operators;
import omni.access.SessionAuthentication;
import omni.fakes.Call;
import omni.fakes.Fixture;
import omni.fakes.InMemoryMembers;
import omni.fakes.InMemoryOrganizations;
import omni.fakes.InMemorySessions;
import omni.fakes.MovableClock;
import omni.fakes.RecordingLog;
import omni.fakes.ScriptedIssuer;
import omni.http.Caller;
import omni.http.CallerCodec;
import omni.http.Shell;
import omni.root.LoginParts;

/** Sign-in as a browser sees it, on stand-ins for issuer and store. */
final class LoginWorld {

    final MovableClock clock = new MovableClock(Fixture.START);
    final RecordingLog log = new RecordingLog();
    final InMemorySessions sessions = new InMemorySessions();
    final InMemoryOrganizations organizations = new InMemoryOrganizations(sessions);
    final InMemoryMembers members = new InMemoryMembers(sessions);
    final ScriptedIssuer issuer = new ScriptedIssuer();
    final CookieSeal seal = new CookieSeal(new byte[32], new Random(5));
    private final Ids ids = Fixture.ids(11);
    final Shell shell = Fixture.shell(ids, clock, log);
    final StartLogin start = new StartLogin(shell, parts(Optional.of(issuer)));
    final FinishLogin finish = new FinishLogin(shell, parts(Optional.of(issuer)));
    final GetSession getSession = new GetSession(shell, sessions, Fixture.SETTINGS);
    final EndSession endSession = new EndSession(shell, sessions, Fixture.SETTINGS);
    private int codes;

    LoginParts parts(Optional<IdentityProvider> identity) {
        return new LoginParts(
                Fixture.SETTINGS, identity, seal, organizations, members, sessions, Fixture.SIGN_UP, ids, log);
    }

    /** A browser that has been sent to the issuer. */
    record Away(String cookie, String state, String challenge) {}

    Away begin(String next) {
        var answer = Call.of("GET", "/login").query("next", next).to(start);
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
    Call callback(Away away, IdentityProvider.Outcome outcome) {
        var code = "code-" + codes++;
        issuer.issue(code, away.challenge(), outcome);
        return Call.of("GET", "/auth/callback")
                .query("code", code)
                .query("state", away.state())
                .header("Cookie", away.cookie());
    }

    Call.Answer signIn(String subject, String next) {
        return callback(begin(next), ScriptedIssuer.identity(subject, subject + "@example.com"))
                .to(finish);
    }

    /** What the authorizer hands on for a browser with this cookie. */
    Map<String, String> authorized(String cookie) {
        var authentication =
                new SessionAuthentication(seal, sessions, Operators.NONE, Fixture.SETTINGS.sessionCookie(), clock);
        return switch (authentication.authenticate(cookie)) {
            case SessionAuthentication.Outcome.SignedIn(var principal, var account) ->
                CallerCodec.encode(new Caller(principal, account, account));
            case SessionAuthentication.Outcome.NoCookie none -> throw new AssertionError(none);
            case SessionAuthentication.Outcome.Refused refused -> throw new AssertionError(refused);
            case SessionAuthentication.Outcome.Unreachable unreachable -> throw new AssertionError(unreachable);
        };
    }
}

package omni.fakes;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omni.access.IdentityProvider;
import omni.access.LoginState;

/** An issuer that knows some codes, each good once and for the sign-in that it was given out to. */
public final class ScriptedIssuer implements IdentityProvider {

    public static final String ISSUER = "https://issuer.example";

    private record Issued(String challenge, Outcome outcome) {}

    private final Map<String, Issued> codes = new ConcurrentHashMap<>();
    private final Map<String, Identity> people = new ConcurrentHashMap<>();
    private volatile boolean reachable = true;

    public void reachable(boolean now) {
        reachable = now;
    }

    /** Gives a code out for the sign-in with this challenge. */
    public void issue(String code, String challenge, Outcome outcome) {
        codes.put(code, new Issued(challenge, outcome));
    }

    public static Identity identity(String subject, String email) {
        return new Identity(ISSUER, subject, email, true, "");
    }

    @Override
    public String issuer() {
        return ISSUER;
    }

    @Override
    public Start start(LoginState login) {
        return reachable
                ? new Start.Redirect(URI.create(
                        ISSUER + "/authorize?state=" + login.state() + "&code_challenge=" + login.challenge()))
                : new Start.NotNow("switched off");
    }

    @Override
    public Outcome exchange(String code, LoginState login) {
        if (!reachable) {
            return new Unreachable("switched off");
        }
        var issued = codes.remove(code);
        return issued != null && issued.challenge().equals(login.challenge())
                ? issued.outcome()
                : new Rejected("The sign-in was not accepted.", "no such code for this sign-in");
    }

    @Override
    public Outcome person(String accessToken, String subject) {
        return reachable
                ? people.getOrDefault(accessToken, new Identity(ISSUER, subject, "", false, ""))
                : new Unreachable("switched off");
    }

    /** What the issuer tells of a person to this token. */
    public void tell(String accessToken, Identity identity) {
        people.put(accessToken, identity);
    }
}

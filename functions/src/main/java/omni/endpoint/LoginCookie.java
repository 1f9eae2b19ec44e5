package omni.endpoint;

import java.time.Instant;
import java.util.Optional;
import omni.access.CookieSeal;
import omni.access.LoginState;
import omni.http.Cookies;
import omni.http.Request;
import omni.http.Settings;

/** The cookie that carries a sign-in to the issuer and back: StartLogin sets it, FinishLogin reads and clears it. */
public record LoginCookie(CookieSeal seal, Settings settings) {

    /** What binds a cookie to this host asks for the whole of it. */
    private static final String PATH = "/";

    String set(LoginState login) {
        return Cookies.set(name(), login.seal(seal), PATH, LoginState.LIFE);
    }

    String clear() {
        return Cookies.clear(name(), PATH);
    }

    /** The sign-in that the browser is in, if {@code state} is its own. */
    Optional<LoginState> read(Request request, String state, Instant now) {
        return Cookies.only(request, name())
                .flatMap(value -> LoginState.open(seal, value, now))
                .filter(login -> login.matches(state));
    }

    private String name() {
        return settings.loginCookie();
    }
}

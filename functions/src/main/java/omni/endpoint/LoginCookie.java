package omni.endpoint;

import java.time.Instant;
import java.util.Optional;
import omni.access.LoginState;
import omni.http.Cookies;
import omni.http.Request;
import omni.root.LoginParts;

/** The cookie that carries a sign-in to the issuer and back: StartLogin sets it, FinishLogin reads and clears it. */
record LoginCookie(LoginParts parts) {

    private static final String PATH = "/auth";

    String set(LoginState login) {
        return Cookies.set(name(), login.sealed(parts.seal()), PATH, LoginState.LIFE);
    }

    String clear() {
        return Cookies.clear(name(), PATH);
    }

    /** The sign-in that the browser is in, if {@code state} is its own. */
    Optional<LoginState> read(Request request, String state, Instant now) {
        return Cookies.values(request, name()).stream()
                .flatMap(value -> LoginState.open(parts.seal(), value, now).stream())
                .filter(login -> login.matches(state))
                .findFirst();
    }

    private String name() {
        return parts.settings().sessionCookieName() + "_login";
    }
}

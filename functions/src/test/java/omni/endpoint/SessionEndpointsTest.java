package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omni.access.Operators;
import omni.fakes.Ask;
import omni.fakes.Fixture;
import omni.member.SessionAuthentication;
import org.junit.jupiter.api.Test;

class SessionEndpointsTest {

    private final LoginWorld world = new LoginWorld();
    private final String cookie = world.signIn("ada", "/").cookie("__Host-omni_session");

    private Ask call(String method, String path) {
        return Ask.of(method, path).header("Cookie", cookie).authorizer(world.authorized(cookie));
    }

    @Test
    void aSessionTellsItsPersonAndItsEnd() {
        var answer = call("GET", "/auth/session").of(world.getSession);
        var made = world.organizations.created().getFirst();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().keySet())
                .containsExactlyElementsOf(
                        List.of("object", "userId", "orgId", "email", "expiresAt", "refreshAvailable", "requestId"));
        assertThat(answer.json())
                .containsEntry("object", "session")
                .containsEntry("userId", made.founder().userId())
                .containsEntry("orgId", made.organization().id())
                .containsEntry("email", "ada@example.com")
                .containsEntry("expiresAt", "2026-05-31T12:00:00.123Z")
                .containsEntry("refreshAvailable", false)
                .containsEntry("requestId", answer.header("Request-Id"));
    }

    @Test
    void anEndedSessionIs401() {
        var call = call("GET", "/auth/session");
        call("POST", "/auth/session/logout").header("Origin", Fixture.ORIGIN).of(world.endSession);
        var answer = call.of(world.getSession);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("missing_browser_session");
        assertThat(answer.details().get("loginUrl")).isEqualTo("https://api.example.com/login");
    }

    @Test
    void signingOutEndsTheSessionForEveryCopyOfTheCookie() {
        var answer = call("POST", "/auth/session/logout")
                .header("Origin", Fixture.ORIGIN)
                .of(world.endSession);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.setCookie("__Host-omni_session"))
                .isEqualTo("__Host-omni_session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
        assertThat(answer.setCookie("omni_session"))
                .as("the one that counted before")
                .isEqualTo("omni_session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
        var authentication = new SessionAuthentication(
                world.seal, world.sessions, Operators.NONE, "__Host-omni_session", world.clock);
        assertThat(authentication.authenticate(cookie)).isInstanceOf(SessionAuthentication.Outcome.Refused.class);
    }

    @Test
    void anotherSiteCannotSignAnybodyOut() {
        for (var call : List.of(
                call("POST", "/auth/session/logout"),
                call("POST", "/auth/session/logout").header("Origin", "https://evil.example"),
                call("POST", "/auth/session/logout").header("Origin", "null"))) {
            var answer = call.of(world.endSession);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("origin_not_allowed");
        }
        assertThat(world.authorized(cookie)).containsKey("principal");
    }

    @Test
    void aConfiguredOriginMayReadTheSession() {
        var answer =
                call("GET", "/auth/session").header("Origin", Fixture.ORIGIN).of(world.getSession);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(Fixture.ORIGIN);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        var other = call("GET", "/auth/session")
                .header("Origin", "https://evil.example")
                .of(world.getSession);
        assertThat(other.headers()).doesNotContainKey("Access-Control-Allow-Origin");
    }
}

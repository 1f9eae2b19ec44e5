package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import omni.fakes.Ask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartLoginTest {

    private final LoginWorld world = new LoginWorld();

    @Test
    void aBrowserIsSentToTheIssuerWithAStateThatItsCookieHolds() {
        var answer = Ask.of("GET", "/login").of(world.start);
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).startsWith("https://issuer.example/authorize?state=");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Request-Id")).startsWith("req_");
        assertThat(answer.setCookie("__Host-omni_session_login"))
                .endsWith("; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax");
        assertThat(answer.headers()).doesNotContainKey("Omni-Meter-Class");
    }

    @Test
    void theCookieShowsNothingOfTheSignIn() {
        var away = world.begin("/dashboard");
        assertThat(away.cookie()).doesNotContain(away.state(), "dashboard");
    }

    @Test
    void twoSignInsShareNothing() {
        assertThat(world.begin("/").state()).isNotEqualTo(world.begin("/").state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "https://evil.example", "/\\evil.example", "", "/a\nb", "dashboard"})
    void aNextOfAnotherSiteIs400(String next) {
        var answer = Ask.of("GET", "/login").query("next", next).of(world.start);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_query_parameter");
        assertThat(answer.details().get("parameter")).isEqualTo("next");
        assertThat(answer.headers()).doesNotContainKeys("Location", "Set-Cookie");
    }

    @Test
    void withoutAnIssuerItIs503() {
        var answer = Ask.of("GET", "/login").of(world.startLogin(Optional.empty()));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("service_unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("30");
        assertThat(world.log.text()).contains("no issuer is configured");
    }

    @Test
    void whileTheIssuerIsDownItIs503AndNoCookieIsSet() {
        world.issuer.reachable(false);
        var answer = Ask.of("GET", "/login").of(world.start);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.headers()).doesNotContainKey("Set-Cookie");
    }
}

package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import omni.access.IdentityProvider.Identity;
import omni.access.IdentityProvider.Rejected;
import omni.access.IdentityProvider.Unreachable;
import omni.fakes.Ask;
import omni.fakes.ScriptedIssuer;
import org.junit.jupiter.api.Test;

class FinishLoginTest {

    private static final Pattern SECRET = Pattern.compile("secapi_live_[0-9A-Za-z]{53}");
    private static final Identity ADA = ScriptedIssuer.identity("ada", "ada@example.com");

    private final LoginWorld world = new LoginWorld();

    private static String secret(Ask.Answer page) {
        var matcher = SECRET.matcher(page.body());
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    private static void isRefused(Ask.Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.headers()).doesNotContainKey("Set-Cookie");
    }

    @Test
    void aFirstSignInMakesAnOrganizationAndShowsItsKeyOnce() {
        var page = world.signIn("ada", "/dashboard");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(world.organizations.created()).singleElement().satisfies(made -> {
            assertThat(made.firstKey().keyPrefix()).isEqualTo(secret(page).substring(0, 20));
            assertThat(made.account().grant().unitsLeft()).isEqualTo(250);
            assertThat(page.body()).contains(made.organization().id(), "ada@example.com", "href=\"/dashboard\"");
        });
        assertThat(world.log.text()).doesNotContain(secret(page));
    }

    @Test
    void thePageAllowsNothingFromElsewhere() {
        var page = world.signIn("ada", "/");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("script-src 'sha256-", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.body()).doesNotContain("src=", "{{", "@import", "url(");
    }

    @Test
    void theSessionCookieIsForTheWholeSiteAndTheSignInsIsCleared() {
        var page = world.signIn("ada", "/");
        assertThat(page.setCookie("__Host-omni_session"))
                .endsWith("; Path=/; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax");
        assertThat(page.setCookie("omni_session"))
                .as("the one that counted before")
                .isEqualTo("omni_session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
        assertThat(page.setCookie("__Host-omni_session_login")).contains("=; Path=/; Max-Age=0");
        assertThat(world.authorized(page.cookie("__Host-omni_session"))).containsKey("principal");
    }

    @Test
    void aKnownPersonIsSentOnAndSeesNoKey() {
        world.signIn("ada", "/");
        var again = world.signIn("ada", "/dashboard?tab=keys");
        assertThat(again.status()).isEqualTo(302);
        assertThat(again.header("Location")).isEqualTo("/dashboard?tab=keys");
        assertThat(again.header("Cache-Control")).isEqualTo("no-store");
        assertThat(again.body()).isEmpty();
        assertThat(world.organizations.created()).hasSize(1);
        assertThat(world.authorized(again.cookie("__Host-omni_session"))).containsKey("principal");
    }

    @Test
    void manyFirstSignInsOfOnePersonMakeOneOrganizationAndOneKey() throws Exception {
        var racers = 8;
        var ready = new CountDownLatch(racers);
        var callbacks = java.util.stream.IntStream.range(0, racers)
                .mapToObj(racer -> world.callback(world.begin("/"), ADA))
                .toList();
        List<Callable<Ask.Answer>> races = callbacks.stream()
                .<Callable<Ask.Answer>>map(callback -> () -> {
                    ready.countDown();
                    ready.await();
                    return callback.of(world.finish);
                })
                .toList();
        try (var executor = Executors.newFixedThreadPool(racers)) {
            var answers =
                    executor.invokeAll(races).stream().map(Future::resultNow).toList();
            assertThat(answers)
                    .extracting(Ask.Answer::status)
                    .containsOnly(200, 302)
                    .containsOnlyOnce(200);
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(world.authorized(answer.cookie("__Host-omni_session")))
                            .containsKey("principal"));
        }
        assertThat(world.organizations.created()).hasSize(1);
        assertThat(world.sessions.size()).isEqualTo(racers);
    }

    @Test
    void aStateThatIsNotTheCookiesIs400() {
        var mine = world.begin("/");
        var other = world.begin("/");
        var answer = world.callback(new LoginWorld.Away(mine.cookie(), other.state(), mine.challenge()), ADA)
                .of(world.finish);
        isRefused(answer, 400, "invalid_query_parameter");
        assertThat(answer.details().get("parameter")).isEqualTo("state");
        assertThat(world.organizations.created()).isEmpty();
    }

    @Test
    void withoutTheCookieOrTheStateItIs400() {
        var away = world.begin("/");
        isRefused(
                Ask.of("GET", "/auth/callback")
                        .query("code", "c")
                        .query("state", away.state())
                        .of(world.finish),
                400,
                "invalid_query_parameter");
        isRefused(
                Ask.of("GET", "/auth/callback")
                        .query("code", "c")
                        .header("Cookie", away.cookie())
                        .of(world.finish),
                400,
                "invalid_query_parameter");
        isRefused(Ask.of("GET", "/auth/callback").of(world.finish), 400, "invalid_query_parameter");
    }

    @Test
    void twoCookiesOfSignInsAreNone() {
        var mine = world.begin("/");
        var planted = world.begin("/");
        var both = new LoginWorld.Away(planted.cookie() + "; " + mine.cookie(), mine.state(), mine.challenge());
        isRefused(world.callback(both, ADA).of(world.finish), 400, "invalid_query_parameter");
    }

    @Test
    void aForgedCookieIs400() {
        var away = world.begin("/");
        var forged =
                new LoginWorld.Away("__Host-omni_session_login=AQ" + "A".repeat(200), away.state(), away.challenge());
        isRefused(world.callback(forged, ADA).of(world.finish), 400, "invalid_query_parameter");
    }

    @Test
    void aSignInOfMoreThan10MinutesIs400() {
        var away = world.begin("/");
        world.clock.advance(Duration.ofMinutes(10));
        isRefused(world.callback(away, ADA).of(world.finish), 400, "invalid_query_parameter");
    }

    @Test
    void aReplayedCallbackIsRefused() {
        var callback = world.callback(world.begin("/"), ADA);
        assertThat(callback.of(world.finish).status()).isEqualTo(200);
        isRefused(callback.of(world.finish), 401, "authentication_failed");
        assertThat(world.organizations.created()).hasSize(1);
        assertThat(world.sessions.size()).isEqualTo(1);
    }

    @Test
    void aCodeOfAnotherBrowsersSignInIsRefused() {
        var victim = world.begin("/");
        var attacker = world.begin("/");
        world.issuer.issue("stolen", victim.challenge(), ADA);
        var answer = Ask.of("GET", "/auth/callback")
                .query("code", "stolen")
                .query("state", attacker.state())
                .header("Cookie", attacker.cookie())
                .of(world.finish);
        isRefused(answer, 401, "authentication_failed");
    }

    @Test
    void aMissingCodeIs400() {
        var away = world.begin("/");
        var answer = Ask.of("GET", "/auth/callback")
                .query("state", away.state())
                .header("Cookie", away.cookie())
                .of(world.finish);
        isRefused(answer, 400, "invalid_query_parameter");
        assertThat(answer.details().get("parameter")).isEqualTo("code");
    }

    @Test
    void anErrorOfTheIssuerIs401WithoutItsText() {
        var away = world.begin("/");
        var answer = Ask.of("GET", "/auth/callback")
                .query("state", away.state())
                .query("error", "access_denied")
                .query("error_description", "<script>alert(1)</script>")
                .header("Cookie", away.cookie())
                .of(world.finish);
        isRefused(answer, 401, "authentication_failed");
        assertThat(answer.body()).doesNotContain("script");
    }

    @Test
    void aRejectionIs401AndItsReasonIsInTheLogAlone() {
        var answer = world.callback(
                        world.begin("/"), new Rejected("The sign-in was not accepted.", "aud is another client"))
                .of(world.finish);
        isRefused(answer, 401, "authentication_failed");
        assertThat(answer.body()).doesNotContain("aud");
        assertThat(world.log.text()).contains("aud is another client");
    }

    @Test
    void anUnverifiedAddressIs403AndMakesNothing() {
        var unverified = new Identity(ScriptedIssuer.ISSUER, "ada", "ada@example.com", false, "");
        isRefused(world.callback(world.begin("/"), unverified).of(world.finish), 403, "email_not_verified");
        var without = new Identity(ScriptedIssuer.ISSUER, "ada", "", true, "");
        isRefused(world.callback(world.begin("/"), without).of(world.finish), 403, "email_not_verified");
        assertThat(world.organizations.created()).isEmpty();
        assertThat(world.sessions.size()).isZero();
    }

    @Test
    void anIssuerThatIsDownIs503AndNeverARefusal() {
        var answer = world.callback(world.begin("/"), new Unreachable("GET issuer: timeout"))
                .of(world.finish);
        isRefused(answer, 503, "auth_verification_unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void aStoreThatIsDownIs503() {
        world.organizations.reachable(false);
        isRefused(world.callback(world.begin("/"), ADA).of(world.finish), 503, "service_unavailable");
    }

    @Test
    void whatAPersonBringsAlongCannotBecomeMarkup() {
        var odd = ScriptedIssuer.identity("ada", "\"<script>alert('x')</script>\"@example.com");
        var page = world.callback(world.begin("/?q=\"><script>alert(1)</script>"), odd)
                .of(world.finish);
        assertThat(page.body())
                .contains("&quot;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;@example.com")
                .contains("href=\"/?q=&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"")
                .containsOnlyOnce("<script>");
    }
}

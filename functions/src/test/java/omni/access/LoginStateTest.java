package omni.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import omni.fakes.Fixture;
import omni.member.SessionCookie;
import org.junit.jupiter.api.Test;

class LoginStateTest {

    private final CookieSeal seal = new CookieSeal(new byte[32], new Random(7));
    private final LoginState login = LoginState.begin(Fixture.ids(1), new NextPath("/a?b=c#d"), Fixture.START);

    @Test
    void comesBackFromItsCookieWithin10Minutes() {
        var cookie = login.seal(seal);
        var last = Fixture.START.plus(Duration.ofMinutes(10)).minusMillis(1);
        assertThat(LoginState.open(seal, cookie, last)).contains(login);
        assertThat(LoginState.open(seal, cookie, last.plusMillis(1))).isEmpty();
    }

    @Test
    void aSessionCookieIsNoSignIn() {
        var session = new SessionCookie("ses_x", Fixture.START, "org_x", "https://issuer.example", "ada").seal(seal);
        assertThat(LoginState.open(seal, session, Fixture.START)).isEmpty();
    }

    @Test
    void stateVerifierAndNonceAreLongAndDifferent() {
        assertThat(login.state()).hasSize(43).isNotEqualTo(login.nonce()).isNotEqualTo(login.verifier());
        assertThat(login.nonce()).hasSize(43).isNotEqualTo(login.verifier());
    }

    @Test
    void theChallengeIsThatOfRfc7636() {
        var known =
                new LoginState("s", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "n", NextPath.ROOT, Fixture.START);
        assertThat(known.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void itsTextShowsNoSecret() {
        assertThat(login.toString()).doesNotContain(login.state(), login.verifier(), login.nonce());
    }
}

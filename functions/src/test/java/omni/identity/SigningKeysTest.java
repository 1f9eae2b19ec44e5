package omni.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;
import java.time.Duration;
import omni.access.IdentityProvider.Identity;
import omni.access.IdentityProvider.Outcome;
import omni.access.IdentityProvider.Rejected;
import omni.access.IdentityProvider.Unreachable;
import omni.access.LoginState;
import omni.access.NextPath;
import omni.access.Operators;
import omni.access.Rotating;
import omni.fakes.Fixture;
import omni.fakes.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SigningKeysTest {

    private final LocalIssuer issuer = new LocalIssuer();
    private final MovableClock clock = new MovableClock(Fixture.START);
    private final OidcProvider provider = new OidcProvider(
            new OidcProvider.Client(
                    issuer.address(),
                    LocalIssuer.CLIENT_ID,
                    Rotating.ofConstant(LocalIssuer.CLIENT_SECRET),
                    URI.create("https://api.example.com/auth/callback")),
            Operators.NONE,
            clock,
            LocalIssuer.PATIENCE);
    private final LoginState login = LoginState.begin(Fixture.ids(1), NextPath.ROOT, Fixture.START);

    @AfterEach
    void stop() {
        issuer.close();
    }

    private Outcome signedBy(RSAKey key) {
        var claims = issuer.claims(login.nonce(), clock.instant()).build();
        issuer.give(LocalIssuer.signed(claims, key, JWSAlgorithm.RS256));
        return provider.exchange("code", login);
    }

    private void keysAreDown() {
        issuer.answer(LocalIssuer.KEYS, 503, "");
    }

    @Test
    void keysAreFetchedOnceAnHour() {
        signedBy(issuer.rsa);
        clock.advance(Duration.ofMinutes(59));
        assertThat(signedBy(issuer.rsa)).isInstanceOf(Identity.class);
        assertThat(issuer.requests(LocalIssuer.KEYS)).isEqualTo(1);
    }

    @Test
    void knownKeysKeepWorkingFor24HoursWhileTheIssuersAreDown() {
        signedBy(issuer.rsa);
        keysAreDown();
        clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(signedBy(issuer.rsa)).isInstanceOf(Identity.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(signedBy(issuer.rsa)).isInstanceOf(Unreachable.class);
    }

    @Test
    void anUnknownKeyIsAnOutageWhileTheIssuersAreDown() {
        signedBy(issuer.rsa);
        keysAreDown();
        clock.advance(Duration.ofMinutes(1));
        assertThat(signedBy(LocalIssuer.rsa("key-new"))).isInstanceOf(Unreachable.class);
        assertThat(signedBy(LocalIssuer.rsa("key-new")))
                .as("not asked again at once")
                .isInstanceOf(Unreachable.class);
        assertThat(issuer.requests(LocalIssuer.KEYS)).isEqualTo(2);
    }

    @Test
    void aNewKeyOfTheIssuerIsFoundByOneMoreFetch() {
        signedBy(issuer.rsa);
        var next = LocalIssuer.rsa("key-new");
        issuer.publish(issuer.rsa, next);
        clock.advance(Duration.ofSeconds(30));
        assertThat(signedBy(next)).isInstanceOf(Identity.class);
        assertThat(issuer.requests(LocalIssuer.KEYS)).isEqualTo(2);
    }

    @Test
    void inventedKeysDoNotMakeUsFetchMoreThanTwiceAMinute() {
        signedBy(issuer.rsa);
        var invented = LocalIssuer.rsa("invented");
        for (var second = 0; second < 60; second++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(signedBy(invented)).isInstanceOf(Rejected.class);
        }
        assertThat(issuer.requests(LocalIssuer.KEYS)).isEqualTo(3);
    }

    @Test
    void aWithdrawnKeyStopsWorkingWithinTheHour() {
        signedBy(issuer.rsa);
        issuer.publish(issuer.ec);
        clock.advance(Duration.ofHours(1));
        assertThat(signedBy(issuer.rsa)).isInstanceOf(Rejected.class);
    }

    @Test
    void aClockThatJumpsBackHasThemFetchedAnew() {
        signedBy(issuer.rsa);
        clock.advance(Duration.ofHours(-2));
        assertThat(signedBy(issuer.rsa)).isInstanceOf(Identity.class);
        assertThat(issuer.requests(LocalIssuer.KEYS)).isEqualTo(2);
    }
}

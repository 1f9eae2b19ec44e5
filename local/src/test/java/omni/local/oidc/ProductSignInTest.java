package omni.local.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import omni.access.IdentityProvider;
import omni.access.IdentityProvider.Identity;
import omni.access.IdentityProvider.Rejected;
import omni.access.IdentityProvider.Start;
import omni.access.IdentityProvider.Unreachable;
import omni.access.Ids;
import omni.access.LoginState;
import omni.access.NextPath;
import omni.local.machine.LocalTimeouts;
import omni.local.machine.MovableClock;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The product's own side of sign-in, against the embedded provider. */
class ProductSignInTest {

    private final MovableClock clock =
            MovableClock.inMemory(InstantSource.fixed(Instant.parse("2026-05-01T10:00:00Z")));
    private final LocalOidcProvider issuer = LocalOidcProvider.inMemory(clock);
    private final IdentityProvider product = new omni.identity.OidcProvider(
            new omni.identity.OidcProvider.Client(
                    issuer.issuer(),
                    LocalOidcProvider.CLIENT_ID,
                    omni.access.Rotating.ofConstant(LocalOidcProvider.CLIENT_SECRET),
                    URI.create("http://localhost/auth/callback")),
            omni.access.Operators.NONE,
            clock,
            LocalTimeouts.OF_FUNCTIONS.signIn());
    private final Ids ids = new Ids(new Random(1));

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    private LoginState begin() {
        return LoginState.begin(ids, NextPath.ROOT, clock.instant());
    }

    private String code(LoginState login, boolean verified) throws Exception {
        var start = (Start.Redirect) product.start(login);
        var answer =
                issuer.authorize(start.address(), "Ann@Example.com", verified).getRawQuery();
        assertThat(answer).contains("state=" + login.state());
        return answer.replaceFirst(".*\\bcode=([^&]*).*", "$1");
    }

    @Test
    void aPersonIsVouchedFor() throws Exception {
        var login = begin();
        assertThat(product.exchange(code(login, true), login)).isInstanceOfSatisfying(Identity.class, identity -> {
            assertThat(identity.issuer()).isEqualTo(issuer.issuer().toString());
            assertThat(identity.email()).isEqualTo("ann@example.com");
            assertThat(identity.emailVerified()).isTrue();
        });
    }

    @Test
    void anUnverifiedAddressIsToldAsSuch() throws Exception {
        var login = begin();
        assertThat(product.exchange(code(login, false), login))
                .isInstanceOfSatisfying(
                        Identity.class,
                        identity -> assertThat(identity.emailVerified()).isFalse());
    }

    @Test
    void aCodeIsGoodOnceAndForItsOwnSignInAlone() throws Exception {
        var login = begin();
        var code = code(login, true);
        assertThat(product.exchange(code, login)).isInstanceOf(Identity.class);
        assertThat(product.exchange(code, login)).isInstanceOf(Rejected.class);
        var other = begin();
        assertThat(product.exchange(code(begin(), true), other)).isInstanceOf(Rejected.class);
    }

    @Test
    void anIssuerThatIsGoneIsUnreachable() throws Exception {
        var login = begin();
        var code = code(login, true);
        issuer.close();
        assertThat(product.exchange(code, login)).isInstanceOf(Unreachable.class);
    }
}

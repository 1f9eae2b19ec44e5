package omni.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import omni.access.Human;
import omni.access.IdentityProvider;
import omni.access.Ids;
import omni.fakes.Fixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Sessions} guarantees. */
public abstract class SessionsContract {

    protected abstract Sessions sessions();

    /** Fresh ones, so that tests can share a store. */
    private final Ids ids = new Ids(new SecureRandom());

    private final Session session = Session.open(
            ids,
            new Human("https://issuer.example", "sub", "usr_1", "org_1", "ada@example.com", Fixture.START),
            "operators",
            Fixture.START);

    @BeforeEach
    void open() {
        sessions().open(session);
    }

    @Test
    void anOpenedSessionIsFoundAsItWas() {
        assertThat(sessions().find(session.id())).isEqualTo(session);
    }

    @Test
    void anUnknownOneIsNotFound() {
        assertThat(sessions().find(ids.of("ses"))).isNull();
        assertThat(sessions().account("org_" + "1".repeat(12))).isNull();
    }

    @Test
    void slidingMovesTheEndAndNothingElse() {
        var later = session.expiresAt().plus(Duration.ofDays(2));
        sessions().slide(session.id(), later);
        assertThat(sessions().find(session.id()))
                .isNotNull()
                .satisfies(found -> assertThat(found.expiresAt()).isEqualTo(later))
                .usingRecursiveComparison()
                .ignoringFields("expiresAt")
                .isEqualTo(session);
    }

    @Test
    void theEndNeverMovesBack() {
        sessions().slide(session.id(), session.expiresAt().minusSeconds(1));
        assertThat(sessions().find(session.id())).isEqualTo(session);
    }

    @Test
    void anEndedSessionStaysEndedHoweverOftenAndWhateverSlides() {
        sessions().revoke(session.id());
        sessions().revoke(session.id());
        sessions().slide(session.id(), session.expiresAt().plus(Duration.ofDays(2)));
        assertThat(sessions().find(session.id())).isNotNull().satisfies(found -> {
            assertThat(found.isRevoked()).isTrue();
            assertThat(found.expiresAt()).isEqualTo(session.expiresAt());
        });
    }

    @Test
    void whatHappensToAnUnknownSessionMakesNone() {
        var unknown = ids.of("ses");
        sessions().revoke(unknown);
        sessions().slide(unknown, session.expiresAt());
        assertThat(sessions().find(unknown)).isNull();
    }

    @Test
    void theSessionOfAPersonWhoBelongsNowhereIsFoundAsItWas() {
        var identity = new IdentityProvider.Identity("https://issuer.example", ids.of("sub"), "Eve@x.org", true, "");
        var undecided = Session.openUndecided(ids, identity, Fixture.START);
        sessions().open(undecided);
        assertThat(sessions().find(undecided.id())).isEqualTo(undecided);
        assertThat(sessions().resolve(SessionCookie.of(undecided)))
                .isEqualTo(new Sessions.Opened(undecided, null, null));
    }
}

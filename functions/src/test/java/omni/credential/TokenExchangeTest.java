package omni.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import omni.access.Human;
import omni.access.Scopes;
import omni.credential.TokenExchange.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision behind BootstrapAgent (contract 11.10). */
class TokenExchangeTest {

    private static final Instant NOW = Instant.parse("2026-05-01T09:30:00Z");

    static final Human ISSUER =
            new Human("https://issuer.example", "auth0|1", "usr_1", "org_0123456789Ab", "ann@example.com", NOW);

    @ParameterizedTest(name = "used {0}, {1} s left, asked for {2} → {3}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", emptyValue = "", delimiter = '|', textBlock = """
        used  | left | scopes             | outcome
        false | 1    | -                  | Admitted
        false | 1    | read:sec           | Admitted
        false | 0    | -                  | Expired
        false | -9   | write:sec          | Expired
        false | 1    | write:sec          | BadScopes
        false | 1    | read:sec,write:sec | BadScopes
        false | 1    | ''                 | BadScopes
        true  | 1    | -                  | Used
        true  | -9   | write:sec          | Used
        """)
    void theFirstFailingCheckAnswers(boolean used, long left, @Nullable String scopes, String outcome) {
        var token = token(NOW.plusSeconds(left));
        var asked = scopes == null ? null : scopes.isEmpty() ? List.<String>of() : List.of(scopes.split(",", -1));

        var decided = new TokenExchange(null, asked).decide(used ? token.usedBy("key_1", NOW) : token, ISSUER, NOW);

        assertThat(decided.getClass().getSimpleName()).isEqualTo(outcome);
    }

    @Test
    void labelAndScopesAreTheTokensUnlessOthersAreAskedFor() {
        var token = token(NOW.plusSeconds(1));

        assertThat(new TokenExchange(null, null).decide(token, ISSUER, NOW))
                .isEqualTo(new Outcome.Admitted("of the token", List.of(Scopes.READ_SEC)));
        assertThat(new TokenExchange("of the agent", List.of(Scopes.READ_SEC)).decide(token, ISSUER, NOW))
                .isEqualTo(new Outcome.Admitted("of the agent", List.of(Scopes.READ_SEC)));
    }

    @ParameterizedTest(name = "{0} s are {1} s")
    @CsvSource({
        "1, 60",
        "59, 60",
        "60, 60",
        "61, 61",
        "900, 900",
        "86400, 86400",
        "86401, 86400",
        "9223372036854775807, 86400"
    })
    void anyLifeIsClamped(long asked, long given) {
        assertThat(SponsorToken.life(asked)).isEqualTo(Duration.ofSeconds(given));
    }

    static SponsorToken token(Instant expiresAt) {
        return new SponsorToken(
                "abt_1",
                "org_0123456789Ab",
                "hash-of-token",
                true,
                "of the token",
                "agbt_01234567",
                List.of(Scopes.READ_SEC),
                "usr_1",
                NOW.minusSeconds(60),
                NOW.minusSeconds(60),
                expiresAt,
                null,
                null,
                SponsorToken.IssuedAs.of(ISSUER),
                null);
    }
}

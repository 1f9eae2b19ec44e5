package omni.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.local.machine.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstSignInTest {

    private static final LocalSignIn.SignedIn SIGNED_IN = new LocalSignIn.SignedIn("cookie", Optional.of("key"));

    private final List<Duration> pauses = new ArrayList<>();
    private int tries;

    @ParameterizedTest(name = "{0} answers that it is not possible now")
    @ValueSource(ints = {0, 1, FirstSignIn.TRIES - 1})
    void whatIsNotPossibleYetIsTriedAgain(int refusals) throws Exception {
        var signedIn = signIn(refusals, new LocalSignIn.NotNow("503")).signInPatiently();

        assertThat(signedIn).isEqualTo(SIGNED_IN);
        assertThat(tries).isEqualTo(refusals + 1);
        assertThat(pauses).hasSize(refusals);
    }

    @Test
    void itIsNotTriedForEver() {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> signIn(Integer.MAX_VALUE, new LocalSignIn.NotNow("503 store"))
                        .signInPatiently())
                .withMessage("the first sign-in was not possible, tried 8 times: 503 store");
        assertThat(tries).isEqualTo(FirstSignIn.TRIES);
        assertThat(pauses)
                .extracting(Duration::toMillis)
                .containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 5_000L, 5_000L);
    }

    @Test
    void aRefusalIsNotTriedAgain() {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> signIn(1, new IOException("400 no")).signInPatiently())
                .withMessage("the first sign-in failed: 400 no");
        assertThat(tries).isEqualTo(1);
    }

    private FirstSignIn signIn(int refusals, IOException refusal) {
        return new FirstSignIn(
                () -> {
                    tries++;
                    if (tries <= refusals) {
                        throw refusal;
                    }
                    return SIGNED_IN;
                },
                pauses::add);
    }
}

package omni.local.world;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import omni.local.machine.LocalFault;

/**
 * The first sign-in of a new world. Its parts may still be slow: what they can't answer yet is asked again, as long as they
 * answer at all and not too often.
 */
final class FirstSignIn {

    static final int TRIES = 8;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final SignIn signIn;
    private final Pause pause;

    FirstSignIn(SignIn signIn, Pause pause) {
        this.signIn = signIn;
        this.pause = pause;
    }

    /** One try. */
    @FunctionalInterface
    interface SignIn {
        LocalSignIn.SignedIn signIn() throws IOException, InterruptedException;
    }

    /** Between two tries. */
    @FunctionalInterface
    interface Pause {
        void of(Duration length) throws InterruptedException;
    }

    /**
     * Signs in.
     *
     * @throws LocalFault when it is refused, or was not possible at any of the tries
     */
    LocalSignIn.SignedIn signInPatiently() throws InterruptedException {
        var length = Duration.ofMillis(250);
        var last = Optional.<IOException>empty();
        for (var number = 0; number < TRIES; number++) {
            if (number > 0) {
                pause.of(length);
                length = shorter(length.multipliedBy(2), LONGEST_PAUSE);
            }
            try {
                return signIn.signIn();
            } catch (LocalSignIn.NotNow e) {
                last = Optional.of(e);
            } catch (IOException e) {
                throw new LocalFault("the first sign-in failed: " + e.getMessage(), e);
            }
        }
        var reason = last.orElseThrow();
        throw new LocalFault(
                "the first sign-in was not possible, tried " + TRIES + " times: " + reason.getMessage(), reason);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

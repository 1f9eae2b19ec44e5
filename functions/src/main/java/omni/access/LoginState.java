package omni.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A sign-in under way: what the browser carries, sealed, to the issuer and back, so that the answer can be tied to the
 * question. Lives 10 minutes.
 *
 * @param state goes to the issuer and comes back with its answer
 * @param verifier PKCE's secret: whoever steals the code lacks it
 * @param nonce comes back inside the identity token
 * @param next where to go afterwards
 */
public record LoginState(String state, String verifier, String nonce, NextPath next, Instant expiresAt) {

    public static final Duration LIFE = Duration.ofMinutes(10);

    private static final int RANDOM_LENGTH = 43;
    private static final int PARTS = 5;

    public static LoginState begin(Ids ids, NextPath next, Instant now) {
        return new LoginState(random(ids), random(ids), random(ids), next, now.plus(LIFE));
    }

    private static String random(Ids ids) {
        return Base62.random(ids.random(), RANDOM_LENGTH);
    }

    public String seal(CookieSeal seal) {
        return seal.seal(
                CookieSeal.Purpose.LOGIN,
                String.join(" ", state, verifier, nonce, Long.toString(expiresAt.toEpochMilli()), next.value()));
    }

    /** The sign-in that a cookie carries; empty when it is none of ours or too old. */
    public static Optional<LoginState> open(CookieSeal seal, String cookie, Instant now) {
        return seal.open(CookieSeal.Purpose.LOGIN, cookie)
                .map(text -> text.split(" ", -1))
                .filter(parts -> parts.length == PARTS)
                .map(parts -> new LoginState(
                        parts[0],
                        parts[1],
                        parts[2],
                        new NextPath(parts[4]),
                        Instant.ofEpochMilli(Long.parseLong(parts[3]))))
                .filter(login -> now.isBefore(login.expiresAt));
    }

    /** Whether an answer's state is the one that was asked with; takes the same time however much of it is right. */
    public boolean matches(String answered) {
        return MessageDigest.isEqual(state.getBytes(StandardCharsets.UTF_8), answered.getBytes(StandardCharsets.UTF_8));
    }

    /** PKCE's challenge, method S256. */
    public String challenge() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "LoginState[" + next + ", " + expiresAt + "]";
    }
}

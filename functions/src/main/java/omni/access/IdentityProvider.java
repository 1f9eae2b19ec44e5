package omni.access;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The port to the OIDC issuer that vouches for people (contract 11.1). */
public interface IdentityProvider {

    /** The name of the issuer, as it stands in its tokens. */
    String issuer();

    /** Where the browser goes to prove who it is. */
    Start start(LoginState login);

    /** What the issuer says to the code that the browser returned with. */
    Outcome exchange(String code, LoginState login);

    /**
     * What the issuer says of a person to their access token: an {@link Identity}, without an e-mail address where the token may
     * not ask for it, or {@link Unreachable}.
     */
    Outcome person(String accessToken, String subject);

    /** How a sign-in begins. */
    sealed interface Start {
        record Redirect(URI address) implements Start {}

        /** The issuer can't be asked where that is. */
        record NotNow(String cause) implements Start {}
    }

    /** How a sign-in ends at the issuer. */
    sealed interface Outcome {}

    /**
     * A person, vouched for.
     *
     * @param email as the issuer spells it; empty when it names none
     * @param emailVerified whether the issuer has made sure that it is theirs; never for what is no {@link EmailAddress}
     * @param name may be empty
     * @param operatorGroup the group that makes operators, if their identity token says that they are in it; null otherwise
     */
    record Identity(
            String issuer,
            String subject,
            String email,
            boolean emailVerified,
            String name,
            @Nullable String operatorGroup)
            implements Outcome {

        private static final int MAX_SUBJECT_LENGTH = 255;

        public Identity {
            if (subject.isEmpty() || subject.length() > MAX_SUBJECT_LENGTH) {
                throw new IllegalArgumentException("a subject has 1 to " + MAX_SUBJECT_LENGTH + " characters");
            }
            emailVerified = emailVerified && EmailAddress.of(email).isPresent();
        }

        /** Somebody in no group that counts. */
        public Identity(String issuer, String subject, String email, boolean emailVerified, String name) {
            this(issuer, subject, email, emailVerified, name, null);
        }
    }

    /**
     * The issuer, or what it sent, does not vouch for anybody.
     *
     * @param why for the caller
     * @param internal for the log; holds neither token nor code
     */
    record Rejected(String why, String internal) implements Outcome {}

    /** Nobody knows: the issuer did not answer, or not as it should. */
    record Unreachable(String cause) implements Outcome {}
}

package omni.access;

import java.net.URI;

/** The port to the OIDC issuer that vouches for people (contract 11.1). */
public interface IdentityProvider {

    /** Where the browser goes to prove who it is. */
    Start start(LoginState login);

    /** What the issuer says to the code that the browser brought back. */
    Outcome exchange(String code, LoginState login);

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
     * @param emailVerified whether the issuer has made sure that it is theirs; never for an empty one
     * @param name may be empty
     */
    record Identity(String issuer, String subject, String email, boolean emailVerified, String name)
            implements Outcome {

        private static final int MAX_EMAIL_LENGTH = 254;
        private static final int MAX_SUBJECT_LENGTH = 255;

        public Identity {
            if (subject.isEmpty() || subject.length() > MAX_SUBJECT_LENGTH) {
                throw new IllegalArgumentException("a subject has 1 to " + MAX_SUBJECT_LENGTH + " characters");
            }
            emailVerified = emailVerified && usable(email);
        }

        private static boolean usable(String email) {
            return email.length() <= MAX_EMAIL_LENGTH
                    && email.indexOf('@') > 0
                    && email.chars().noneMatch(letter -> letter <= ' ' || letter == 0x7f);
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

package omni.access;

import java.time.Instant;

/**
 * A person as the OIDC issuer vouches for them, and the organization that they belong to.
 *
 * @param issuer of the tokens
 * @param subject at that issuer
 * @param userId {@code usr_…}
 * @param orgId of their organization
 * @param email verified at their latest sign-in: by it they are listed as a member, and nothing is decided
 */
public record Human(String issuer, String subject, String userId, String orgId, String email, Instant joinedAt) {

    /** The same person under the address that the issuer has verified now. */
    public Human at(EmailAddress verified) {
        return new Human(issuer, subject, userId, orgId, verified.value(), joinedAt);
    }

    /**
     * The {@code usr_…} of a subject whom nothing is stored of yet: always the same, so that a person has one id before and after
     * they get an organization, by cookie and by bearer. What is stored stands before it.
     */
    public static String userId(String issuer, String subject) {
        return Ids.ofWords("usr", issuer, subject);
    }
}

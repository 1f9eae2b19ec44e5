package omni.identity;

import java.util.Map;
import omni.access.IdentityProvider.Identity;
import org.jspecify.annotations.Nullable;

/** The claims that tell of a person, in a token or from user info; each may be missing. */
final class PersonClaims {

    private PersonClaims() {}

    /**
     * Some issuers write {@code email_verified} as a text.
     *
     * @param operatorGroup the group that makes operators, if a token says so; null otherwise
     */
    static Identity identity(
            String issuer,
            String subject,
            Map<String, ? extends @Nullable Object> about,
            @Nullable String operatorGroup) {
        return new Identity(
                issuer,
                subject,
                text(about.get("email")),
                "true".equals(String.valueOf(about.get("email_verified"))),
                text(about.get("name")),
                operatorGroup);
    }

    private static String text(@Nullable Object claim) {
        return claim instanceof String text ? text : "";
    }
}

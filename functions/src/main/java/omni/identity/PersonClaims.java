package omni.identity;

import java.util.Map;
import omni.access.EmailAddress;
import omni.access.IdentityProvider.Identity;
import omni.json.PlainText;
import org.jspecify.annotations.Nullable;

/** The claims that tell of a person, in a token or from user info; each may be missing. */
final class PersonClaims {

    private PersonClaims() {}

    /**
     * Some issuers write {@code email_verified} as a text. Nobody could be asked to mend a name or an address here, and nobody is
     * kept out for one: a name is cleaned, and an address that is none is not verified.
     *
     * @param operatorGroup the group that makes operators, if a token says so; null otherwise
     */
    static Identity identity(
            String issuer,
            String subject,
            Map<String, ? extends @Nullable Object> about,
            @Nullable String operatorGroup) {
        var email = text(about.get("email"));
        return new Identity(
                issuer,
                subject,
                email,
                "true".equals(String.valueOf(about.get("email_verified")))
                        && EmailAddress.of(email).isPresent(),
                PlainText.clean(text(about.get("name"))),
                operatorGroup);
    }

    private static String text(@Nullable Object claim) {
        return claim instanceof String text ? text : "";
    }
}

package omni.identity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the token endpoint said to a code (RFC 6749, 5). */
sealed interface TokenAnswer {

    /** The code was exchanged. */
    record Tokens(String idToken, @Nullable String accessToken) implements TokenAnswer {
        @Override
        public String toString() {
            return "Tokens[]";
        }
    }

    /** The code is none, used, too old, or not this sign-in's. */
    record Refused(String error) implements TokenAnswer {}

    /** Only {@code invalid_grant} is about the person; every other failure is the issuer's or our configuration's. */
    static TokenAnswer read(IssuerHttp.Answer answer) throws IssuerUnreachable {
        var body = answer.json();
        if (answer.status() == 200 && body.get("id_token") instanceof String idToken) {
            return new Tokens(idToken, body.get("access_token") instanceof String accessToken ? accessToken : null);
        }
        if (answer.status() == 400 && "invalid_grant".equals(body.get("error"))) {
            return new Refused("invalid_grant");
        }
        throw new IssuerUnreachable("the token endpoint answered " + answer.status() + " " + error(body));
    }

    private static String error(Map<String, @Nullable Object> body) {
        return body.get("error") instanceof String error && error.matches("[a-z_]{1,40}") ? error : "without an error";
    }
}

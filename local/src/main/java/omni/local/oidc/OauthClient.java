package omni.local.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import omni.local.machine.LocalJson;

/**
 * A program that may sign people in.
 *
 * @param name as the login page shows it; empty for the product itself
 * @param secret absent for a public client, which proves by PKCE alone that a code is its own
 */
record OauthClient(String id, String name, List<String> redirectUris, Optional<String> secret) {

    OauthClient {
        redirectUris = List.copyOf(redirectUris);
    }

    /** What a client says of itself does not hold; in words of RFC 7591, 3.2.2. */
    static final class BadMetadata extends Exception {
        private static final long serialVersionUID = 1;
        private final String code;

        BadMetadata(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    boolean mayReturnTo(String redirectUri) {
        return redirectUris.stream().anyMatch(registered -> RedirectUris.isRegistered(redirectUri, registered));
    }

    /** Whether it is who it says: a public client shows nothing. */
    boolean isProvedBy(Optional<String> shown) {
        return secret.map(known -> shown.filter(value -> MessageDigest.isEqual(bytes(known), bytes(value)))
                        .isPresent())
                .orElse(true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the fields that registration and a client's own document share. */
    static OauthClient of(String id, JsonNode metadata, Optional<String> secret) throws BadMetadata {
        var name = metadata.path("client_name").asText("");
        if (name.length() > 200) {
            throw new BadMetadata("invalid_client_metadata", "client_name has more than 200 characters");
        }
        var redirects = metadata.path("redirect_uris");
        if (redirects.isEmpty() || redirects.size() > 20) {
            throw new BadMetadata("invalid_redirect_uri", "redirect_uris: 1 to 20 addresses are needed");
        }
        for (var redirect : redirects) {
            if (!redirect.isTextual() || !RedirectUris.isAllowed(redirect.asText())) {
                throw new BadMetadata(
                        "invalid_redirect_uri",
                        "redirect_uris: an address is https, http on this machine, or of an app's own scheme");
            }
        }
        var types = metadata.path("grant_types");
        if (!types.isEmpty()
                && types.valueStream().noneMatch(type -> type.asText().equals("authorization_code"))) {
            throw new BadMetadata("invalid_client_metadata", "grant_types: authorization_code is served");
        }
        var shown = name.isBlank() ? id : name;
        return new OauthClient(
                id, shown, redirects.valueStream().map(JsonNode::asText).toList(), secret);
    }

    /** As it is kept on the disk. */
    JsonNode json() {
        var json = LocalJson.object().put("client_id", id).put("client_name", name);
        var list = json.putArray("redirect_uris");
        redirectUris.forEach(list::add);
        secret.ifPresent(value -> json.put("client_secret", value));
        return json;
    }
}

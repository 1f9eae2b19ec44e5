package omni.local.story;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A person with an organization of their own.
 *
 * @param key secret of the first key: live, reads only
 * @param cookie of the signed-in browser
 * @param program calls with the first key
 * @param browser calls with the cookie, from the product's own origin
 */
record Customer(String orgId, String email, String key, String cookie, Client program, Client browser) {

    Answer call(String path) {
        return program.get(path);
    }

    Answer billing() {
        return program.get("/v1/billing");
    }

    String state() {
        return billing().field("billingState");
    }

    /** Creates a key as the person; answers what the product answered. */
    Answer createKey(String json) {
        return browser.post("/v1/api_keys", json);
    }

    /** The secret of a new key with these scopes. */
    String newKey(boolean livemode, String... scopes) {
        var quoted = List.of(scopes).stream().map(scope -> "\"" + scope + "\"").collect(Collectors.joining(","));
        return createKey("{\"livemode\":%s,\"scopes\":[%s]}".formatted(livemode, quoted))
                .is(201)
                .field("secret");
    }
}

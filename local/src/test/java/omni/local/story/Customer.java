package omni.local.story;

import omni.local.demo.ApiAnswer;
import omni.local.demo.ApiClient;

/**
 * A person with an organization of their own.
 *
 * @param key secret of the first key: live, reads only
 * @param cookie of the signed-in browser
 * @param program calls with the first key
 * @param browser calls with the cookie, from the product's own origin
 */
record Customer(String orgId, String email, String key, String cookie, ApiClient program, ApiClient browser) {

    ApiAnswer call(String path) {
        return program.get(path);
    }

    ApiAnswer billing() {
        return program.get("/v1/billing");
    }

    /** Creates a key as the person; answers what the product answered. */
    ApiAnswer createKey(String json) {
        return browser.post("/v1/api_keys", json);
    }
}

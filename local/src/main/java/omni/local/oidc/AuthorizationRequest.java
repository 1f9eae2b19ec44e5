package omni.local.oidc;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import omni.local.oidc.OauthClient.BadMetadata;

/**
 * What a client asks of a person's browser.
 *
 * @param challenge of PKCE, by S256
 * @param scope as asked; perhaps empty
 * @param resource for whom the access token is to be (RFC 8707)
 */
record AuthorizationRequest(
        OauthClient client,
        String redirectUri,
        String challenge,
        String scope,
        Optional<String> resource,
        Optional<String> nonce,
        Optional<String> state) {

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern SCOPE =
            Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*|");

    /** What there is to do about a request. */
    sealed interface Outcome {}

    /** A person may be asked to sign in. */
    record Good(AuthorizationRequest request) implements Outcome {}

    /** The client is told, at its own address. */
    record Refused(String redirectUri, Optional<String> state, String error, String description) implements Outcome {}

    /** Client or address are the fault: the browser goes nowhere, a person reads why. */
    record Unanswerable(String words) implements Outcome {}

    static Outcome of(Parameters query, Clients clients) {
        var repeated = query.repeated();
        if (repeated.isPresent()) {
            return new Unanswerable(repeated.get() + ": it stands there more than once.");
        }
        try {
            var client = clients.find(query.text("client_id"));
            var redirectUri = query.text("redirect_uri");
            if (!client.mayReturnTo(redirectUri)) {
                return new Unanswerable("redirect_uri: it is none that this client has registered.");
            }
            return of(query, client, redirectUri);
        } catch (BadMetadata e) {
            return new Unanswerable(e.getMessage() + ".");
        }
    }

    private static Outcome of(Parameters query, OauthClient client, String redirectUri) {
        var state = query.one("state");
        var resources = query.all("resource");
        if (!query.text("response_type").equals("code")) {
            return new Refused(redirectUri, state, "unsupported_response_type", "response_type: only code is served.");
        }
        if (!query.text("code_challenge_method").equals("S256")
                || !CHALLENGE.matcher(query.text("code_challenge")).matches()) {
            return new Refused(
                    redirectUri, state, "invalid_request", "code_challenge_method: PKCE with S256 is needed.");
        }
        if (!SCOPE.matcher(query.text("scope")).matches()) {
            return new Refused(redirectUri, state, "invalid_scope", "scope: words with one space between them.");
        }
        if (resources.size() > 1 || !resources.stream().allMatch(AuthorizationRequest::isResource)) {
            return new Refused(
                    redirectUri, state, "invalid_target", "resource: one absolute address, nothing behind a #.");
        }
        return new Good(new AuthorizationRequest(
                client,
                redirectUri,
                query.text("code_challenge"),
                query.text("scope"),
                resources.stream().findFirst(),
                query.one("nonce"),
                state));
    }

    private static boolean isResource(String text) {
        try {
            var uri = URI.create(text);
            return uri.isAbsolute() && uri.getRawFragment() == null && uri.getRawAuthority() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    List<String> scopes() {
        return scope.isEmpty() ? List.of() : List.of(scope.split(" ", -1));
    }
}

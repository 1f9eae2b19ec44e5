package omni.local.oidc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import omni.local.machine.LocalJson;
import omni.local.oidc.Grants.Grant;
import omni.local.oidc.OauthClient.BadMetadata;

/** {@code POST /token} and {@code POST /revoke}: codes and refresh tokens of the client that shows itself, and of no other. */
record TokenEndpoint(Clients clients, Grants grants, TokenMint mint) {

    /** The request is refused, in words of RFC 6749, 5.2. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final String code;

        Refusal(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    /** Who says to be asking. */
    private record Shown(String id, Optional<String> secret) {}

    OAuth2HttpResponse token(OAuth2HttpRequest request, String issuer) {
        var form = Parameters.ofForm(request);
        try {
            var client = client(request, form);
            return switch (form.text("grant_type")) {
                case "authorization_code" -> answer(issuer, code(form, client), Optional.empty());
                case "refresh_token" -> answer(issuer, refreshed(form, client), form.one("scope"));
                default ->
                    throw new Refusal("unsupported_grant_type", "authorization_code and refresh_token are served");
            };
        } catch (Refusal e) {
            return error(e);
        }
    }

    private static OAuth2HttpResponse error(Refusal e) {
        return Pages.error(e.code.equals("invalid_client") ? 401 : 400, e.code, String.valueOf(e.getMessage()));
    }

    OAuth2HttpResponse revoke(OAuth2HttpRequest request) {
        var form = Parameters.ofForm(request);
        try {
            var client = client(request, form);
            var grant = grants.ofRefreshToken(form.text("token"));
            if (grant.isPresent()) {
                requireOwn(grant.get(), client);
                grants.revoke(grant.get());
            }
            return Pages.json(200, LocalJson.object());
        } catch (Refusal e) {
            return error(e);
        }
    }

    private OauthClient client(OAuth2HttpRequest request, Parameters form) throws Refusal {
        if (form.repeated().isPresent()) {
            throw new Refusal("invalid_request", form.repeated().get() + " stands there more than once");
        }
        var shown = basic(request).orElseGet(() -> new Shown(form.text("client_id"), form.one("client_secret")));
        try {
            var client = clients.find(shown.id());
            if (client.isProvedBy(shown.secret())) {
                return client;
            }
        } catch (BadMetadata e) {
            throw new Refusal("invalid_client", String.valueOf(e.getMessage()));
        }
        throw new Refusal("invalid_client", "the secret is not this client's");
    }

    private Grant code(Parameters form, OauthClient client) throws Refusal {
        var grant = grants.redeemCode(form.text("code")).orElseThrow(TokenEndpoint::unknown);
        var request = grant.request();
        if (!request.client().id().equals(client.id())
                || !request.redirectUri().equals(form.text("redirect_uri"))
                || !request.challenge().equals(LocalOidcProvider.challenge(form.text("code_verifier")))) {
            throw unknown();
        }
        requireTarget(form, grant);
        return grant;
    }

    /** What is refused costs no token; one that is spent ends what came of it, whatever else is asked. */
    private Grant refreshed(Parameters form, OauthClient client) throws Refusal {
        var token = form.text("refresh_token");
        var grant = grants.ofRefreshToken(token);
        if (grant.isPresent()) {
            requireOwn(grant.get(), client);
            requireTarget(form, grant.get());
            requireScope(form, grant.get());
        }
        return grants.redeemRefreshToken(token).orElseThrow(TokenEndpoint::unknown);
    }

    private static void requireOwn(Grant grant, OauthClient client) throws Refusal {
        if (!grant.request().client().id().equals(client.id())) {
            throw unknown();
        }
    }

    /** Nothing is said of which of the proofs was wrong. */
    private static Refusal unknown() {
        return new Refusal("invalid_grant", "what was granted is unknown, used, over, or another client's");
    }

    private static void requireTarget(Parameters form, Grant grant) throws Refusal {
        var resources = form.all("resource");
        if (!resources.isEmpty()
                && !resources.equals(grant.request().resource().map(List::of).orElse(List.of()))) {
            throw new Refusal("invalid_target", "resource: the person was asked for another one");
        }
    }

    private static void requireScope(Parameters form, Grant grant) throws Refusal {
        var scope = form.text("scope");
        if (!scope.isEmpty() && !new HashSet<>(grant.request().scopes()).containsAll(List.of(scope.split(" ", -1)))) {
            throw new Refusal("invalid_scope", "scope: the person was not asked for it");
        }
    }

    private OAuth2HttpResponse answer(String issuer, Grant grant, Optional<String> narrowed) {
        var scope = narrowed.orElse(grant.request().scope());
        return Pages.json(200, mint.answer(issuer, grant, scope).put("refresh_token", grants.refreshToken(grant)));
    }

    /** Id and secret of HTTP Basic. */
    private static Optional<Shown> basic(OAuth2HttpRequest request) {
        var header =
                Optional.ofNullable(request.getHeaders().get("Authorization")).orElse("");
        if (!header.startsWith("Basic ")) {
            return Optional.empty();
        }
        try {
            var bytes = Base64.getDecoder()
                    .decode(header.substring("Basic ".length()).strip());
            var parts = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
            return Optional.of(new Shown(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    parts.length < 2
                            ? Optional.empty()
                            : Optional.of(URLDecoder.decode(parts[1], StandardCharsets.UTF_8))));
        } catch (IllegalArgumentException notBasic) {
            return Optional.of(new Shown("", Optional.empty()));
        }
    }
}

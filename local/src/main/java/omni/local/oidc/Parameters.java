package omni.local.oidc;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import okhttp3.HttpUrl;

/** The parameters of a query or a form; one that is empty counts as absent. */
record Parameters(HttpUrl url) {

    static Parameters ofQuery(OAuth2HttpRequest request) {
        return new Parameters(request.getOriginalUrl());
    }

    static Parameters ofQuery(URI address) {
        return of(String.valueOf(address.getRawQuery()));
    }

    static Parameters ofForm(OAuth2HttpRequest request) {
        var body = Optional.ofNullable(request.getBody()).orElse("");
        return of(body);
    }

    private static Parameters of(String encoded) {
        return new Parameters(HttpUrl.get("http://localhost/")
                .newBuilder()
                .encodedQuery(encoded)
                .build());
    }

    Optional<String> one(String name) {
        return all(name).stream().findFirst();
    }

    String text(String name) {
        return one(name).orElse("");
    }

    List<String> all(String name) {
        return url.queryParameterValues(name).stream()
                .filter(value -> value != null && !value.isBlank())
                .toList();
    }

    /** Whether a parameter stands there twice, which no request of OAuth may have, but for {@code resource}. */
    Optional<String> repeated() {
        return url.queryParameterNames().stream()
                .filter(name -> !name.equals("resource")
                        && url.queryParameterValues(name).size() > 1)
                .findFirst();
    }
}

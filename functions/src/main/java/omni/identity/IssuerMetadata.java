package omni.identity;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer says about itself (OpenID Connect Discovery 1.0).
 *
 * @param userInfoEndpoint null where there is none
 * @param secretInBody whether the token endpoint takes the client's secret only as form fields
 */
record IssuerMetadata(
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI jwksUri,
        @Nullable URI userInfoEndpoint,
        boolean secretInBody) {

    private static final String PATH = "/.well-known/openid-configuration";

    static URI address(URI issuer) {
        return URI.create(issuer.toString().replaceAll("/$", "") + PATH);
    }

    static IssuerMetadata read(URI issuer, IssuerHttp.Answer answer) throws IssuerUnreachable {
        if (answer.status() != 200) {
            throw new IssuerUnreachable("discovery answered " + answer.status());
        }
        return read(issuer, answer.json());
    }

    private static IssuerMetadata read(URI issuer, Map<String, @Nullable Object> document) throws IssuerUnreachable {
        if (!issuer.toString().equals(document.get("issuer"))) {
            throw new IssuerUnreachable("discovery speaks for another issuer than " + issuer);
        }
        var userInfo =
                document.get("userinfo_endpoint") == null ? null : endpoint(issuer, document, "userinfo_endpoint");
        return new IssuerMetadata(
                endpoint(issuer, document, "authorization_endpoint"),
                endpoint(issuer, document, "token_endpoint"),
                endpoint(issuer, document, "jwks_uri"),
                userInfo,
                secretInBody(document.get("token_endpoint_auth_methods_supported")));
    }

    private static boolean secretInBody(@Nullable Object methods) {
        return methods instanceof List<?> list
                && list.contains("client_secret_post")
                && !list.contains("client_secret_basic");
    }

    /** An issuer on TLS may not send anybody to an address without it. */
    private static URI endpoint(URI issuer, Map<String, @Nullable Object> document, String name)
            throws IssuerUnreachable {
        try {
            var address = URI.create(String.valueOf(document.get(name)));
            if (address.getHost() != null
                    && ("https".equals(address.getScheme())
                            || ("http".equals(issuer.getScheme()) && "http".equals(address.getScheme())))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new IssuerUnreachable("discovery has no usable " + name, e);
        }
        throw new IssuerUnreachable("discovery has no usable " + name);
    }
}

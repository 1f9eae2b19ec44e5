package omni.local.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import omni.access.Scopes;
import omni.local.machine.LocalJson;

/** What the issuer says of itself (RFC 8414, OpenID Connect Discovery): nothing that it does not serve. */
final class ServerMetadata {

    /** What OpenID Connect's own scopes give, then the product's, but for those of operators. */
    private static final List<String> OF_PERSONS = List.of("openid", "email", "profile");

    private ServerMetadata() {}

    /** @param issuer as it was called by whoever asks */
    static JsonNode of(String issuer) {
        var json = LocalJson.object()
                .put("issuer", issuer)
                .put("authorization_endpoint", issuer + "/authorize")
                .put("token_endpoint", issuer + "/token")
                .put("registration_endpoint", issuer + "/register")
                .put("revocation_endpoint", issuer + "/revoke")
                .put("userinfo_endpoint", issuer + "/userinfo")
                .put("end_session_endpoint", issuer + "/endsession")
                .put("jwks_uri", issuer + "/jwks")
                .put("client_id_metadata_document_supported", true)
                .put("authorization_response_iss_parameter_supported", true);
        list(json, "response_types_supported", List.of("code"));
        list(json, "response_modes_supported", List.of("query"));
        list(json, "grant_types_supported", List.of("authorization_code", "refresh_token"));
        list(json, "code_challenge_methods_supported", List.of("S256"));
        var methods = List.of("none", "client_secret_basic", "client_secret_post");
        list(json, "token_endpoint_auth_methods_supported", methods);
        list(json, "revocation_endpoint_auth_methods_supported", methods);
        list(json, "subject_types_supported", List.of("public"));
        list(json, "id_token_signing_alg_values_supported", List.of("RS256"));
        list(json, "scopes_supported", OF_PERSONS);
        Scopes.sort(Scopes.HUMAN).forEach(json.withArray("scopes_supported")::add);
        return json;
    }

    private static void list(ObjectNode json, String name, List<String> values) {
        var array = json.putArray(name);
        values.forEach(array::add);
    }
}

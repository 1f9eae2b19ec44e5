package omni.job;

import java.util.List;
import omni.call.Operation;
import omni.endpoint.Endpoints;
import omni.http.Settings;

/**
 * How a caller may authenticate, as a 401 says it in {@code WWW-Authenticate} (contract 3.3, 13.3). A client of MCP finds there where
 * to read who signs people in (RFC 9728, 5.1); it looks at the first challenge alone, so the bearer's stands first.
 *
 * @param scopes {@code oidc.scopes}
 */
public record Challenges(Settings settings, List<String> scopes) {

    public Challenges {
        scopes = List.copyOf(scopes);
    }

    /** Several challenges are one header. */
    String header(Operation operation, boolean badBearer) {
        var key = "ApiKey realm=\"" + settings.keyBrand() + "\"";
        return operation.equals(Endpoints.CALL_MCP.operation()) ? bearer(badBearer) + ", " + key : key;
    }

    private String bearer(boolean bad) {
        return "Bearer resource_metadata=\"" + settings.resourceMetadataUrl() + "\""
                + (bad ? ", error=\"invalid_token\"" : "")
                + (scopes.isEmpty() ? "" : ", scope=\"" + String.join(" ", scopes) + "\"");
    }
}

package omni.endpoint;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import omni.access.Scopes;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.http.Settings;
import omni.json.Named;

/**
 * What an MCP client is told about the resource that it was refused: who signs people in for it, and how a token is sent
 * (RFC 9728). {@code GET /.well-known/oauth-protected-resource}, and the same with {@code /mcp} behind it, contract 13.3.
 */
public record GetProtectedResourceMetadata(Settings settings, Optional<URI> issuer) implements Endpoint {

    /** @param authorizationServers absent while no issuer is configured */
    record Response(
            String resource,
            @Named("authorization_servers") Optional<List<String>> authorizationServers,
            @Named("bearer_methods_supported") List<String> bearerMethods,
            @Named("scopes_supported") List<String> scopes,
            @Named("resource_name") String name,
            @Named("resource_documentation") String documentation) {}

    @Override
    public Reply handle(Exchange exchange) {
        return Reply.Answer.ok(new Response(
                        InstallView.url(settings),
                        issuer.map(uri -> List.of(uri.toString())),
                        List.of("header"),
                        Scopes.NEW_KEY,
                        "SEC API",
                        settings.docs("/agents")))
                .with("Cache-Control", "public, max-age=300");
    }
}

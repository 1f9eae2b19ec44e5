package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import omni.local.machine.LocalJson;

/**
 * Signs a person in as a client of MCP does that knows nothing but the server's address (authorization of the revision 2026-07-28):
 * it asks, is refused, reads who signs people in, and goes there.
 */
final class McpClient implements AutoCloseable {

    static final String CALLBACK = "http://127.0.0.1:43210/callback";

    private static final Pattern METADATA = Pattern.compile("^Bearer .*resource_metadata=\"([^\"]+)\".*");
    private static final Pattern SCOPE = Pattern.compile("^Bearer [^A]*scope=\"([^\"]+)\".*");

    private final HttpClient http = HttpClient.newHttpClient();
    private final World world;

    McpClient(World world) {
        this.world = world;
    }

    /**
     * What a client has found out.
     *
     * @param resource as the server calls itself
     * @param server the authorization server's metadata
     */
    record Found(String resource, String scope, JsonNode server) {}

    Found discover() throws Exception {
        var refused = world.nobody().post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
        assertThat(refused.status()).isEqualTo(401);
        var challenge = METADATA.matcher(refused.header("WWW-Authenticate"));
        assertThat(challenge.matches()).as(refused.header("WWW-Authenticate")).isTrue();
        var resource = json(get(URI.create(challenge.group(1))));
        assertThat(resource.path("resource").asText()).as("RFC 9728, 3.3").isEqualTo(world.url() + "/mcp");
        var issuer = URI.create(resource.path("authorization_servers").path(0).asText());
        var server = json(get(issuer.resolve("/.well-known/oauth-authorization-server" + issuer.getPath())));
        assertThat(server.path("issuer").asText()).as("RFC 8414, 3.3").isEqualTo(issuer.toString());
        var scope = SCOPE.matcher(refused.header("WWW-Authenticate"));
        var scopes = resource.path("scopes_supported").valueStream().map(JsonNode::asText);
        return new Found(
                resource.path("resource").asText(),
                scope.matches() ? scope.group(1) : scopes.collect(Collectors.joining(" ")),
                server);
    }

    /** Dynamic registration (RFC 7591). */
    String register(Found found) throws Exception {
        var body = """
                {"client_name": "An MCP client", "redirect_uris": ["http://127.0.0.1/callback"], "application_type": "native",
                 "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
                 "token_endpoint_auth_method": "none"}""";
        var request = HttpRequest.newBuilder(endpoint(found, "registration_endpoint"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return json(send(request)).path("client_id").asText();
    }

    /** A sign-in under way, whose every field a test may change. */
    static final class Login {
        final Map<String, String> authorization = new LinkedHashMap<>();
        final Map<String, String> exchange = new LinkedHashMap<>();
    }

    Login login(Found found, String clientId) throws Exception {
        var verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
        var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        var login = new Login();
        login.authorization.putAll(Map.of(
                "response_type",
                "code",
                "client_id",
                clientId,
                "redirect_uri",
                CALLBACK,
                "scope",
                found.scope(),
                "state",
                "state-1",
                "resource",
                found.resource(),
                "code_challenge",
                Base64.getUrlEncoder().withoutPadding().encodeToString(digest),
                "code_challenge_method",
                "S256"));
        login.exchange.putAll(Map.of(
                "grant_type", "authorization_code",
                "client_id", clientId,
                "redirect_uri", CALLBACK,
                "code_verifier", verifier,
                "resource", found.resource()));
        return login;
    }

    /** The person signs in; the code goes into the exchange. Where the browser went, or the page that it stayed on. */
    String authorize(Found found, Login login, String email) throws Exception {
        var address = URI.create(endpoint(found, "authorization_endpoint") + "?" + form(login.authorization));
        var answer = send(HttpRequest.newBuilder(address)
                .POST(BodyPublishers.ofString("email=" + email + "&email_verified=true")));
        if (answer.statusCode() != 302) {
            return answer.body();
        }
        var location = answer.headers().firstValue("Location").orElseThrow();
        var query = query(URI.create(location));
        assertThat(query).containsEntry("state", "state-1");
        assertThat(query)
                .as("RFC 9207")
                .containsEntry("iss", found.server().path("issuer").asText());
        login.exchange.put("code", query.getOrDefault("code", ""));
        return location;
    }

    HttpResponse<String> exchange(Found found, Login login) throws Exception {
        return send(HttpRequest.newBuilder(endpoint(found, "token_endpoint"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(login.exchange))));
    }

    /** All at once. */
    String token(Found found, Login login, String email) throws Exception {
        authorize(found, login, email);
        return json(exchange(found, login)).path("access_token").asText();
    }

    private static URI endpoint(Found found, String name) {
        return URI.create(found.server().path(name).asText());
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return send(HttpRequest.newBuilder(address));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return LocalJson.parseObject(answer.body().getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> query(URI address) {
        var query = new HashMap<String, String>();
        Arrays.stream(address.getRawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return query;
    }

    @Override
    public void close() {
        http.close();
    }
}

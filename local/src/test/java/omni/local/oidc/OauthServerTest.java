package omni.local.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import omni.local.machine.LocalJson;
import omni.local.machine.MovableClock;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of MCP ask of an authorization server: RFC 7591, 8252, 8414, 8707, 9207, and clients known by a document. */
class OauthServerTest {

    private static final String RESOURCE = "http://localhost:8080/mcp";
    private static final String CALLBACK = "http://127.0.0.1:5555/callback";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final MovableClock CLOCK =
            MovableClock.inMemory(InstantSource.fixed(Instant.parse("2026-05-01T10:00:00Z")));

    @AutoClose
    private static final LocalOidcProvider SHARED = LocalOidcProvider.inMemory(CLOCK);

    @AutoClose
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private LocalOidcProvider provider = SHARED;

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return LocalJson.parseObject(answer.body().getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private HttpResponse<String> register(String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(provider.issuer() + "/register"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private String registered() throws Exception {
        return json(register("""
                        {"client_name": "Any client", "redirect_uris": ["http://127.0.0.1/callback"],
                         "token_endpoint_auth_method": "none"}""")).path("client_id").asText();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private URI request(String clientId, Map<String, String> others) {
        var fields = new LinkedHashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                clientId,
                "redirect_uri",
                CALLBACK,
                "scope",
                "openid read:sec",
                "state",
                "s",
                "resource",
                RESOURCE,
                "code_challenge",
                LocalOidcProvider.challenge(VERIFIER),
                "code_challenge_method",
                "S256"));
        fields.putAll(others);
        return URI.create(provider.issuer() + "/authorize?" + form(fields));
    }

    private String code(String clientId) throws Exception {
        var callback = provider.authorize(request(clientId, Map.of()), "ann@example.com");
        return Parameters.ofQuery(callback).text("code");
    }

    private Map<String, String> exchange(String clientId, String code) {
        return new LinkedHashMap<>(Map.of(
                "grant_type", "authorization_code",
                "client_id", clientId,
                "code", code,
                "redirect_uri", CALLBACK,
                "code_verifier", VERIFIER,
                "resource", RESOURCE));
    }

    private HttpResponse<String> token(Map<String, String> fields) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(provider.issuer() + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(fields))));
    }

    private HttpResponse<String> refresh(String clientId, String token, Map<String, String> others) throws Exception {
        var fields = new LinkedHashMap<>(
                Map.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", token));
        fields.putAll(others);
        return token(fields);
    }

    private static JWTClaimsSet claims(JsonNode answer) throws Exception {
        return SignedJWT.parse(answer.path("access_token").asText()).getJWTClaimsSet();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/omni",
                "/.well-known/openid-configuration/omni",
                "/omni/.well-known/openid-configuration",
                "/omni/.well-known/oauth-authorization-server"
            })
    void theMetadataStandsWhereClientsLookAndPromisesNothingThatIsNotServed(String path) throws Exception {
        var metadata = json(send(HttpRequest.newBuilder(provider.issuer().resolve(path))));

        assertThat(metadata.path("issuer").asText()).isEqualTo(provider.issuer().toString());
        assertThat(metadata.path("client_id_metadata_document_supported").asBoolean())
                .isTrue();
        assertThat(metadata.path("authorization_response_iss_parameter_supported")
                        .asBoolean())
                .isTrue();
        assertThat(metadata.path("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
        assertThat(metadata.path("token_endpoint_auth_methods_supported").toString())
                .contains("\"none\"");
        for (var name : metadata.properties()) {
            if (name.getKey().endsWith("_endpoint") || name.getKey().equals("jwks_uri")) {
                var get = send(HttpRequest.newBuilder(URI.create(name.getValue().asText())));
                var post =
                        send(HttpRequest.newBuilder(URI.create(name.getValue().asText()))
                                .POST(BodyPublishers.noBody()));
                assertThat(get.statusCode() == 404 && post.statusCode() == 404)
                        .as(name.getKey())
                        .isFalse();
            }
        }
    }

    @Test
    void aClientThatRegistersGetsATokenForItsResourceAlone() throws Exception {
        var client = registered();
        var callback = provider.authorize(request(client, Map.of()), "ann@example.com");
        assertThat(callback.toString()).startsWith(CALLBACK + "?");
        var query = Parameters.ofQuery(callback);
        assertThat(query.one("state")).contains("s");
        assertThat(query.one("iss")).contains(provider.issuer().toString());

        var answer = json(token(exchange(client, query.text("code"))));

        assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.path("expires_in").asLong()).isEqualTo(3600);
        assertThat(answer.path("scope").asText()).isEqualTo("openid read:sec");
        assertThat(claims(answer).getAudience()).containsExactly(RESOURCE);
        assertThat(claims(answer).getClaim("scope")).isEqualTo("openid read:sec");
        assertThat(claims(answer).getClaim("client_id")).isEqualTo(client);
        assertThat(claims(answer).getIssuer()).isEqualTo(provider.issuer().toString());
    }

    @Test
    void aClientWithASecretHasToShowIt() throws Exception {
        var client = json(register("{\"redirect_uris\": [\"http://127.0.0.1/callback\"]}"));
        var id = client.path("client_id").asText();
        assertThat(client.path("token_endpoint_auth_method").asText()).isEqualTo("client_secret_basic");
        assertThat(client.path("client_secret_expires_at").asLong(-1)).isZero();

        var silent = exchange(id, code(id));
        assertThat(token(silent).statusCode()).isEqualTo(401);
        silent.put("client_secret", "wrong");
        assertThat(token(silent).statusCode()).isEqualTo(401);
        silent.put("client_secret", client.path("client_secret").asText());
        assertThat(token(silent).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                             | invalid_client_metadata
            {}                                                             | invalid_redirect_uri
            {"redirect_uris": []}                                          | invalid_redirect_uri
            {"redirect_uris": [1]}                                         | invalid_redirect_uri
            {"redirect_uris": ["http://evil.example/cb"]}                  | invalid_redirect_uri
            {"redirect_uris": ["https://a/"], "token_endpoint_auth_method": "private_key_jwt"} | invalid_client_metadata
            {"redirect_uris": ["https://a/"], "grant_types": ["implicit"]} | invalid_client_metadata
            """)
    void whatCantBeServedIsNotRegistered(String body, String error) throws Exception {
        var answer = register(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("error").asText()).isEqualTo(error);
    }

    @Test
    void aFolderKeepsClients(@TempDir Path folder) throws Exception {
        String client;
        try (var kept = LocalOidcProvider.in(folder, CLOCK)) {
            provider = kept;
            client = registered();
        }
        try (var kept = LocalOidcProvider.in(folder, CLOCK)) {
            provider = kept;
            assertThat(token(exchange(client, code(client))).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource({
        "code_verifier, another-verifier-that-is-long-enough-to-be-one, invalid_grant",
        "code_verifier, '', invalid_grant",
        "redirect_uri, http://127.0.0.1:5556/callback, invalid_grant",
        "redirect_uri, '', invalid_grant",
        "client_id, omni-local, invalid_client",
        "code, nonsense, invalid_grant",
        "resource, http://localhost:8080/other, invalid_target",
        "grant_type, password, unsupported_grant_type"
    })
    void aCodeIsOfOneClientAddressVerifierAndResource(String field, String value, String error) throws Exception {
        var client = registered();
        var fields = exchange(client, code(client));
        fields.put(field, value);
        var answer = token(fields);
        assertThat(answer.statusCode()).isIn(400, 401);
        assertThat(json(answer).path("error").asText()).isEqualTo(error);
        if (!error.equals("unsupported_grant_type") && !field.equals("client_id") && !field.equals("code")) {
            assertThat(token(exchange(client, fields.getOrDefault("code", ""))).statusCode())
                    .as("a guess costs the code")
                    .isEqualTo(400);
        }
    }

    @Test
    void anotherClientsCodeIsNone() throws Exception {
        var one = registered();
        var other = registered();
        var fields = exchange(one, code(one));
        fields.put("client_id", other);
        assertThat(json(token(fields)).path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void aCodeShownTwiceEndsWhatCameOfIt() throws Exception {
        var client = registered();
        var code = code(client);
        var refresh = json(token(exchange(client, code))).path("refresh_token").asText();
        assertThat(token(exchange(client, code)).statusCode()).isEqualTo(400);
        assertThat(refresh(client, refresh, Map.of()).statusCode()).isEqualTo(400);
    }

    @Test
    void aCodeIsOverAfterTenMinutes() throws Exception {
        var client = registered();
        var code = code(client);
        CLOCK.advance(Duration.ofMinutes(10));
        assertThat(json(token(exchange(client, code))).path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void refreshTokensTakeTurnsAndKeepResourceAndPerson() throws Exception {
        var client = registered();
        var first = json(token(exchange(client, code(client))));
        CLOCK.advance(Duration.ofHours(2));
        var second = json(refresh(client, first.path("refresh_token").asText(), Map.of("resource", RESOURCE)));

        assertThat(claims(second).getAudience()).containsExactly(RESOURCE);
        assertThat(claims(second).getSubject()).isEqualTo(claims(first).getSubject());
        assertThat(claims(second).getExpirationTime()).isEqualTo(CLOCK.instant().plusSeconds(3600));
        var next = second.path("refresh_token").asText();
        assertThat(refresh(client, next, Map.of("scope", "read:sec admin:operator"))
                        .statusCode())
                .isEqualTo(400);

        var third = json(token(exchange(client, code(client))));
        var token = third.path("refresh_token").asText();
        assertThat(refresh(registered(), token, Map.of()).statusCode()).isEqualTo(400);

        var stolen = first.path("refresh_token").asText();
        assertThat(refresh(client, stolen, Map.of()).statusCode()).isEqualTo(400);
    }

    @Test
    void aRefreshTokenShownTwiceEndsItsSuccessorsToo() throws Exception {
        var client = registered();
        var first = json(token(exchange(client, code(client))))
                .path("refresh_token")
                .asText();
        var second =
                json(refresh(client, first, Map.of())).path("refresh_token").asText();
        assertThat(refresh(client, first, Map.of()).statusCode()).isEqualTo(400);
        assertThat(refresh(client, second, Map.of()).statusCode()).isEqualTo(400);
    }

    @Test
    void aRefreshTokenMayNarrowAndBeRevoked() throws Exception {
        var client = registered();
        var first = json(token(exchange(client, code(client))))
                .path("refresh_token")
                .asText();
        var narrowed = json(refresh(client, first, Map.of("scope", "read:sec")));
        assertThat(claims(narrowed).getClaim("scope")).isEqualTo("read:sec");
        var second = narrowed.path("refresh_token").asText();
        var revoke = HttpRequest.newBuilder(URI.create(provider.issuer() + "/revoke"))
                .POST(BodyPublishers.ofString(form(Map.of("client_id", client, "token", second))));
        assertThat(send(revoke).statusCode()).isEqualTo(200);
        assertThat(refresh(client, second, Map.of()).statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> revoke(String client, String token) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(provider.issuer() + "/revoke"))
                .POST(BodyPublishers.ofString(form(Map.of("client_id", client, "token", token)))));
    }

    /** RFC 7009, 2.1 and 2.2. */
    @Test
    void nobodyEndsWhatWasGrantedToAnother() throws Exception {
        var client = registered();
        var token = json(token(exchange(client, code(client))))
                .path("refresh_token")
                .asText();
        var refused = revoke(registered(), token);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("error").asText()).isEqualTo("invalid_grant");
        assertThat(revoke("nobody", token).statusCode()).isEqualTo(401);
        assertThat(revoke(registered(), "unknown").statusCode()).isEqualTo(200);
        assertThat(refresh(client, token, Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void aRefreshThatIsRefusedCostsNothing() throws Exception {
        var client = registered();
        var token = json(token(exchange(client, code(client))))
                .path("refresh_token")
                .asText();
        assertThat(json(refresh(client, token, Map.of("scope", "admin:operator")))
                        .path("error")
                        .asText())
                .isEqualTo("invalid_scope");
        assertThat(json(refresh(client, token, Map.of("resource", "http://localhost:8080/other")))
                        .path("error")
                        .asText())
                .isEqualTo("invalid_target");
        assertThat(json(refresh(registered(), token, Map.of())).path("error").asText())
                .isEqualTo("invalid_grant");
        assertThat(refresh(client, token, Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void aPageFromElsewhereSignsNobodyInAndRegistersNothing() throws Exception {
        var client = registered();
        for (var origin : new String[] {"https://evil.example", "null", "http://localhost.evil.example"}) {
            var submit = HttpRequest.newBuilder(request(client, Map.of()))
                    .header("Origin", origin)
                    .POST(BodyPublishers.ofString("email=ann@example.com"));
            assertThat(send(submit).statusCode()).as(origin).isEqualTo(403);
            var register = HttpRequest.newBuilder(URI.create(provider.issuer() + "/register"))
                    .header("Origin", origin)
                    .POST(BodyPublishers.ofString("{\"redirect_uris\": [\"https://evil.example/\"]}"));
            assertThat(send(register).statusCode()).as(origin).isEqualTo(403);
        }
        var own = HttpRequest.newBuilder(request(client, Map.of()))
                .header("Origin", "http://127.0.0.1:1")
                .POST(BodyPublishers.ofString("email=ann@example.com"));
        assertThat(send(own).statusCode()).isEqualTo(302);
    }

    @Test
    void aClientThatIsAPageReadsItsAnswers() throws Exception {
        var preflight = HttpRequest.newBuilder(URI.create(provider.issuer() + "/token"))
                .header("Origin", "http://localhost:6274")
                .header("Access-Control-Request-Headers", "content-type,mcp-protocol-version")
                .method("OPTIONS", BodyPublishers.noBody());
        var answer = send(preflight);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("http://localhost:6274");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("content-type,mcp-protocol-version");
    }

    @Test
    void theLoginPageSaysWhoAsksAndWhereTheCodeGoes() throws Exception {
        var page = send(HttpRequest.newBuilder(request(registered(), Map.of()))).body();
        assertThat(page).contains("<strong>Any client</strong>", RESOURCE, CALLBACK);
    }

    @Test
    void theLoginPageSaysWhatIsAskedForAndStandsInNoFrame() throws Exception {
        var asked = send(HttpRequest.newBuilder(request(registered(), Map.of("scope", "openid read:sec x&<script>"))));
        assertThat(asked.headers().firstValue("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(asked.body()).contains("<code>read:sec</code>", "<code>x&amp;&lt;script&gt;</code>");
        var silent = send(HttpRequest.newBuilder(request(registered(), Map.of("scope", ""))))
                .body();
        assertThat(silent).contains("It names no scope");
    }

    /** A client's own document, on this machine. */
    private JsonNode signInByDocument(String document, String type) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var id = "http://127.0.0.1:" + server.getAddress().getPort() + "/client.json";
        server.createContext("/client.json", exchange -> {
            var bytes = document.replace("ID", id).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.getResponseHeaders().add("Location", "/client.json");
            exchange.sendResponseHeaders(type.isEmpty() ? 302 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            var page = send(HttpRequest.newBuilder(request(id, Map.of())));
            return page.statusCode() == 200
                    ? json(token(exchange(id, code(id))))
                    : LocalJson.object().put("refused", page.body());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aClientIsKnownByItsDocument() throws Exception {
        var answer = signInByDocument("""
                {"client_id": "ID", "client_name": "Any", "redirect_uris": ["http://127.0.0.1/callback"],
                 "token_endpoint_auth_method": "none"}""", "application/json; charset=utf-8");
        assertThat(claims(answer).getAudience()).containsExactly(RESOURCE);
        assertThat(claims(answer).getStringClaim("client_id")).endsWith("/client.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"client_id": "http://127.0.0.1/other", "client_name": "A", "redirect_uris": ["http://127.0.0.1/callback"]} | application/json | about another client
            {"client_id": "ID", "redirect_uris": ["http://127.0.0.1/callback"]}                        | application/json | names no client_name
            {"client_id": "ID", "client_name": "A"}                                                    | application/json | redirect_uris
            {"client_id": "ID", "client_name": "A", "redirect_uris": ["https://elsewhere.example/cb"]} | application/json | none that this client has registered
            {"client_id": "ID", "client_name": "A", "redirect_uris": ["http://127.0.0.1/callback"], "client_secret": "x"} | application/json | holds no secret
            {"client_id": "ID", "client_name": "A", "redirect_uris": ["http://127.0.0.1/callback"], "token_endpoint_auth_method": "client_secret_post"} | application/json | holds no secret
            {"client_id": "ID", "client_name": "A", "redirect_uris": ["http://127.0.0.1/callback"]}    | text/html        | no JSON document
            {"client_id": "ID", "client_name": "A", "redirect_uris": ["http://127.0.0.1/callback"]}    | ''               | no JSON document
            """)
    void aDocumentThatDoesNotSpeakForItsClientIsNone(String document, String type, String words) throws Exception {
        assertThat(signInByDocument(document, type).path("refused").asText()).contains(words);
    }

    @Test
    void aDocumentThatIsTooLongIsNotRead() throws Exception {
        var document = """
                {"client_id": "ID", "client_name": "Any", "redirect_uris": ["http://127.0.0.1/callback"], "x": "%s"}""".formatted("x".repeat(17_000));
        assertThat(signInByDocument(document, "application/json")
                        .path("refused")
                        .asText())
                .contains("can't be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.168.0.1/client.json",
                "http://app.example/client.json",
                "https://192.168.0.1/client.json",
                "https://10.0.0.1/client.json",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1/client.json",
                "https://[fd00::1]/client.json",
                "https://[::ffff:10.0.0.1]/client.json",
                "https://0.0.0.0/client.json",
                "https://127.0.0.2/client.json",
                "https://nobody.invalid/client.json",
                "http://127.0.0.1:1",
                "http://127.0.0.1:1/",
                "http://u:p@127.0.0.1:1/client.json",
                "http://127.0.0.1:1/a/../client.json",
                "http://127.0.0.1:1/client.json#a",
                "http://"
            })
    void nobodyInsideIsAskedForADocument(String clientId) throws Exception {
        var page = send(HttpRequest.newBuilder(request(clientId, Map.of())));
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).startsWith("client_id").doesNotContain("can't be read");
    }
}

package omni.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import omni.json.Json;
import omni.timeouts.Timeouts;

/** A small OIDC issuer on a free port of this machine; each of its answers can be replaced. */
public final class LocalIssuer implements AutoCloseable {

    /** This issuer answers at once: one that does not is hung. */
    static final Timeouts.Request PATIENCE = new Timeouts.Request(Duration.ofMinutes(1), Duration.ofMinutes(1));

    public static final String CLIENT_ID = "omni";
    public static final String CLIENT_SECRET = "s:cret/&=";
    public static final String DISCOVERY = "/.well-known/openid-configuration";
    public static final String KEYS = "/keys";
    public static final String TOKEN = "/token";
    public static final String USER_INFO = "/userinfo";

    /** A request as it came in. */
    record Seen(String path, String authorization, String body) {}

    record Canned(int status, String body) {}

    private static final RSAKey RSA = rsa("key-1");
    private static final ECKey EC = ec("key-2");

    private final HttpServer server;
    private final Map<String, Canned> answers = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** The same ones for all issuers of a run: keys are slow to make. */
    public final RSAKey rsa = RSA;

    public final ECKey ec = EC;

    public LocalIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        answers.put(DISCOVERY, new Canned(200, Json.text(metadata())));
        publish(rsa, ec);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Map<String, Object> metadata() {
        var document = new LinkedHashMap<String, Object>();
        document.put("issuer", address().toString());
        document.put("authorization_endpoint", address() + "/authorize?tenant=1");
        document.put("token_endpoint", address() + TOKEN);
        document.put("jwks_uri", address() + KEYS);
        document.put("userinfo_endpoint", address() + USER_INFO);
        return document;
    }

    public void publish(JWK... keys) {
        answers.put(
                KEYS, new Canned(200, new JWKSet(List.of(keys)).toPublicJWKSet().toString()));
    }

    public void answer(String path, int status, String body) {
        answers.put(path, new Canned(status, body));
    }

    /** Makes the token endpoint give this token out. */
    void give(String idToken) {
        answer(TOKEN, 200, Json.text(Map.of("id_token", idToken, "access_token", "at-1", "token_type", "Bearer")));
    }

    public long requests(String path) {
        return seen.stream().filter(request -> request.path().equals(path)).count();
    }

    List<Seen> seen(String path) {
        return seen.stream().filter(request -> request.path().equals(path)).toList();
    }

    public JWTClaimsSet.Builder claims(String nonce, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(address().toString())
                .audience(CLIENT_ID)
                .subject("ada")
                .claim("nonce", nonce)
                .claim("email", "ada@example.com")
                .claim("email_verified", true)
                .claim("name", "Ada")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    public static String signed(JWTClaimsSet claims, JWK key, JWSAlgorithm algorithm) {
        try {
            JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var authorization = new ArrayList<>(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            var path = exchange.getRequestURI().getPath();
            seen.add(new Seen(path, String.join(",", authorization), body));
            var answer = answers.getOrDefault(path, new Canned(404, "{}"));
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            if (answer.status() / 100 == 3) {
                exchange.getResponseHeaders().set("Location", answer.body());
            }
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

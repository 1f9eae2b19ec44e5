package omni.local.story;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Takes Stripe's webhooks in the product's place, so that a test brings them when and how it likes. */
final class Deliveries implements AutoCloseable {

    private final World world;
    private final HttpServer server;
    private final ConcurrentLinkedQueue<Delivery> kept = new ConcurrentLinkedQueue<>();

    /** One webhook as it was sent. */
    record Delivery(String body, String signature) {

        Answer bring(World world) {
            return post(world, body, signature);
        }

        String eventId() {
            return body.replaceAll("(?s).*?\"id\"\\s*:\\s*\"(evt_[^\"]+)\".*", "$1");
        }
    }

    Deliveries(World world) {
        this.world = world;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            kept.add(new Delivery(body, exchange.getRequestHeaders().getFirst("Stripe-Signature")));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        world.local()
                .stripe()
                .webhookUrl(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    /** All that came since the last look, after Stripe has sent all that it had. */
    List<Delivery> taken() throws InterruptedException {
        world.awaitStripe();
        var taken = new ArrayList<Delivery>();
        for (var delivery = kept.poll(); delivery != null; delivery = kept.poll()) {
            taken.add(delivery);
        }
        return List.copyOf(taken);
    }

    /** A body signed now with a secret. */
    static Delivery signed(String body, String secret, Instant at) {
        return new Delivery(body, "t=" + at.getEpochSecond() + ",v1=" + hmac(at.getEpochSecond() + "." + body, secret));
    }

    /** An event about a customer, as Stripe would send it. */
    static String event(String id, String type, String customerId, boolean livemode) {
        return """
                {"id":"%s","object":"event","api_version":"2026-07-29.dahlia","created":1778749200,"livemode":%s,\
                "type":"%s","data":{"object":{"id":"pm_1","object":"payment_method","customer":"%s"}}}""".formatted(id, livemode, type, customerId);
    }

    static String hmac(String text, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Answer post(World world, String body, String signature) {
        return Client.at(world.url()).with("Stripe-Signature", signature).post("/v1/billing/webhooks/stripe", body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

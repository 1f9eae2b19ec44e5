package omni.local.oidc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import kotlin.jvm.functions.Function1;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.OAuth2HttpServer;
import no.nav.security.mock.oauth2.http.Ssl;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import omni.local.machine.Doorway;
import omni.local.machine.LocalTimeouts;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The library on Jetty: its own servers let go of their port some seconds after they were stopped. */
final class JettyOidcServer implements OAuth2HttpServer {

    private final Server server;
    private final ServerConnector connector;

    JettyOidcServer() {
        var threads = new QueuedThreadPool();
        threads.setName("oidc");
        threads.setDaemon(true);
        server = new Server(threads);
        connector = new ServerConnector(server);
        connector.setShutdownIdleTimeout(20);
        connector.setIdleTimeout(LocalTimeouts.CALLER.toMillis());
        server.addConnector(connector);
    }

    @Override
    public OAuth2HttpServer start(Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
        return start(0, handler);
    }

    @Override
    public OAuth2HttpServer start(int port, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
        return start(InetAddress.getLoopbackAddress(), port, handler);
    }

    @Override
    public OAuth2HttpServer start(
            InetAddress address, int port, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
        try {
            listen(port, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /**
     * Listens on 127.0.0.1, whatever the library has in mind.
     *
     * @throws IOException when the port is taken
     */
    void listen(int port, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) throws IOException {
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.setHandler(Doorway.forPages(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws IOException {
                write(handler.invoke(read(request)), response, callback);
                return true;
            }
        }));
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the sign-in provider does not start", e);
        }
    }

    private static OAuth2HttpRequest read(Request request) throws IOException {
        var headers = new Headers.Builder();
        request.getHeaders()
                .forEach(field -> headers.addUnsafeNonAscii(field.getName(), String.valueOf(field.getValue())));
        var url = HttpUrl.get(request.getHttpURI().asString());
        try (var body = Content.Source.asInputStream(request)) {
            var text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new OAuth2HttpRequest(headers.build(), request.getMethod(), url, text);
        }
    }

    private static void write(OAuth2HttpResponse answer, Response response, Callback callback) {
        response.setStatus(answer.getStatus());
        answer.getHeaders().forEach(header -> response.getHeaders().add(header.getFirst(), header.getSecond()));
        response.write(true, ByteBuffer.wrap(bytes(answer)), callback);
    }

    private static byte[] bytes(OAuth2HttpResponse answer) {
        byte @Nullable [] bytes = answer.getBytesBody();
        if (bytes != null) {
            return bytes;
        }
        @Nullable String text = answer.getBody();
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public OAuth2HttpServer stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the sign-in provider does not stop", e);
        }
        return this;
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public HttpUrl url(String path) {
        return HttpUrl.get("http://" + connector.getHost() + ":" + port() + path);
    }

    @Override
    public @Nullable Ssl sslConfig() {
        return null;
    }
}

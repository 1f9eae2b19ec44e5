package omni.local.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import omni.local.machine.LocalTimeouts;

/**
 * One caller of the product over HTTP, who sends the same headers with each request. Redirects are answers, as for any
 * program.
 *
 * @param url of the product, without a slash at the end
 */
public record ApiClient(URI url, Map<String, String> headers) {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LocalTimeouts.HUNG)
            .build();

    public ApiClient {
        headers = Map.copyOf(headers);
    }

    /** A caller without credentials. */
    public static ApiClient at(URI url) {
        return new ApiClient(url, Map.of());
    }

    public ApiClient with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiClient(url, more);
    }

    public ApiClient withKey(String secret) {
        return with("x-api-key", secret);
    }

    /** A browser on the product's own pages. */
    public ApiClient withSession(String cookie) {
        return with("Cookie", cookie).with("Origin", url.toString());
    }

    public ApiAnswer get(String path) {
        return send("GET", path, new byte[0]);
    }

    public ApiAnswer post(String path, String json) {
        return with("Content-Type", "application/json").send("POST", path, json.getBytes(StandardCharsets.UTF_8));
    }

    public ApiAnswer delete(String path) {
        return send("DELETE", path, new byte[0]);
    }

    /**
     * Sends a request; {@code path} is absolute, or a path of the product.
     *
     * @throws UncheckedIOException when nothing answers
     */
    public ApiAnswer send(String method, String path, byte[] body) {
        var request = HttpRequest.newBuilder(path.startsWith("/") ? URI.create(url + path) : URI.create(path))
                .timeout(LocalTimeouts.CALLER)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new ApiAnswer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + method + " " + path, e);
        }
    }
}

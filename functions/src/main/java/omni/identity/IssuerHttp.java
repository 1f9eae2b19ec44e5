package omni.identity;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import omni.json.Json;
import omni.timeouts.Timeouts;
import org.jspecify.annotations.Nullable;

/** Requests to the issuer: none follows a redirect, none outlasts its limit, no answer is read beyond 256 KiB. */
final class IssuerHttp {

    private static final int MAX_ANSWER_BYTES = 256 * 1024;

    private final HttpClient client;
    private final Duration timeout;

    IssuerHttp(Timeouts.Request timeouts) {
        this.timeout = timeouts.answer();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeouts.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** An answer, whole; {@link #json} reads its body. */
    record Answer(int status, String body) {

        /** The body as a JSON object. */
        Map<String, @Nullable Object> json() throws IssuerUnreachable {
            try {
                return Json.readObject(body.getBytes(StandardCharsets.UTF_8));
            } catch (Json.MalformedJson e) {
                throw new IssuerUnreachable("an answer of status " + status + " is no JSON object", e);
            }
        }
    }

    Answer get(URI address, Map<String, String> headers) throws IssuerUnreachable {
        return send(request(address, headers).GET().build());
    }

    Answer post(URI address, Map<String, String> form, Map<String, String> headers) throws IssuerUnreachable {
        return send(request(address, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(form)))
                .build());
    }

    /** Names and values as a form or a query carries them. */
    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(URI address, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(address).timeout(timeout).header("Accept", "application/json");
        headers.forEach(request::header);
        return request;
    }

    /** The client's own timeout ends with the headers; waiting for the future bounds the body too. */
    private Answer send(HttpRequest request) throws IssuerUnreachable {
        var handler = HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES);
        var pending = client.sendAsync(request, handler);
        try {
            var response = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw new IssuerUnreachable(at(request), cause == null ? e : cause);
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new IssuerUnreachable(at(request), e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new IssuerUnreachable(at(request), e);
        }
    }

    private static String at(HttpRequest request) {
        return request.method() + " " + request.uri().getAuthority()
                + request.uri().getPath();
    }
}

package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import omni.local.demo.ApiClient;
import omni.openapi.ApiDescription;

/** A caller over HTTP; where {@code described}, every answer has to be one that {@code openapi.yaml} describes. */
record Client(ApiClient http, boolean described) {

    /** Somebody without credentials, at any server. */
    static Client at(URI url) {
        return new Client(ApiClient.at(url), false);
    }

    Client with(String header, String value) {
        return new Client(http.with(header, value), described);
    }

    Client withKey(String secret) {
        return new Client(http.withKey(secret), described);
    }

    Client withSession(String cookie) {
        return new Client(http.withSession(cookie), described);
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer head(String path) {
        return send("HEAD", path, "");
    }

    Answer delete(String path) {
        return send("DELETE", path, "");
    }

    Answer put(String path) {
        return send("PUT", path, "");
    }

    Answer put(String path, String json) {
        return sendJson("PUT", path, json);
    }

    Answer post(String path, String json) {
        return sendJson("POST", path, json);
    }

    Answer sendJson(String method, String path, String json) {
        return with("Content-Type", "application/json").send(method, path, json);
    }

    Answer send(String method, String path, String body) {
        var answer = new Answer(http.send(method, path, body.getBytes(StandardCharsets.UTF_8)));
        if (described && path.startsWith("/")) {
            var faults = ApiDescription.FILE.faults(
                    method,
                    path.replaceAll("[?].*", ""),
                    answer.status(),
                    answer.header("Content-Type"),
                    answer.text());
            assertThat(faults).as("%s %s: %s", method, path, answer).isEmpty();
        }
        return answer;
    }
}

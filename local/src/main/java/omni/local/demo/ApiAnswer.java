package omni.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import omni.local.machine.LocalJson;

/** What the product answered. */
public record ApiAnswer(int status, HttpHeaders headers, String text) {

    /** A header's value; empty text when it is absent. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public boolean has(String header) {
        return headers.firstValue(header).isPresent();
    }

    /** The body as JSON; a missing node when it is none. */
    public JsonNode json() {
        return LocalJson.parseObject(text.getBytes(StandardCharsets.UTF_8))
                .map(JsonNode.class::cast)
                .orElse(MissingNode.getInstance());
    }

    /** The error's code; empty for an answer that is no error. */
    public String code() {
        return status < 400 ? "" : json().path("code").asText();
    }

    /** Status, code and message in one line. */
    public String summary() {
        return code().isEmpty()
                ? Integer.toString(status)
                : status + " " + code() + ": " + json().path("message").asText();
    }

    @Override
    public String toString() {
        return status + " " + headers.map() + "\n" + text;
    }
}

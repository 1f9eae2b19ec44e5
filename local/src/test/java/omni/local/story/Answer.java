package omni.local.story;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import net.javacrumbs.jsonunit.core.Option;
import omni.local.demo.ApiAnswer;

/** What a caller was answered, and what tests say of it. */
record Answer(ApiAnswer raw) {

    int status() {
        return raw.status();
    }

    HttpHeaders headers() {
        return raw.headers();
    }

    String text() {
        return raw.text();
    }

    /** A header's value, or its values in a row; empty text when it is absent. */
    String header(String name) {
        return String.join(", ", headers().allValues(name));
    }

    boolean has(String header) {
        return raw.has(header);
    }

    JsonNode json() {
        return raw.json();
    }

    /** The error's code; empty for an answer that is no error. */
    String code() {
        return raw.code();
    }

    /** What stands at a place of the body: names and numbers with points between them. */
    JsonNode at(String place) {
        return json().at("/" + place.replace('.', '/'));
    }

    String field(String place) {
        return at(place).asText();
    }

    /** What stands at a place of an error's details. */
    JsonNode detail(String place) {
        return at("details." + place);
    }

    /** A list's entries. */
    List<JsonNode> all(String place) {
        return at(place).valueStream().toList();
    }

    List<JsonNode> data() {
        return all("data");
    }

    /** What stands at a place within each entry of a list. */
    List<String> each(String list, String place) {
        return all(list).stream()
                .map(entry -> entry.at("/" + place.replace('.', '/')).asText())
                .toList();
    }

    List<String> fieldNames() {
        return fieldNames(json());
    }

    static List<String> fieldNames(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    Answer is(int status) {
        assertThat(status()).as(toString()).isEqualTo(status);
        return this;
    }

    Answer is(int status, String code) {
        assertThat(status() + " " + code()).as(toString()).isEqualTo(status + " " + code);
        return this;
    }

    /** The body has these fields, and perhaps others. */
    Answer holds(String expected, Object... values) {
        holds(json(), expected, values);
        return this;
    }

    /** An object has these fields, and perhaps others; lists have these entries and no more. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
    static void holds(JsonNode object, String expected, Object... values) {
        assertThatJson(object)
                .when(Option.IGNORING_EXTRA_FIELDS)
                .isEqualTo(values.length == 0 ? expected : expected.formatted(values));
    }

    @Override
    public String toString() {
        return raw.toString();
    }
}

package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import omni.fakes.Ask;
import omni.fakes.Bundled;
import omni.fakes.Rig;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes of the catalog in the document at {@code /openapi.json} (contract 7.1). */
class CatalogOperationsTest {

    private static final String FACTS = """
            "path": "/v1/facts/{name}/at/{place}", "target": "upstream", "summary": "A fact", "description": "Of a place.",
            "parameters": {"type": "object", "required": ["name", "place", "fy"], "$defs": {"year": {"type": "integer"}},
             "properties": {"name": {"type": "string", "description": "Which fact."}, "place": {"type": "string"},
              "fy": {"$ref": "#/$defs/year"}, "many": {"type": "array", "items": {"type": "string"}}}}""";
    private static final String ARTIFACTS = """
            "method": "POST", "path": "/v1/artifacts/{kind}", "target": "upstream",
            "parameters": {"type": "object", "required": ["kind", "parts"], "properties": {"kind": {"type": "string"},
             "parts": {"type": "array"}, "note": {"type": "string", "description": "For people."}}}""";
    private static final String SILENT = "\"path\": \"/v1/filings\", \"target\": \"upstream\"";

    @TempDir
    private Path folder;

    private Map<String, @Nullable Object> document(boolean upstream, String catalog) throws IOException {
        var file = Files.writeString(folder.resolve("catalog.json"), catalog);
        var settings = new LinkedHashMap<>(Map.of("OMNI_CATALOG_FILE", file.toString()));
        if (upstream) {
            settings.put("OMNI_UPSTREAM_BASE_URL", "https://upstream.example");
        }
        return Ask.of("GET", "/openapi.json")
                .of(new Rig(settings).function(Endpoints.GET_OPEN_API))
                .json();
    }

    private static String catalog() {
        return Bundled.text()
                .replace("\"path\": \"/v1/facts\", \"target\": \"upstream\"", FACTS)
                .replace("\"method\": \"POST\", \"path\": \"/v1/artifacts\", \"target\": \"upstream\"", ARTIFACTS);
    }

    private static Map<String, @Nullable Object> at(Map<String, @Nullable Object> node, String... names) {
        var found = node;
        for (var name : names) {
            found = Json.asObject(found.get(name));
        }
        return found;
    }

    private static List<Map<String, @Nullable Object>> list(@Nullable Object list) {
        return list instanceof List<?> elements
                ? elements.stream().map(Json::asObject).toList()
                : List.of();
    }

    private static String places(Map<String, @Nullable Object> operation) {
        return list(operation.get("parameters")).stream()
                .filter(parameter -> parameter.containsKey("name"))
                .map(parameter -> parameter.get("in") + " " + parameter.get("name") + " "
                        + parameter.getOrDefault("required", false))
                .collect(Collectors.joining(", "));
    }

    @Test
    void aRouteOfTheOperatorsApiIsDescribedAsItsCatalogSays() throws IOException {
        var document = document(true, catalog());
        var fact = at(document, "paths", "/v1/facts/{name}/at/{place}", "get");

        assertThat(fact)
                .containsEntry("operationId", "get_v1_facts_name_at_place")
                .containsEntry("summary", "A fact")
                .containsEntry("description", "Of a place.")
                .containsEntry("x-required-scope", "read:sec")
                .containsEntry("x-meter-class", "fact_lookup")
                .doesNotContainKey("requestBody");
        assertThat(places(fact)).isEqualTo("path name true, path place true, query fy true, query many false");
        assertThat(list(fact.get("parameters")).getFirst())
                .containsEntry("description", "Which fact.")
                .containsEntry("schema", Map.of("type", "string"));
        assertThat(at(fact, "responses")).containsKeys("200", "401", "402", "403", "429", "default");
    }

    @Test
    void whatIsNoPartOfThePathIsTheBodyOfAPost() throws IOException {
        var made = at(document(true, catalog()), "paths", "/v1/artifacts/{kind}", "post");

        assertThat(places(made)).isEqualTo("path kind true");
        assertThat(at(made, "requestBody")).containsEntry("required", true);
        var body = at(made, "requestBody", "content", "application/json", "schema");
        assertThat(body)
                .containsEntry("type", "object")
                .containsEntry("required", List.of("parts"))
                .containsEntry("additionalProperties", false);
        assertThat(at(body, "properties")).containsOnlyKeys("parts", "note");
        assertThat(at(body, "properties", "note")).containsEntry("description", "For people.");
    }

    /** A schema that refers to a part of its own means that part here too. */
    @Test
    void eachReferenceLeadsSomewhere() throws IOException {
        var document = document(true, catalog());
        var references = Json.text(document).split("\"\\$ref\":\"", -1);

        assertThat(references.length).isGreaterThan(100);
        for (var index = 1; index < references.length; index++) {
            var pointer = references[index].substring(0, references[index].indexOf('"'));
            assertThat(at(document, pointer.substring(2).split("/", -1)))
                    .as(pointer)
                    .isNotEmpty();
        }
    }

    /** Two paths of one shape nobody could tell apart: the first row's names are the document's. */
    @Test
    void pathsOfOneShapeAreOnePath() throws IOException {
        var catalog = catalog()
                .replace("\"method\": \"GET\", \"path\": \"/v1/search/fulltext\", \"target\": \"upstream\"", """
                        "method": "POST", "path": "/v1/facts/{what}/at/{where}", "target": "upstream", "summary": "Set a fact",
                        "parameters": {"type": "object", "required": ["what", "where"],
                         "properties": {"where": {"type": "string"}, "what": {"type": "string"}, "to": {"type": "string"}}}""");
        var paths = at(document(true, catalog), "paths");

        assertThat(paths).doesNotContainKey("/v1/facts/{name}/at/{place}");
        assertThat(at(paths, "/v1/facts/{what}/at/{where}")).containsOnlyKeys("get", "post");
        assertThat(places(at(paths, "/v1/facts/{what}/at/{where}", "get")))
                .isEqualTo("path what true, path where true, query fy true, query many false");
    }

    @Test
    void whatIsNotServedHereOrSaysNothingIsNotDescribed() throws IOException {
        assertThat(at(document(false, catalog()), "paths"))
                .doesNotContainKeys("/v1/facts/{name}/at/{place}", "/v1/artifacts/{kind}")
                .containsKey("/v1/entities/resolve");
        assertThat(catalog()).contains(SILENT);
        assertThat(at(document(true, catalog()), "paths"))
                .doesNotContainKeys("/v1/filings", "/v1/intelligence/**")
                .containsKey("/v1/facts/{name}/at/{place}");
    }

    /** A catalog may call a route in the box by words of its own, and leave one out. */
    @Test
    void aRouteInTheBoxIsCalledAsTheCatalogCallsItAndLeftOutWithIt() throws IOException {
        var catalog = Bundled.text()
                .replace("\"summary\": \"Find an issuer\"", "\"summary\": \"Who is it?\"")
                .replace(
                        "\"path\": \"/v1/filings/latest\", \"target\": \"builtin\"",
                        "\"path\": \"/v1/filings/newest\", \"target\": \"upstream\"");
        var paths = at(document(true, catalog), "paths");

        assertThat(at(paths, "/v1/entities/resolve", "get"))
                .containsEntry("summary", "Who is it?")
                .containsEntry("operationId", "ResolveEntity");
        assertThat(paths).doesNotContainKey("/v1/filings/latest").containsKey("/v1/filings/newest");
    }

    @Test
    void noTwoOperationsHaveOneId() throws IOException {
        var ids = at(document(true, catalog()), "paths").values().stream()
                .flatMap(path -> Json.asObject(path).values().stream())
                .map(operation -> String.valueOf(Json.asObject(operation).get("operationId")))
                .toList();

        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(60);
    }

    /** The bundled catalog says of the routes in the box what the file says of them: names and what their values have to be. */
    @Test
    void theBundledCatalogAgreesWithTheFile() throws IOException {
        var document = document(false, Bundled.text());
        var rows = new Rig()
                .foundation.catalog().routes().stream()
                        .filter(row -> row.tool().isPresent())
                        .toList();

        assertThat(rows).hasSize(4).allSatisfy(row -> {
            var described = at(document, "paths", row.template().text(), "get");
            var asked = new LinkedHashMap<String, @Nullable Object>();
            for (var parameter : list(described.get("parameters"))) {
                if (parameter.containsKey("name") && !"view".equals(parameter.get("name"))) {
                    var schema = resolved(document, at(parameter, "schema"));
                    asked.put(String.valueOf(parameter.get("name")), rules(schema));
                }
            }
            var said = new LinkedHashMap<String, @Nullable Object>();
            at(row.said().parameters(), "properties").forEach((name, schema) -> said.put(name, rules(schema)));
            assertThat(asked).containsExactlyInAnyOrderEntriesOf(said);
        });
    }

    /** What a value has to be, without the words for people and models. */
    private static Map<String, @Nullable Object> rules(@Nullable Object schema) {
        var rules = new LinkedHashMap<String, @Nullable Object>(Json.asObject(schema));
        rules.keySet()
                .removeIf(keyword ->
                        Set.of("title", "description", "examples").contains(keyword) || keyword.startsWith("x-"));
        return rules;
    }

    private static Map<String, @Nullable Object> resolved(
            Map<String, @Nullable Object> document, Map<String, @Nullable Object> schema) {
        if (!(schema.get("$ref") instanceof String ref)) {
            return schema;
        }
        var whole = new LinkedHashMap<String, @Nullable Object>(
                at(document, ref.substring(2).split("/", -1)));
        schema.forEach((keyword, said) -> {
            if (!keyword.equals("$ref")) {
                whole.put(keyword, said);
            }
        });
        return whole;
    }

    /** A sentence without its quotes would be a sentence and a field. */
    @Test
    void noFieldIsAPieceOfASentence() throws IOException {
        assertThat(Json.text(document(true, catalog()))).doesNotContainPattern("\"[^\"]* [^\"]*\":null");
    }
}

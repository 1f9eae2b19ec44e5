package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.json.Json;
import omni.json.Yaml;
import org.junit.jupiter.api.Test;

/** What is served is the file, in the deployment's own words. */
class GetOpenApiTest {

    private static Ask.Answer ask(Rig rig) {
        return Ask.of("GET", "/openapi.json").of(rig.function(Endpoints.GET_OPEN_API));
    }

    @Test
    void theFileIsServedAsJsonToAnybodyAndMayBeKept() {
        var answer = ask(new Rig());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(answer.header("Omni-Meter-Class")).isEmpty();
        var file = Yaml.readObject(GetOpenApiTest.class, "/openapi.yaml");
        assertThat(answer.json().get("openapi")).isEqualTo(file.get("openapi"));
        assertThat(Json.asObject(answer.json().get("paths")).keySet())
                .isEqualTo(Json.asObject(file.get("paths")).keySet());
    }

    @Test
    void itNamesThisDeploymentAndNoClassOfOurs() {
        var answer = ask(new Rig(Map.of(
                "OMNI_API_BASE_URL", "https://api.acme.test",
                "OMNI_DOCS_BASE_URL", "https://docs.acme.test",
                "OMNI_HEADER_PREFIX", "Acme-")));

        assertThat(answer.json().get("servers"))
                .isEqualTo(List.of(Map.of("url", "https://api.acme.test", "description", "This deployment.")));
        assertThat(answer.body())
                .contains("\"Acme-Plan-Key\":{\"$ref\":\"#/components/headers/Acme-Plan-Key\"}")
                .contains("https://docs.acme.test")
                .doesNotContain("Omni-", "example.com", "x-record", "omni.endpoint");
    }
}

package omni.local.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import omni.local.machine.LocalJson;
import org.junit.jupiter.api.Test;

class SamEnvironmentTest {

    private static final SamEnvironment ENVIRONMENT = new SamEnvironment(Map.of(
            "OMNI_TABLE_NAME", "omni-billing",
            "OMNI_API_BASE_URL", "http://localhost:8080",
            "OMNI_DYNAMODB_ENDPOINT", "http://127.0.0.1:8001",
            "OMNI_CHAT_CONNECTIONS_URL", "http://localhost:8002/ws",
            "OMNI_STRIPE_API_BASE", "http://localhost:8002/base",
            "OMNI_OIDC_ISSUER", "https://issuer.example.com/omni",
            "OMNI_CATALOG_FILE", "/home/somebody/catalog.json"));

    @Test
    void whatAFunctionCallsIsNamedAsAContainerSeesItAndTheRestStays() {
        var file = LocalJson.parseObject(ENVIRONMENT.json().getBytes(StandardCharsets.UTF_8))
                .orElseThrow();

        var expected = LocalJson.object();
        expected.putObject("Parameters")
                .put("OMNI_API_BASE_URL", "http://localhost:8080")
                .put("OMNI_DYNAMODB_ENDPOINT", "http://host.docker.internal:8001")
                .put("OMNI_CHAT_CONNECTIONS_URL", "http://host.docker.internal:8002/ws")
                .put("OMNI_OIDC_ISSUER", "https://issuer.example.com/omni")
                .put("OMNI_STRIPE_API_BASE", "http://host.docker.internal:8002/base")
                .put("OMNI_TABLE_NAME", "omni-billing");
        assertThat(file).isEqualTo(expected);
    }

    @Test
    void onlyPortsOfThisMachineAreOpenedToContainers() {
        assertThat(ENVIRONMENT.ports()).containsExactly(8001, 8002);
    }

    @Test
    void itsTextShowsNoValue() {
        assertThat(ENVIRONMENT.toString()).doesNotContain("omni-billing").contains("OMNI_TABLE_NAME");
    }
}

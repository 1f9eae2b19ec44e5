package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import omni.access.AuthorizationServer.Metadata;
import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import org.junit.jupiter.api.Test;

/** Health, readiness and the documents by which clients find the issuer. Contract 11.1, 13.3. */
class DiscoveryTest {

    private static final String SERVER = "/.well-known/oauth-authorization-server";
    private static final String RESOURCE = "/.well-known/oauth-protected-resource";
    private static final Map<String, String> ISSUER = Map.of(
            "OMNI_OIDC_ISSUER", "https://issuer.example.com/omni",
            "OMNI_OIDC_CLIENT_ID", "omni",
            "OMNI_OIDC_CLIENT_SECRET", "a secret");

    private final Rig rig = new Rig();

    private static Ask.Answer record(String name, String path, EndpointFunction function) {
        var answer = Ask.of("GET", path)
                .header("x-request-id", "req_golden")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .of(function);
        Recorded.golden(name + ".txt", answer.text());
        return answer;
    }

    @Test
    void healthAsksNobody() {
        rig.store.reachable(false);
        record("GetHealth", "/healthz", rig.function(Endpoints.GET_HEALTH));
        assertThat(rig.store.reads()).isZero();
    }

    @Test
    void readinessSaysWhetherTheStoreAnswersAndTellsOnlyTheLogWhyNot() {
        var readiness = rig.function(Endpoints.GET_READINESS);
        record("GetReadiness", "/readyz", readiness);
        rig.store.reachable(false);
        var answer = record("GetReadiness.not-ready", "/readyz", readiness);
        assertThat(answer.json()).containsOnlyKeys("object", "ok", "status");
        assertThat(rig.log.lines())
                .anySatisfy(line ->
                        assertThat(line).containsEntry("event", "not_ready").containsEntry("cause", "switched off"));
    }

    @Test
    void theResourceNamesItsIssuerWhereThereIsOne() {
        record(
                "GetProtectedResourceMetadata",
                RESOURCE,
                new Rig(ISSUER).function(Endpoints.GET_PROTECTED_RESOURCE_METADATA));
        record(
                "GetProtectedResourceMetadata.no-issuer",
                RESOURCE + "/mcp",
                rig.function(Endpoints.GET_PROTECTED_RESOURCE_METADATA));
        assertThat(Endpoints.of("GET", RESOURCE + "/mcp")).hasValue(Endpoints.GET_PROTECTED_RESOURCE_METADATA);
    }

    @Test
    void theIssuersDocumentIsPassedOnWordForWord() {
        var document = "{ \"issuer\" : \"https://issuer.example.com\",\n  \"x\":1.0, \"ü\":\"\\u00fc\" }\n";
        rig.issuerSays(new Metadata.Published(document));
        var answer = record(
                "GetAuthorizationServerMetadata", SERVER, rig.function(Endpoints.GET_AUTHORIZATION_SERVER_METADATA));
        assertThat(answer.body()).isEqualTo(document);
    }

    @Test
    void withoutAnAnswerOfTheIssuerItIsUnavailableAndOnlyTheLogKnowsWhy() {
        record(
                "GetAuthorizationServerMetadata.not-configured",
                SERVER,
                rig.function(Endpoints.GET_AUTHORIZATION_SERVER_METADATA));
        rig.issuerSays(new Metadata.NotNow("GET issuer.internal: ConnectException"));
        var answer = Ask.of("GET", SERVER).of(rig.function(Endpoints.GET_AUTHORIZATION_SERVER_METADATA));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("workos_authorization_server_unavailable");
        assertThat(answer.body()).doesNotContain("internal", "Connect");
        assertThat(rig.log.lines())
                .anySatisfy(line -> assertThat(line).containsEntry("cause", "GET issuer.internal: ConnectException"));
    }
}

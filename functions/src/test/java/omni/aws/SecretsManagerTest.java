package omni.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import omni.access.SecretStore;
import omni.access.SecretStore.Reading.Found;
import omni.access.SecretStore.Reading.Unreadable;
import omni.access.SecretStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** The request on the wire, against a stand-in of the service. */
class SecretsManagerTest extends SecretStoreContract {
    private static final String TOKEN = "3f1d1b5e-0000-4000-8000-000000000001";

    private final StoreStandIn service = new StoreStandIn();
    private final SdkHttpClient http = AwsCrtHttpClient.builder()
            .connectionTimeout(Duration.ofMinutes(1))
            .buildWithDefaults(AttributeMap.builder()
                    .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                    .build());
    private final SecretsManager store = store(Duration.ofMinutes(1));

    private SecretsManager store(Duration timeouts) {
        return new SecretsManager(
                service.endpoint(),
                "eu-north-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDSUITE", "canary credentials")),
                http,
                timeouts);
    }

    @AfterEach
    void stop() {
        service.close();
        http.close();
    }

    @Override
    protected SecretStore store() {
        return store;
    }

    @Override
    protected void put(String name, String text) {
        service.texts.put(name, text);
    }

    @Override
    protected void down() {
        service.close();
    }

    @Test
    void theRequestIsSignedForTheServiceAndTheRegion() {
        service.texts.put("omni/one", "text");

        store.read("omni/one");

        assertThat(service.asked).hasSize(1).first().satisfies(asked -> {
            assertThat(asked.target()).isEqualTo("secretsmanager.GetSecretValue");
            assertThat(asked.type()).isEqualTo("application/x-amz-json-1.1");
            assertThat(asked.authorization())
                    .startsWith("AWS4-HMAC-SHA256 Credential=AKIDSUITE/")
                    .contains("/eu-north-1/secretsmanager/aws4_request")
                    .contains("x-amz-target");
        });
    }

    @Test
    void aTextThatIsWrittenIsReadAfterwards() {
        service.texts.put("omni/one", "canary 1");

        service.failures.add(500);
        assertThat(store.write("omni/one", "canary 2", TOKEN)).isEmpty();

        assertThat(store.read("omni/one")).isEqualTo(new Found("canary 2"));
        assertThat(service.asked.getFirst().target()).isEqualTo("secretsmanager.PutSecretValue");
    }

    @Test
    void whatCantBeWrittenIsToldWithoutTheText() {
        assertThat(store.write("omni/none", "canary", TOKEN)).contains("400 ResourceNotFoundException");
        service.texts.put("omni/one", "canary 1");
        service.failures.addAll(List.of(503, 500));
        assertThat(store.write("omni/one", "canary", TOKEN)).contains("500 InternalServiceError");
        service.close();
        assertThat(store.write("omni/one", "canary", TOKEN))
                .hasValueSatisfying(cause -> assertThat(cause).isNotBlank().doesNotContain("canary"));
    }

    @Test
    void aFailureOfTheServiceIsMadeUpForOnce() {
        service.texts.put("omni/one", "text");
        service.failures.addAll(List.of(500));
        assertThat(store.read("omni/one")).isEqualTo(new Found("text"));

        service.failures.addAll(List.of(503, 500));
        assertThat(store.read("omni/one")).isEqualTo(new Unreadable("500 InternalServiceError"));
    }

    @Test
    void aRefusalIsToldByItsTypeAndNotRepeated() {
        assertThat(store.read("omni/none")).isEqualTo(new Unreadable("400 ResourceNotFoundException"));
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void aServiceThatStaysSilentKeepsNobodyLongerThanItsDeadline() {
        service.silent = true;

        assertThat(store(Duration.ofMillis(50)).read("omni/one")).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1,  https://secretsmanager.us-east-1.amazonaws.com/",
        "cn-north-1, https://secretsmanager.cn-north-1.amazonaws.com.cn/"
    })
    void theServiceOfARegionHasItsAddress(String region, String address) {
        assertThat(SecretsManager.endpoint(region)).hasToString(address);
    }
}

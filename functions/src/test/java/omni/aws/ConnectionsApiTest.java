package omni.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import omni.chat.ChatPush;
import omni.chat.ChatPush.Sent;
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

/** Frames and closings on the wire. */
class ConnectionsApiTest {

    private static final String SECRET = "canary credentials";

    /** As AWS makes them. */
    private static final String CONNECTION = "XfGLwfXF+jM/EaA=";

    private final AwsStandIn service = new AwsStandIn(200);
    private final SdkHttpClient http = AwsCrtHttpClient.builder()
            .connectionTimeout(Duration.ofMinutes(1))
            .buildWithDefaults(AttributeMap.builder()
                    .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                    .build());

    @AfterEach
    void stop() {
        service.close();
        http.close();
    }

    private ChatPush push(Duration timeout) {
        return new ConnectionsApi(
                URI.create(service.url() + "/prod"),
                "eu-north-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDSUITE", SECRET)),
                http,
                timeout);
    }

    private ChatPush push() {
        return push(Duration.ofMinutes(1));
    }

    @Test
    void aFrameIsPostedToItsConnectionAsItIsAndSigned() {
        assertThat(push().send(CONNECTION, "{\"text\":\"für 10 €\"}")).isEqualTo(Sent.SENT);

        assertThat(service.received).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.rawPath()).isEqualTo("/prod/@connections/XfGLwfXF%2BjM%2FEaA%3D");
            assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo("{\"text\":\"für 10 €\"}");
            assertThat(new SignatureCheck(SECRET).verdict(request)).isEqualTo("eu-north-1/execute-api");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "200, SENT",
        "410, GONE",
        "403, UNKNOWN",
        "413, UNKNOWN",
        "429, THROTTLED",
        "500, UNKNOWN",
        "503, UNKNOWN",
        "302, UNKNOWN"
    })
    void anAnswerSaysHowItEndedAndNothingIsSentTwice(int status, Sent sent) {
        service.status = status;

        assertThat(push().send(CONNECTION, "{}")).isEqualTo(sent);

        assertThat(service.received).hasSize(1);
    }

    @Test
    void whoStaysSilentKeepsNobodyLongerThanTheTimeout() {
        service.status = 0;

        assertThat(push(Duration.ofMillis(50)).send(CONNECTION, "{}")).isEqualTo(Sent.UNKNOWN);
        push(Duration.ofMillis(50)).close(CONNECTION);
    }

    @Test
    void whatIsDownLeavesItUnknown() {
        var push = push();
        service.close();

        assertThat(push.send(CONNECTION, "{}")).isEqualTo(Sent.UNKNOWN);
        push.close(CONNECTION);
    }

    @ParameterizedTest
    @CsvSource({"204", "410", "500"})
    void aConnectionIsDeletedAndOneThatIsClosedStaysSo(int status) {
        service.status = status;

        push().close(CONNECTION);

        assertThat(service.received).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("DELETE");
            assertThat(request.rawPath()).endsWith("/@connections/XfGLwfXF%2BjM%2FEaA%3D");
            assertThat(request.body()).isEmpty();
            assertThat(new SignatureCheck(SECRET).verdict(request)).isEqualTo("eu-north-1/execute-api");
        });
    }
}

package omni.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import omni.chat.ChatMessage;
import omni.chat.ChatRunEvent;
import omni.chat.ChatRuns;
import omni.chat.ChatUser;
import omni.json.Json;
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

/** The start of a run on the wire. */
class LambdaInvokeTest {

    private static final String SECRET = "canary credentials";
    private static final ChatRuns.Run WORK =
            new ChatRuns.Work(new ChatMessage.Key(new ChatUser("org_1", "user_1"), "chat-1", "m-1"));

    private final AwsStandIn service = new AwsStandIn(202);
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

    private ChatRuns runs(Duration timeout) {
        return new LambdaInvoke(
                service.url(),
                "arn:aws:lambda:eu-north-1:1:function:RunChat:live",
                "eu-north-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDSUITE", SECRET)),
                http,
                timeout);
    }

    private ChatRuns runs() {
        return runs(Duration.ofMinutes(1));
    }

    @Test
    void aRunIsInvokedAsAnEventAndSigned() {
        assertThat(runs().start(WORK)).isTrue();

        assertThat(service.received).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.rawPath())
                    .isEqualTo("/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-north-1%3A1%3Afunction%3ARunChat%3Alive"
                            + "/invocations");
            assertThat(request.header("X-Amz-Invocation-Type")).isEqualTo("Event");
            assertThat(ChatRunEvent.read(Json.readObject(request.body()))).contains(WORK);
            assertThat(new SignatureCheck(SECRET).verdict(request)).isEqualTo("eu-north-1/lambda");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "202, 1, true",
        "403, 1, false",
        "404, 1, false",
        "413, 1, false",
        "429, 2, false",
        "500, 2, false",
        "503, 2, false",
        "200, 1, false"
    })
    void onlyAnAcceptedOneIsStartedAndNoneIsAskedForMoreThanTwice(int status, int requests, boolean started) {
        service.status = status;

        assertThat(runs().start(WORK)).isEqualTo(started);

        assertThat(service.received).hasSize(requests);
    }

    @ParameterizedTest
    @CsvSource({"500", "429", "503"})
    void aPassingFaultIsMadeUpFor(int status) {
        service.answers.add(status);

        assertThat(runs().start(WORK)).isTrue();
    }

    @Test
    void whoStaysSilentKeepsNobodyLongerThanTheTimeouts() {
        service.status = 0;

        assertThat(runs(Duration.ofMillis(50)).start(WORK)).isFalse();
        assertThat(service.received).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whatIsDownStartsNothing() {
        var runs = runs();
        service.close();

        assertThat(runs.start(WORK)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1,  https://lambda.us-east-1.amazonaws.com",
        "cn-north-1, https://lambda.cn-north-1.amazonaws.com.cn"
    })
    void theServiceOfARegionHasItsAddress(String region, String address) {
        assertThat(LambdaInvoke.endpoint(region)).hasToString(address);
    }
}

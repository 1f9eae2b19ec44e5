package omni.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import omni.chat.ChatRunEvent;
import omni.chat.ChatRuns;
import omni.json.Json;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * {@link ChatRuns} by an asynchronous invocation of a Lambda function. One that got no answer is asked for once more: a run that is
 * started twice finds out by itself.
 */
public final class LambdaInvoke implements ChatRuns {

    private static final int ATTEMPTS = 2;
    private static final int ACCEPTED = 202;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final URI endpoint;
    private final String function;
    private final SignedRequests requests;

    /**
     * The function that runs are of.
     *
     * @param endpoint Lambda's own, or another one without a path
     * @param function its name or ARN, with the alias where it has one
     * @param timeout of one request
     */
    public LambdaInvoke(
            URI endpoint,
            String function,
            String region,
            AwsCredentialsProvider credentials,
            SdkHttpClient http,
            Duration timeout) {
        this.endpoint = endpoint;
        this.function = function;
        this.requests = new SignedRequests("lambda", region, credentials, http, timeout);
    }

    /** Lambda's address in a region. */
    public static URI endpoint(String region) {
        return URI.create("https://lambda." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : ""));
    }

    @Override
    public boolean start(Run run) {
        var event = Json.text(ChatRunEvent.of(run)).getBytes(StandardCharsets.UTF_8);
        var status = 0;
        for (int attempt = 0; attempt < ATTEMPTS && mayBeRepeated(status); attempt++) {
            status = status(event);
        }
        return status == ACCEPTED;
    }

    private static boolean mayBeRepeated(int status) {
        return status == 0 || status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }

    /** 0 where no answer came. */
    private int status(byte[] event) {
        try {
            return requests.send(
                            SdkHttpRequest.builder()
                                    .method(SdkHttpMethod.POST)
                                    .uri(endpoint)
                                    .encodedPath("/2015-03-31/functions/" + SdkHttpUtils.urlEncode(function)
                                            + "/invocations")
                                    .putHeader("Content-Type", "application/json")
                                    .putHeader("X-Amz-Invocation-Type", "Event"),
                            event)
                    .status();
        } catch (IOException | SdkException e) {
            return 0;
        }
    }
}

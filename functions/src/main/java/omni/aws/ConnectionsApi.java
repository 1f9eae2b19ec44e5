package omni.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import omni.chat.ChatPush;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * {@link ChatPush} by the {@code @connections} of an API Gateway WebSocket API. A frame is sent once: whether one that got no answer
 * arrived is unknown, and sent again it could arrive twice.
 */
public final class ConnectionsApi implements ChatPush {

    private static final int OK = 200;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;
    private static final byte[] NOTHING = new byte[0];

    private final URI stage;
    private final SignedRequests requests;

    /**
     * The connections of an API.
     *
     * @param stage its address with the stage, without a slash at the end
     * @param timeout of one frame
     */
    public ConnectionsApi(
            URI stage, String region, AwsCredentialsProvider credentials, SdkHttpClient http, Duration timeout) {
        this.stage = stage;
        this.requests = new SignedRequests("execute-api", region, credentials, http, timeout);
    }

    @Override
    public Sent send(String connectionId, String frame) {
        return switch (status(SdkHttpMethod.POST, connectionId, frame.getBytes(StandardCharsets.UTF_8))) {
            case OK -> Sent.SENT;
            case GONE -> Sent.GONE;
            case TOO_MANY -> Sent.THROTTLED;
            default -> Sent.UNKNOWN;
        };
    }

    @Override
    public void close(String connectionId) {
        status(SdkHttpMethod.DELETE, connectionId, NOTHING);
    }

    /** 0 where no answer came. */
    private int status(SdkHttpMethod method, String connectionId, byte[] body) {
        try {
            return requests.send(
                            SdkHttpRequest.builder()
                                    .method(method)
                                    .uri(stage)
                                    .encodedPath(stage.getRawPath() + "/@connections/"
                                            + SdkHttpUtils.urlEncode(connectionId)),
                            body)
                    .status();
        } catch (IOException | SdkException e) {
            return 0;
        }
    }
}

package omni.aws;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Sends single requests to a service of AWS, signed in version 4; each is sent once and has a deadline.
 *
 * @param service its name in signatures
 * @param timeout from the connection to the last byte of the answer
 */
record SignedRequests(
        String service, String region, AwsCredentialsProvider credentials, SdkHttpClient http, Duration timeout) {

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    /** No answer that is read here is longer; what follows is left unread. */
    private static final int LONGEST_ANSWER = 1 << 20;

    /** What the service answered. */
    record Answer(int status, String body) {}

    /**
     * Sends a request.
     *
     * @throws IOException where no answer came, or none in time
     * @throws SdkException likewise, and where there are no credentials
     */
    Answer send(SdkHttpRequest.Builder request, byte[] body) throws IOException {
        var signed = sign(
                request.putHeader("Content-Length", Integer.toString(body.length))
                        .build(),
                body);
        var call = http.prepareRequest(HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElse(null))
                .build());
        // the connection has a deadline of its own, the answer has this one
        var deadline = CompletableFuture.runAsync(
                call::abort, CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return answer(call.call());
        } finally {
            deadline.cancel(false);
        }
    }

    private SignedRequest sign(SdkHttpRequest request, byte[] body) {
        return SIGNER.sign(asked -> asked.identity(credentials.resolveCredentials())
                .request(request)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    }

    private static Answer answer(HttpExecuteResponse response) throws IOException {
        var status = response.httpResponse().statusCode();
        var stream = response.responseBody();
        if (stream.isEmpty()) {
            return new Answer(status, "");
        }
        try (var body = stream.get()) {
            return new Answer(status, new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8));
        }
    }
}

package omni.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import omni.access.SecretStore;
import omni.access.SecretStore.Reading.Found;
import omni.access.SecretStore.Reading.Unreadable;
import omni.aws.SignedRequests.Answer;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * {@link SecretStore} by AWS Secrets Manager: {@code GetSecretValue} of the version {@code AWSCURRENT}, and {@code PutSecretValue} for
 * the operator's command that writes one. A request that gets no answer, or none but that the service fails, is sent once more.
 */
public final class SecretsManager implements SecretStore {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 2;
    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;

    private final URI endpoint;
    private final SignedRequests requests;

    /** The store of a region. */
    public SecretsManager(String region, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this(endpoint(region), region, credentials, http, PATIENCE);
    }

    SecretsManager(
            URI endpoint, String region, AwsCredentialsProvider credentials, SdkHttpClient http, Duration timeouts) {
        this.endpoint = endpoint;
        this.requests = new SignedRequests("secretsmanager", region, credentials, http, timeouts);
    }

    static URI endpoint(String region) {
        return URI.create(
                "https://secretsmanager." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn/" : "/"));
    }

    @Override
    public Reading read(String name) {
        var cause = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                var answer = send("GetSecretValue", Map.of("SecretId", name));
                if (answer.status() < SERVER_ERROR) {
                    return reading(answer);
                }
                cause = refusal(answer);
            } catch (IOException | SdkException e) {
                cause = e.getClass().getSimpleName() + ": " + e.getMessage();
            }
        }
        return new Unreadable(cause);
    }

    /**
     * Makes a text the current one of a secret that is there; why it could not, or empty.
     *
     * @param token names this write, in 32 to 64 characters: a repetition under it is the same write
     */
    public Optional<String> write(String name, String text, String token) {
        var request = Map.of("SecretId", name, "SecretString", text, "ClientRequestToken", token);
        var cause = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                var answer = send("PutSecretValue", request);
                if (answer.status() == OK) {
                    return Optional.empty();
                }
                cause = refusal(answer);
                if (answer.status() < SERVER_ERROR) {
                    return Optional.of(cause);
                }
            } catch (IOException | SdkException e) {
                cause = e.getClass().getSimpleName() + ": " + e.getMessage();
            }
        }
        return Optional.of(cause);
    }

    private Answer send(String operation, Map<String, String> request) throws IOException {
        return requests.send(
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint)
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", "secretsmanager." + operation),
                Json.text(request).getBytes(StandardCharsets.UTF_8));
    }

    private static Reading reading(Answer answer) {
        if (answer.status() != OK) {
            return new Unreadable(refusal(answer));
        }
        return field(answer, "SecretString") instanceof String text
                ? new Found(text)
                : new Unreadable("it holds no text");
    }

    /** By its type alone: the service's words may name what they should not. */
    private static String refusal(Answer answer) {
        var type = String.valueOf(field(answer, "__type"));
        return answer.status() + " " + type.substring(type.indexOf('#') + 1);
    }

    private static @Nullable Object field(Answer answer, String name) {
        try {
            return Json.readObject(answer.body().getBytes(StandardCharsets.UTF_8))
                    .get(name);
        } catch (Json.MalformedJson e) {
            return null;
        }
    }
}

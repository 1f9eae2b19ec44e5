package omni.lambda;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import omni.access.SecretName;
import omni.dynamodb.Table;
import omni.timeouts.Timeouts;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Connects to the table: everything explicit, as each look-up that the SDK would make costs start-up. */
public final class Tables {

    private static final int MAX_ATTEMPTS = 4;

    private Tables() {}

    /**
     * The root of a Lambda function, made when it starts.
     *
     * @param secrets that its constant lists: there are no others
     */
    static <R> R root(Set<SecretName> secrets, BiFunction<Foundation, Table, R> root) {
        var configuration = Configuration.ofProcess(secrets);
        return root.apply(Foundation.ofProcess(configuration), onLambda(configuration));
    }

    /** The table of a Lambda function, as its role. */
    private static Table onLambda(Configuration configuration) {
        return connect(
                configuration.tableName(),
                configuration.region(),
                configuration.dynamodbEndpoint(),
                Aws.ROLE,
                Foundation.timeoutsOfProcess(configuration).store());
    }

    /** Connects to a table; {@code endpoint} is another address of DynamoDB, null for AWS's own. */
    public static Table connect(
            String name,
            String region,
            @Nullable URI endpoint,
            AwsCredentialsProvider credentials,
            Timeouts.Store timeouts) {
        return connect(name, region, endpoint, credentials, timeouts, List.of());
    }

    /** Connects with interceptors that see each request and its answer: what a call costs is counted by one. */
    public static Table connect(
            String name,
            String region,
            @Nullable URI endpoint,
            AwsCredentialsProvider credentials,
            Timeouts.Store timeouts,
            List<ExecutionInterceptor> interceptors) {
        var http = Aws.http(endpoint, timeouts);
        var retried = ClientOverrideConfiguration.builder()
                .retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                        .maxAttempts(MAX_ATTEMPTS)
                        .build())
                .executionInterceptors(interceptors)
                .apiCallAttemptTimeout(timeouts.attempt())
                .apiCallTimeout(timeouts.call());
        var once = ClientOverrideConfiguration.builder()
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .executionInterceptors(interceptors)
                .apiCallTimeout(timeouts.once());
        return new Table(
                client(region, endpoint, credentials, http, retried),
                client(region, endpoint, credentials, http, once),
                name);
    }

    private static DynamoDbClient client(
            String region,
            @Nullable URI endpoint,
            AwsCredentialsProvider credentials,
            SdkHttpClient http,
            ClientOverrideConfiguration.Builder override) {
        var none = ProfileFile.aggregator().build();
        var builder = DynamoDbClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(http)
                .endpointDiscoveryEnabled(false)
                .overrideConfiguration(override.defaultProfileFile(none).build());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }
}

package omni.local.dynamodb;

import java.net.URI;
import omni.local.machine.LocalTimeouts;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A table's two sides: the items, and the stream of their changes. */
public record DynamoDbConnection(DynamoDbClient tables, DynamoDbStreamsClient streams) implements AutoCloseable {

    /** What DynamoDB Local takes for credentials: anything. */
    public static final AwsCredentialsProvider ANY_CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    /** Both sides at one endpoint, in {@code us-east-1}. */
    public static DynamoDbConnection at(URI endpoint, AwsCredentialsProvider credentials) {
        var tables = DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClient(http())
                .build();
        var streams = DynamoDbStreamsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClient(http())
                .build();
        return new DynamoDbConnection(tables, streams);
    }

    private static SdkHttpClient http() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(LocalTimeouts.HUNG)
                .socketTimeout(LocalTimeouts.HUNG)
                .build();
    }

    @Override
    public void close() {
        tables.close();
        streams.close();
    }
}

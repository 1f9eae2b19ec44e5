package omni.lambda;

import java.net.URI;
import omni.access.SecretStore;
import omni.aws.SecretsManager;
import omni.timeouts.Timeouts;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** How a Lambda function reaches AWS: as its role, and over one pool of connections. */
final class Aws {

    private static final int MAX_CONNECTIONS = 64;

    /** Credentials stand in the function's environment, or under SnapStart at an address there. */
    static final AwsCredentialsProvider ROLE = AwsCredentialsProviderChain.of(
            EnvironmentVariableCredentialsProvider.create(),
            ContainerCredentialsProvider.builder().build());

    private Aws() {}

    /** The store of secrets; connects with the first reading, as a function may have no secret there. */
    static SecretStore secrets(@Nullable String region) {
        return new SecretStore() {
            private @Nullable SecretStore connected;

            @Override
            public synchronized Reading read(String name) {
                var store = connected;
                if (store == null) {
                    store = new SecretsManager(
                            region == null ? "us-east-1" : region, ROLE, http(null, Timeouts.PRODUCTION.store()));
                    connected = store;
                }
                return store.read(name);
            }
        };
    }

    /** Made once: the native library and the certificates take their time. */
    private static final class ToAws {
        private static final SdkHttpClient HTTP = pool(null, Timeouts.PRODUCTION.store());
    }

    /** A pool of connections; {@code endpoint} is an address of its own, null for AWS's, to which one pool leads. */
    static SdkHttpClient http(@Nullable URI endpoint, Timeouts.Store timeouts) {
        return endpoint == null ? ToAws.HTTP : pool(endpoint, timeouts);
    }

    private static SdkHttpClient pool(@Nullable URI endpoint, Timeouts.Store timeouts) {
        return AwsCrtHttpClient.builder()
                .maxConcurrency(MAX_CONNECTIONS)
                .connectionTimeout(timeouts.connect())
                .connectionAcquisitionTimeout(timeouts.lease())
                .buildWithDefaults(certificates(endpoint));
    }

    /**
     * Where the connection is not encrypted there is no certificate to check. Without this the client does not start on a
     * machine that has no certificate authorities installed, as some container images have not.
     */
    private static AttributeMap certificates(@Nullable URI endpoint) {
        return endpoint != null && "http".equals(endpoint.getScheme())
                ? AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                        .build()
                : AttributeMap.empty();
    }
}

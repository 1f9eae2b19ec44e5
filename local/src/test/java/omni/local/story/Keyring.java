package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.access.Ids;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.credential.ApiKey;
import omni.credential.Keys;
import omni.dynamodb.DynamoKeys;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/** Keys that no caller could make: with an end, or more of them than the plan has room for. */
record Keyring(World world, Customer customer) {

    /** Puts a key into the store, whatever the limit; its secret. */
    String add(boolean live, List<String> scopes, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {
        var ids = new Ids(new SecureRandom());
        var configuration = world.local().foundation().configuration();
        var secret = new SecretFormat("secapi").newKey(ids, customer.orgId(), live);
        var key = new ApiKey(
                ids.of("key"),
                customer.orgId(),
                new SecretHasher(configuration.peppers()).hash(secret),
                live,
                null,
                SecretFormat.keyPrefix(secret),
                scopes,
                world.now(),
                expiresAt,
                revokedAt,
                null,
                null,
                null);
        var event = new AuditEvent(
                ids.of("evt"),
                customer.orgId(),
                "audit",
                "api_key.created",
                "usr_test",
                "session",
                "api",
                "req_test",
                Map.of(),
                world.now());
        var keys = new DynamoKeys(world.local().table());
        assertThat(keys.create(keys.ring(customer.orgId()), key, event)).isEqualTo(Keys.Change.DONE);
        return secret;
    }
}

package omni.endpoint;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import omni.member.Organization;
import org.jspecify.annotations.Nullable;

/** Organization of contract 11.1; {@code livemode} is the deployment's. */
public record OrganizationView(
        String object,
        String id,
        Instant createdAt,
        boolean livemode,
        @Nullable String name,
        Map<String, Object> metadata,
        Optional<String> requestId) {

    static OrganizationView of(Organization organization, boolean livemode, @Nullable String requestId) {
        return new OrganizationView(
                "organization",
                organization.id(),
                organization.createdAt(),
                livemode,
                organization.name(),
                Map.of(),
                Optional.ofNullable(requestId));
    }
}

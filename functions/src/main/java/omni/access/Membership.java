package omni.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a person belongs to an organisation.
 *
 * @param userId null for one who was invited and never came
 * @param active whether they came
 * @param joinedAt null likewise
 */
public record Membership(
        String orgId,
        @Nullable String userId,
        boolean active,
        Instant invitedAt,
        @Nullable Instant joinedAt) {}

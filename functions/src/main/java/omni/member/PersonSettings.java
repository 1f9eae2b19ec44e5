package omni.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person set about themselves in an organization (contract 11.8).
 *
 * @param displayName null for what the issuer calls them
 * @param updatedAt when they last set it; null for never
 */
public record PersonSettings(
        String orgId,
        String userId,
        @Nullable String displayName,
        @Nullable Instant updatedAt) {}

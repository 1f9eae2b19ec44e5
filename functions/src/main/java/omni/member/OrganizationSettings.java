package omni.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an organization is called, and what its people set about it (contract 11.8).
 *
 * @param givenName as it was made with; null for none
 * @param displayName as its people call it since; null while they left it
 * @param displayNameAt when they last did; null likewise
 * @param deletion null while nobody asked
 */
public record OrganizationSettings(
        String orgId,
        Instant createdAt,
        @Nullable String givenName,
        @Nullable String displayName,
        @Nullable Instant displayNameAt,
        Appearance appearance,
        @Nullable DeletionRequest deletion) {

    /** Its name. */
    public @Nullable String name() {
        return displayName == null ? givenName : displayName;
    }
}

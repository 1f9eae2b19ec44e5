package omni.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person without an organization sees of one that they may join (contract 3).
 *
 * @param name of the organization; null for one without
 * @param invitedBy address of who invited them; null where it is not known
 */
public record OpenInvitation(
        String orgId, @Nullable String name, @Nullable String invitedBy, Instant expiresAt) {}

package omni.member;

import java.time.Instant;

/**
 * That a person belongs to an organization.
 *
 * @param email under which they are listed there
 * @param invitedAt the founder's is when they founded it
 */
public record Membership(String orgId, String userId, String email, Instant invitedAt, Instant joinedAt) {}

package omni.member;

import java.time.Duration;
import java.time.Instant;
import omni.access.EmailAddress;
import omni.access.Human;
import org.jspecify.annotations.Nullable;

/** Somebody who belongs to an organization, or may: both take a seat (contract 11.1a). */
public sealed interface Member {

    String orgId();

    EmailAddress email();

    Instant invitedAt();

    /**
     * They may join, if they choose to, while the issuer vouches for this address as theirs and they have no organization.
     *
     * @param invitedBy address of the member who invited them, as it was then; null where it is not known
     */
    record Invited(
            String orgId,
            EmailAddress email,
            Instant invitedAt,
            @Nullable String invitedBy) implements Member {

        /** An invitation stands for so long (contract 3), and takes no seat afterwards. */
        public static final Duration LIFE = Duration.ofDays(14);

        public Invited(String orgId, EmailAddress email, Instant invitedAt) {
            this(orgId, email, invitedAt, null);
        }

        public Instant expiresAt() {
            return invitedAt.plus(LIFE);
        }

        public boolean openAt(Instant now) {
            return now.isBefore(expiresAt());
        }
    }

    /**
     * They belong to it.
     *
     * @param human with whom they signed in, and when they joined
     * @param invitedAt the founder's is when they founded it
     */
    record Active(Human human, Instant invitedAt) implements Member {

        /** Who founds an organization is its first member. */
        public static Active founder(Human human) {
            return new Active(human, human.joinedAt());
        }

        @Override
        public String orgId() {
            return human.orgId();
        }

        @Override
        public EmailAddress email() {
            return new EmailAddress(human.email());
        }
    }

    /** Whether they take a seat: members do, and invitations that stand. */
    default boolean seatedAt(Instant now) {
        return switch (this) {
            case Invited invited -> invited.openAt(now);
            case Active active -> true;
        };
    }

    /** The contract's word. */
    default String status() {
        return switch (this) {
            case Invited invited -> "invited";
            case Active active -> "active";
        };
    }
}

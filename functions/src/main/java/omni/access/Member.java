package omni.access;

import java.time.Instant;

/** Somebody who belongs to an organisation, or may: both take a seat (contract 11.1a). */
public sealed interface Member {

    String orgId();

    EmailAddress email();

    Instant invitedAt();

    /** They may join by signing in with this address, verified, while they have no organisation. */
    record Invited(String orgId, EmailAddress email, Instant invitedAt) implements Member {}

    /**
     * They belong to it.
     *
     * @param human with whom they signed in, and when they joined
     * @param invitedAt the founder's is when they founded it
     */
    record Active(Human human, Instant invitedAt) implements Member {

        /** Who founds an organisation is its first member. */
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

    /** The contract's word. */
    default String status() {
        return switch (this) {
            case Invited invited -> "invited";
            case Active active -> "active";
        };
    }
}

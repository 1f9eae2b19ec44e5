package omni.member;

import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/** The port to what people set about their organization and themselves (contract 11.8). */
public interface Preferences {

    /** Null for an organization that is not there. */
    @Nullable
    OrganizationSettings ofOrganization(String orgId);

    /** An empty one for a person who set nothing. */
    PersonSettings ofPerson(String orgId, String userId);

    /** The membership of a person, by whom they are here and not by an address; null for none. */
    @Nullable
    Membership membership(String orgId, String userId);

    /**
     * Makes a change and records it, in one transaction, at the event's time; false, and nothing is written, when a value
     * that it changes is no longer as it was read. Values that it does not change are neither looked at nor written, so that
     * changes of different ones do not meet.
     */
    boolean change(Change change, AuditEvent event);

    /** What is changed, from what was read. */
    sealed interface Change {

        /**
         * By what name a person is shown.
         *
         * @param next null for what the issuer calls them
         */
        record OfProfile(PersonSettings basis, @Nullable String next) implements Change {}

        record OfName(OrganizationSettings basis, String next) implements Change {}

        record OfAppearance(OrganizationSettings basis, Appearance next) implements Change {}

        /** Holds only for an organization whose deletion nobody asked for yet. */
        record OfDeletion(String orgId, DeletionRequest request) implements Change {}
    }
}

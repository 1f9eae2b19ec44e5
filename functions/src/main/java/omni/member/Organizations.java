package omni.member;

import java.util.List;
import omni.access.Human;
import omni.account.Account;
import omni.credential.ApiKey;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/** The port to organizations and the people in them. */
public interface Organizations {

    @Nullable
    Organization find(String orgId);

    /** The person behind a subject; null for one who has no organization yet. */
    @Nullable
    Human human(String issuer, String subject);

    /** Makes everything that a new organization is made of, its place on the roster too, in one transaction, unless the person has one already. */
    Creation create(NewOrganization organization);

    /**
     * A new organization with all that belongs to it.
     *
     * @param firstKey live, without its secret
     * @param session the founder's first, in the same transaction, so that nobody is left with an organization but signed
     *     out before the secret was shown; null for a founder without a browser
     * @param events one audit event for each change
     */
    record NewOrganization(
            Organization organization,
            Human founder,
            Account account,
            Account testAccount,
            ApiKey firstKey,
            @Nullable Session session,
            List<AuditEvent> events) {

        public NewOrganization {
            events = List.copyOf(events);
        }
    }

    enum Creation {
        CREATED,
        /** The person has an organization: nothing was made. */
        EXISTS
    }
}

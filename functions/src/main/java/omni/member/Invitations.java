package omni.member;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import omni.access.EmailAddress;

/** Which organizations a person may choose to join, by the address that the issuer vouches for now (contract 3). */
public record Invitations(Members members, Organizations organizations) {

    /** So many are listed. */
    public static final int MAX = 10;

    /** The oldest first, which end first. */
    public List<OpenInvitation> openTo(EmailAddress email, Instant now) {
        var open = new ArrayList<OpenInvitation>();
        for (var invited : members.invitations(email, now, MAX)) {
            var organization = organizations.find(invited.orgId());
            if (organization != null) {
                open.add(new OpenInvitation(
                        invited.orgId(), organization.name(), invited.invitedBy(), invited.expiresAt()));
            }
        }
        return List.copyOf(open);
    }
}

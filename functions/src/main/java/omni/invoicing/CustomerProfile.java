package omni.invoicing;

import java.util.Optional;
import omni.billing.CustomerCreation;
import omni.member.Member;
import omni.member.Members;
import omni.member.OrganizationSettings;
import omni.member.Preferences;

/**
 * What Stripe knows of an organization: its name, and where receipts and invoices go. Without an address Stripe mails no
 * invoice, so there is one even for a customer that a program's request made: that of the member of longest standing.
 */
public record CustomerProfile(Preferences preferences, Members members) {

    /** {@code email} is that of whoever asks for the customer; empty for a program, and for nobody. */
    CustomerCreation.Words of(String orgId, Optional<String> email) {
        var settings = Optional.ofNullable(preferences.ofOrganization(orgId));
        return new CustomerCreation.Words(
                email.or(() -> longestStanding(orgId)).orElse(null),
                settings.map(OrganizationSettings::name).orElse(null));
    }

    private Optional<String> longestStanding(String orgId) {
        return members.list(orgId).reversed().stream()
                .filter(Member.Active.class::isInstance)
                .findFirst()
                .map(member -> member.email().value());
    }
}

package omni.endpoint;

import java.util.Collections;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.member.OrganizationSettings;
import omni.member.Preferences.Change;
import org.jspecify.annotations.Nullable;

/** Names the organization. {@code PATCH /v1/dashboard/settings/organization}, contract 11.8. */
public record UpdateOrganizationSettings(AccountSettings settings) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        return settings.changeOrganization(
                exchange,
                in -> in.requiredTrimmed("name", 1, AccountSettings.MAX_NAME),
                UpdateOrganizationSettings::step);
    }

    private static AccountSettings.@Nullable Step step(OrganizationSettings stored, String name) {
        return name.equals(stored.displayName())
                ? null
                : AccountSettings.update(
                        new Change.OfName(stored, name),
                        "organization",
                        Collections.singletonMap("name", stored.name()),
                        Collections.singletonMap("name", name));
    }
}

package omni.endpoint;

import java.util.Collections;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.json.Fields;
import omni.member.OrganizationSettings;
import omni.member.Preferences;
import omni.member.Preferences.Change;
import org.jspecify.annotations.Nullable;

/** Names the organization. {@code PATCH /v1/dashboard/settings/organization}, contract 11.8. */
public final class UpdateOrganizationSettings implements Endpoint {

    record Request(String name) {

        static Request read(Fields in) {
            var request = new Request(in.requiredTrimmed("name", 1, AccountSettings.MAX_NAME));
            in.refuseUnknown();
            return request;
        }
    }

    private final Preferences preferences;
    private final AccountSettings settings;

    public UpdateOrganizationSettings(Preferences preferences, AccountSettings accountSettings) {
        this.preferences = preferences;
        this.settings = accountSettings;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var fields = exchange.fields();
        var request = Request.read(fields);
        if (!fields.faults().isEmpty()) {
            return Reply.Problem.validation(fields.faults());
        }
        var orgId = exchange.requireCaller().orgId();
        return settings.change(exchange, 200, () -> step(preferences.ofOrganization(orgId), request));
    }

    private static AccountSettings.@Nullable Step step(@Nullable OrganizationSettings stored, Request request) {
        return stored == null || request.name().equals(stored.displayName())
                ? null
                : AccountSettings.update(
                        new Change.OfName(stored, request.name()),
                        "organization",
                        Collections.singletonMap("name", stored.name()),
                        Collections.singletonMap("name", request.name()));
    }
}

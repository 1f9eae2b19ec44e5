package omni.endpoint;

import java.util.Map;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.json.Fields;
import omni.member.DeletionRequest;
import omni.member.OrganizationSettings;
import omni.member.Preferences;
import omni.member.Preferences.Change;
import org.jspecify.annotations.Nullable;

/**
 * Records that the organization should be deleted, and deletes nothing; the first request stands. {@code POST
 * /v1/dashboard/settings/account-deletion-request}, contract 11.8.
 */
public record RequestAccountDeletion(Preferences preferences, AccountSettings settings) implements Endpoint {

    private static final int ACCEPTED = 202;
    private static final int MAX_REASON = 500;

    record Request(@Nullable String reason) {

        static Request read(Fields in) {
            return new Request(in.text("reason", 0, MAX_REASON));
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        var caller = exchange.requireCaller();
        return settings.change(
                exchange,
                ACCEPTED,
                Request::read,
                request -> step(
                        preferences.ofOrganization(caller.orgId()),
                        new DeletionRequest(exchange.now(), caller.principal().principalId(), request.reason())));
    }

    private static AccountSettings.@Nullable Step step(@Nullable OrganizationSettings stored, DeletionRequest asked) {
        if (stored == null || stored.deletion() != null) {
            return null;
        }
        var reason = asked.reason();
        return new AccountSettings.Step(
                new Change.OfDeletion(stored.orgId(), asked),
                "account_deletion.requested",
                reason == null ? Map.of() : Map.of("reason", reason));
    }
}

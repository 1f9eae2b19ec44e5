package omni.endpoint;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.json.Fields;
import omni.member.PersonSettings;
import omni.member.Preferences;
import omni.member.Preferences.Change;
import org.jspecify.annotations.Nullable;

/**
 * Sets the name by which the caller is shown; null goes back to the issuer's. {@code PATCH
 * /v1/dashboard/settings/profile}, contract 11.8.
 */
public record UpdateProfile(Preferences preferences, AccountSettings settings) implements Endpoint {

    record Request(@Nullable String displayName) {

        static Request read(Fields in) {
            if (!in.has("displayName")) {
                in.fault("displayName", "is required");
            }
            return new Request(in.trimmedText("displayName", 1, AccountSettings.MAX_NAME));
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        var caller = exchange.requireCaller();
        return settings.change(
                exchange,
                200,
                Request::read,
                request -> step(
                        preferences.ofPerson(caller.orgId(), caller.principal().principalId()), request));
    }

    private static AccountSettings.@Nullable Step step(PersonSettings stored, Request request) {
        return Objects.equals(stored.displayName(), request.displayName())
                ? null
                : AccountSettings.update(
                        new Change.OfProfile(stored, request.displayName()),
                        "profile",
                        tree(stored.displayName()),
                        tree(request.displayName()));
    }

    private static Map<String, @Nullable Object> tree(@Nullable String displayName) {
        return Collections.singletonMap("displayName", displayName);
    }
}

package omni.endpoint;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.json.Fields;
import omni.member.Appearance;
import omni.member.OrganizationSettings;
import omni.member.Preferences;
import omni.member.Preferences.Change;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how the dashboard looks; what is left out stays. {@code PUT /v1/dashboard/settings/appearance}, contract 11.8.
 */
public final class UpdateAppearance implements Endpoint {

    private static final int MAX_WORD = 64;

    record Request(Appearance appearance) {

        static Request read(Fields in) {
            var request = new Request(new Appearance(
                    choice(in, "theme", Appearance.Theme.values()),
                    choice(in, "density", Appearance.Density.values())));
            in.refuseUnknown();
            return request;
        }

        private static <E extends Enum<E>> @Nullable E choice(Fields in, String name, E[] choices) {
            var before = in.faults().size();
            var word = in.text(name, 0, MAX_WORD);
            var chosen = Stream.of(choices)
                    .filter(choice -> wire(choice).equals(word))
                    .findFirst()
                    .orElse(null);
            if (word != null && chosen == null && in.faults().size() == before) {
                in.fault(
                        name, "must be " + Stream.of(choices).map(Request::wire).collect(Collectors.joining(" or ")));
            }
            return chosen;
        }

        private static String wire(Enum<?> choice) {
            return choice.name().toLowerCase(Locale.ROOT);
        }
    }

    private final Preferences preferences;
    private final AccountSettings settings;

    public UpdateAppearance(Preferences preferences, AccountSettings accountSettings) {
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
        if (stored == null) {
            return null;
        }
        var next = stored.appearance().with(request.appearance());
        return next.equals(stored.appearance())
                ? null
                : AccountSettings.update(
                        new Change.OfAppearance(stored, next), "appearance", tree(stored.appearance()), tree(next));
    }

    private static Map<String, Object> tree(Appearance appearance) {
        return Map.of(
                "theme", appearance.themeOrDefault().wire(),
                "density", appearance.densityOrDefault().wire());
    }
}

package omni.endpoint;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.json.Fields;
import omni.member.Appearance;
import omni.member.OrganizationSettings;
import omni.member.Preferences.Change;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how the dashboard looks; what is left out stays. {@code PUT /v1/dashboard/settings/appearance}, contract 11.8.
 */
public record UpdateAppearance(AccountSettings settings) implements Endpoint {

    private static final int MAX_WORD = 64;

    private static Appearance read(Fields in) {
        return new Appearance(
                choice(in, "theme", Appearance.Theme.values()), choice(in, "density", Appearance.Density.values()));
    }

    private static <E extends WireName> @Nullable E choice(Fields in, String name, E[] choices) {
        var before = in.faults().size();
        var word = in.text(name, 0, MAX_WORD);
        var chosen = word == null ? null : WireName.find(choices, word).orElse(null);
        if (word != null && chosen == null && in.faults().size() == before) {
            in.fault(name, "must be " + Stream.of(choices).map(WireName::wire).collect(Collectors.joining(" or ")));
        }
        return chosen;
    }

    @Override
    public Reply handle(Exchange exchange) {
        return settings.changeOrganization(exchange, UpdateAppearance::read, UpdateAppearance::step);
    }

    private static AccountSettings.@Nullable Step step(OrganizationSettings stored, Appearance asked) {
        var next = stored.appearance().with(asked);
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

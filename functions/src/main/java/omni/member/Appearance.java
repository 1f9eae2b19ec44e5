package omni.member;

import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/** How the dashboard looks to the people of an organization (contract 11.8); null is a choice not made. */
public record Appearance(@Nullable Theme theme, @Nullable Density density) {

    public static final Appearance NONE = new Appearance(null, null);

    /** Light or dark. */
    public enum Theme implements WireName {
        DARK,
        /** As the device is set; what an organization has that never chose. */
        SYSTEM;
    }

    /** How much stands on a page. */
    public enum Density implements WireName {
        /** What an organization has that never chose. */
        COMFORTABLE,
        COMPACT;
    }

    /** With what {@code later} chooses; what it leaves open stays. */
    public Appearance with(Appearance later) {
        return new Appearance(
                later.theme == null ? theme : later.theme, later.density == null ? density : later.density);
    }

    public Theme themeOrDefault() {
        return theme == null ? Theme.SYSTEM : theme;
    }

    public Density densityOrDefault() {
        return density == null ? Density.COMFORTABLE : density;
    }
}

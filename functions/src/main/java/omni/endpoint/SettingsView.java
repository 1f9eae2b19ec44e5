package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import omni.access.Principal;
import omni.access.Scopes;
import omni.member.Appearance;
import omni.member.DeletionRequest;
import omni.member.Membership;
import omni.member.OrganizationSettings;
import omni.member.PersonSettings;
import org.jspecify.annotations.Nullable;

/** AccountSettings of contract 11.8. {@code organization.livemode} is the deployment's. */
record SettingsView(
        String object,
        String requestId,
        @Nullable PrincipalView principal,
        Profile profile,
        @Nullable Organization organization,
        @Nullable MembershipView membership,
        Look appearance,
        Security security,
        Deletion accountDeletion,
        Deletion accountDeletionRequest,
        List<Action> actions) {

    private static final String SET_HERE = "dashboard_settings";

    /** The name in the contract of whichever issuer is configured. */
    private static final String PROVIDER = "workos";

    record Profile(
            String object,
            @Nullable String userId,
            @Nullable String email,
            @Nullable String emailNormalized,
            @Nullable String name,
            @Nullable String displayName,
            String displayNameSource,
            @Nullable String avatarUrl,
            Editable editable,
            @Nullable Instant updatedAt) {}

    record Editable(boolean displayName, boolean email, boolean name, boolean avatarUrl) {}

    record Look(String theme, String density) {

        static Look of(Appearance appearance) {
            return new Look(
                    appearance.themeOrDefault().wire(),
                    appearance.densityOrDefault().wire());
        }
    }

    record Organization(
            String id,
            @Nullable String name,
            String nameSource,
            @Nullable String workosName,
            boolean livemode,
            Instant createdAt,
            OrganizationChoices settings) {}

    record OrganizationChoices(OrganizationName organization, Look appearance, Deletion accountDeletionRequest) {}

    record OrganizationName(
            @Nullable String displayName, @Nullable Instant updatedAt) {}

    record MembershipView(
            String object,
            String userId,
            String orgId,
            String status,
            List<String> scopes,
            Instant firstSeenAt,
            Instant lastSeenAt,
            Instant createdAt,
            Instant updatedAt) {}

    record Security(
            String object,
            String authProvider,
            String authMode,
            @Nullable Instant sessionExpiresAt,
            List<String> scopes,
            String logoutPath,
            String profileFieldsManagedBy) {}

    record Deletion(
            String status,
            @Nullable Instant requestedAt,
            @Nullable String requestedByPrincipalId,
            @Nullable String reason) {}

    record Action(String id, String method, String path, boolean enabled) {}

    /**
     * What the view is made from.
     *
     * @param person null for a key
     * @param membership null where none is known
     * @param sessionExpiresAt null without a browser session
     * @param mayChange whether the mutations would be let in
     */
    record Parts(
            Principal principal,
            @Nullable OrganizationSettings organization,
            @Nullable PersonSettings person,
            @Nullable Membership membership,
            @Nullable Instant sessionExpiresAt,
            boolean livemode,
            boolean mayChange) {}

    static SettingsView of(Parts parts, String requestId, Instant now) {
        var principal = parts.principal();
        var organization = parts.organization();
        var appearance = organization == null ? Appearance.NONE : organization.appearance();
        var deletion = deletion(organization == null ? null : organization.deletion());
        return new SettingsView(
                "dashboard_account_settings",
                requestId,
                PrincipalView.of(principal),
                profile(principal, parts.person(), parts.membership()),
                organization == null ? null : organization(organization, parts.livemode(), deletion),
                membership(principal, parts.membership(), now),
                Look.of(appearance),
                new Security(
                        "dashboard_security_settings",
                        PROVIDER,
                        principal.authMode().wire(),
                        parts.sessionExpiresAt(),
                        Scopes.sort(principal.scopes()),
                        Endpoints.END_SESSION.operation().path(),
                        PROVIDER),
                deletion,
                deletion,
                actions(parts.mayChange()));
    }

    /** A token that tells no address leaves the one under which its person is listed: it is shown, nothing is decided on it. */
    private static Profile profile(
            Principal principal, @Nullable PersonSettings person, @Nullable Membership membership) {
        var email = principal.email() == null && membership != null ? membership.email() : principal.email();
        var displayName = person == null ? null : person.displayName();
        return new Profile(
                "dashboard_profile",
                principal.human() ? principal.principalId() : null,
                email,
                email == null ? null : email.toLowerCase(Locale.ROOT),
                null,
                displayName,
                displayName == null ? "unknown" : SET_HERE,
                null,
                new Editable(true, false, false, false),
                person == null ? null : person.updatedAt());
    }

    private static Organization organization(OrganizationSettings settings, boolean livemode, Deletion deletion) {
        return new Organization(
                settings.orgId(),
                settings.name(),
                settings.displayName() == null ? PROVIDER : SET_HERE,
                settings.givenName(),
                livemode,
                settings.createdAt(),
                new OrganizationChoices(
                        new OrganizationName(settings.displayName(), settings.displayNameAt()),
                        Look.of(settings.appearance()),
                        deletion));
    }

    /** Whoever asks is seen now. */
    private static @Nullable MembershipView membership(
            Principal principal, @Nullable Membership membership, Instant now) {
        return membership == null
                ? null
                : new MembershipView(
                        "workos_org_membership",
                        principal.principalId(),
                        membership.orgId(),
                        "active",
                        Scopes.sort(principal.scopes()),
                        membership.joinedAt(),
                        now,
                        membership.invitedAt(),
                        membership.joinedAt());
    }

    private static Deletion deletion(@Nullable DeletionRequest request) {
        return request == null
                ? new Deletion("not_requested", null, null, null)
                : new Deletion("requested", request.requestedAt(), request.requestedByPrincipalId(), request.reason());
    }

    private static List<Action> actions(boolean enabled) {
        return Stream.of(
                        Endpoints.UPDATE_PROFILE,
                        Endpoints.UPDATE_ORGANIZATION_SETTINGS,
                        Endpoints.UPDATE_APPEARANCE,
                        Endpoints.REQUEST_ACCOUNT_DELETION)
                .map(Endpoints::operation)
                .map(operation ->
                        new Action(operation.kebab().replace('-', '_'), operation.method(), operation.path(), enabled))
                .toList();
    }
}

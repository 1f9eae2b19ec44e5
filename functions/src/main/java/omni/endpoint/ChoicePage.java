package omni.endpoint;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import omni.access.NextPath;
import omni.http.HtmlPage;
import omni.http.Reply;
import omni.http.Settings;
import omni.member.OpenInvitation;

/**
 * The page after the sign-in of an invited person: which organization they join, or that they make their own (contract 3). It asks
 * CreateOrganization for what they choose, so that nothing happens without a click.
 */
record ChoicePage(Settings settings) {

    private static final HtmlPage PAGE = HtmlPage.besideWithScript(ChoicePage.class, "choice.html");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    Reply.Answer answer(String email, List<OpenInvitation> open, NextPath next, List<String> cookies) {
        return PAGE.answer(
                Map.of(
                        "email",
                        email,
                        "create",
                        settings.apiBaseUrl()
                                + Endpoints.CREATE_ORGANIZATION.operation().path(),
                        "login",
                        settings.loginUrl(),
                        "next",
                        next.value()),
                Map.of("invitations", open.stream().map(ChoicePage::row).toList()),
                cookies);
    }

    private static Map<String, String> row(OpenInvitation invitation) {
        var name = invitation.name();
        var invitedBy = invitation.invitedBy();
        return Map.of(
                "organization",
                invitation.orgId(),
                "name",
                name == null ? "An organization without a name" : name,
                "joins",
                name == null ? "this organization" : name,
                "invitedBy",
                invitedBy == null ? "One of its members" : invitedBy,
                "until",
                until(invitation.expiresAt()));
    }

    private static String until(Instant instant) {
        return DAY.format(instant);
    }
}

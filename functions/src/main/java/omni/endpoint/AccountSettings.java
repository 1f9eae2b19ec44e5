package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import omni.access.Ids;
import omni.access.Principal;
import omni.billing.BillingState;
import omni.call.Exchange;
import omni.call.MeterHeaders;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.json.Fields;
import omni.member.Membership;
import omni.member.OrganizationSettings;
import omni.member.PersonSettings;
import omni.member.Preferences;
import omni.member.Sessions;
import org.jspecify.annotations.Nullable;

/** What the operations on settings share (contract 11.8): who may, the answer, and a change until it meets no other. */
public record AccountSettings(
        Preferences preferences, Sessions sessions, MeterHeaders headers, Ids ids, Settings settings) {

    /** Characters that a name may have. */
    static final int MAX_NAME = 120;

    /**
     * A change ready to be made.
     *
     * @param data what was and what is, for the record
     */
    record Step(Preferences.Change change, String type, Map<String, Object> data) {}

    /** The step of a change to some settings, recorded with what they were and what they are. */
    static Step update(
            Preferences.Change change,
            String section,
            Map<String, ? extends @Nullable Object> before,
            Map<String, ? extends @Nullable Object> after) {
        return new Step(change, "settings.updated", Map.of("section", section, "previous", before, "new", after));
    }

    /** The settings as they are. */
    Reply show(Exchange exchange) {
        var principal = exchange.requireCaller().principal();
        var membership = membership(principal);
        return isExcluded(principal, membership) ? notMember() : Reply.Answer.ok(view(exchange, membership));
    }

    /** Changes what is set of the organization, and shows it; {@code next} has null where nothing changes. */
    <R> Reply changeOrganization(
            Exchange exchange, Function<Fields, R> read, BiFunction<OrganizationSettings, R, @Nullable Step> next) {
        return change(exchange, 200, read, request -> {
            var stored = preferences.ofOrganization(exchange.requireCaller().orgId());
            return stored == null ? null : next.apply(stored, request);
        });
    }

    /**
     * Changes and shows them.
     *
     * @param read the body, in which nothing else may stand
     * @param next what to change, decided anew on fresh reads in each attempt; null for nothing
     */
    <R> Reply change(Exchange exchange, int status, Function<Fields, R> read, Function<R, @Nullable Step> next) {
        return exchange.answerBody(
                fields -> {
                    var request = read.apply(fields);
                    fields.refuseUnknown();
                    return request;
                },
                request -> change(exchange, status, () -> next.apply(request)));
    }

    private Reply change(Exchange exchange, int status, Supplier<@Nullable Step> next) {
        var principal = exchange.requireCaller().principal();
        var membership = membership(principal);
        if (isExcluded(principal, membership)) {
            return notMember();
        }
        return LostRaces.retry(
                LostRaces.MOST,
                () -> {
                    var step = next.get();
                    return step == null
                                    || preferences.change(
                                            step.change(), Audit.of(ids, exchange, step.type(), step.data()))
                            ? new Reply.Answer(status, view(exchange, membership), Map.of(), List.of())
                            : null;
                },
                () -> Reply.Problem.busy("The settings are"));
    }

    private @Nullable Membership membership(Principal principal) {
        var orgId = principal.orgId();
        return orgId == null || !principal.human() ? null : preferences.membership(orgId, principal.principalId());
    }

    /** A person who was removed since they were known. */
    private static boolean isExcluded(Principal principal, @Nullable Membership membership) {
        return principal.human() && membership == null;
    }

    private static Reply notMember() {
        return Reply.Problem.of(ErrorCode.ORGANIZATION_MISSING, "You are not an active member of this organization.")
                .detail("createPath", "/v1/onboarding/organization")
                .detail("invitations", List.of());
    }

    private SettingsView view(Exchange exchange, @Nullable Membership membership) {
        var caller = exchange.requireCaller();
        var principal = caller.principal();
        var state = headers.position(caller.live(), exchange.now()).state();
        return SettingsView.of(
                new SettingsView.Parts(
                        principal,
                        preferences.ofOrganization(caller.orgId()),
                        person(principal, caller.orgId()),
                        membership,
                        sessionExpiresAt(principal),
                        settings.livemode(),
                        principal.human() && state != BillingState.RESTRICTED_READ_ONLY),
                exchange.requestId(),
                exchange.now());
    }

    private @Nullable PersonSettings person(Principal principal, String orgId) {
        return principal.human() ? preferences.ofPerson(orgId, principal.principalId()) : null;
    }

    private @Nullable Instant sessionExpiresAt(Principal principal) {
        var sessionId = principal.sessionId();
        var session = sessionId == null ? null : sessions.find(sessionId);
        return session == null ? null : session.expiresAt();
    }
}

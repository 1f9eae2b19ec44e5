package omni.endpoint;

import java.time.Duration;
import omni.access.IdentityProvider;
import omni.access.IdentityProvider.Identity;
import omni.access.IdentityProvider.Rejected;
import omni.call.CallerCodec;
import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Fixture;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import omni.fakes.ScriptedIssuer;
import org.junit.jupiter.api.Test;

/** Answers that an operation gives itself and that no other golden test records: refusals, and what sign-in says. */
class OwnAnswersGoldenTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private final Rig rig = new Rig();

    private static void record(String name, Ask ask, EndpointFunction function) {
        var answer = ask.header("x-request-id", "req_golden")
                .header("traceparent", TRACE)
                .of(function);
        Recorded.golden(name + ".txt", answer.text());
    }

    @Test
    void aListAskedForWithABadParameter() {
        var reader = rig.byKey("billing:read");
        record(
                "ListApprovals.period",
                Ask.of("GET", "/v1/billing/approvals")
                        .query("invoicePeriod", "May")
                        .by(reader),
                rig.function(Endpoints.LIST_APPROVALS));
        record(
                "ListEvents.kind",
                Ask.of("GET", "/v1/events").query("kind", "all").by(reader),
                rig.function(Endpoints.LIST_EVENTS));
        record(
                "GetActivity.since",
                Ask.of("GET", "/v1/dashboard/activity")
                        .query("since", "yesterday")
                        .by(reader),
                rig.function(Endpoints.GET_ACTIVITY));
        record(
                "GetUsageEndpoints.since",
                Ask.of("GET", "/v1/dashboard/usage/endpoints")
                        .query("since", "yesterday")
                        .by(reader),
                rig.function(Endpoints.GET_USAGE_ENDPOINTS));
    }

    @Test
    void aSettingThatIsUnknownOrNotOneOfItsValues() {
        record("UpdateProfile.invalid", change("PATCH", "profile"), rig.function(Endpoints.UPDATE_PROFILE));
        record(
                "UpdateOrganizationSettings.invalid",
                change("PATCH", "organization"),
                rig.function(Endpoints.UPDATE_ORGANIZATION_SETTINGS));
        record("UpdateAppearance.invalid", change("PUT", "appearance"), rig.function(Endpoints.UPDATE_APPEARANCE));
        record(
                "RequestAccountDeletion.invalid",
                change("POST", "account-deletion-request"),
                rig.function(Endpoints.REQUEST_ACCOUNT_DELETION));
    }

    private Ask change(String method, String setting) {
        return Ask.of(method, "/v1/dashboard/settings/" + setting)
                .by(rig.byCookie())
                .header("Origin", Rig.ORIGIN)
                .body("{\"theme\":\"pink\",\"colour\":\"red\"}");
    }

    @Test
    void aKeyThatIsNotThereOrNotForATestKeyToTouch() {
        rig.key("key_1", true, "read:sec");
        record(
                "RotateApiKey.unknown",
                Ask.of("POST", "/v1/api_keys/key_2/rotate")
                        .pathParameter("keyId", "key_2")
                        .by(rig.byKey("api_keys:manage", "read:sec")),
                rig.function(Endpoints.ROTATE_API_KEY));
        record(
                "RevokeApiKey.test-key",
                Ask.of("DELETE", "/v1/api_keys/key_1")
                        .pathParameter("keyId", "key_1")
                        .by(rig.byTestKey("api_keys:manage")),
                rig.function(Endpoints.REVOKE_API_KEY));
    }

    @Test
    void aSponsorTokenAtTheKeyLimitAndPastItsTime() {
        var issued = Ask.of("POST", "/v1/agent/bootstrap_tokens")
                .by(rig.byCookie())
                .header("Origin", Rig.ORIGIN)
                .body("{\"ttlSeconds\":60}")
                .of(rig.function(Endpoints.ISSUE_BOOTSTRAP_TOKEN));
        var body = "{\"token\":\"" + issued.json().get("secret") + "\"}";
        var exchange = rig.function(Endpoints.BOOTSTRAP_AGENT);
        rig.key("key_1", true, "read:sec");
        rig.key("key_2", true, "read:sec");
        record("BootstrapAgent.limit", Ask.of("POST", "/v1/agent/bootstrap").body(body), exchange);
        rig.clock.advance(Duration.ofSeconds(60));
        record("BootstrapAgent.expired", Ask.of("POST", "/v1/agent/bootstrap").body(body), exchange);
    }

    @Test
    void aSessionAndItsEnd() {
        var world = new LoginWorld();
        var cookie = world.signIn("ada", "/").cookie("__Host-omni_session");
        var caller = CallerCodec.decode(world.authorized(cookie)).orElseThrow();
        record(
                "GetSession",
                Ask.of("GET", "/auth/session").header("Cookie", cookie).by(caller),
                world.getSession);
        record(
                "EndSession",
                Ask.of("POST", "/auth/session/logout")
                        .header("Cookie", cookie)
                        .header("Origin", Fixture.ORIGIN)
                        .by(caller),
                world.endSession);
    }

    @Test
    void aSignInThatIsRefused() {
        var world = new LoginWorld();
        var ada = ScriptedIssuer.identity("ada", "ada@example.com");
        record("StartLogin.next", Ask.of("GET", "/login").query("next", "//evil.example"), world.start);
        record("FinishLogin.state", Ask.of("GET", "/auth/callback").query("code", "1"), world.finish);
        record(
                "FinishLogin.rejected",
                callback(world, new Rejected("The sign-in was not accepted.", "x")),
                world.finish);
        record(
                "FinishLogin.unverified",
                callback(world, new Identity(ada.issuer(), ada.subject(), ada.email(), false, ada.name())),
                world.finish);
    }

    private static Ask callback(LoginWorld world, IdentityProvider.Outcome outcome) {
        var away = world.begin("/");
        world.issuer.issue("code", away.challenge(), outcome);
        return Ask.of("GET", "/auth/callback")
                .query("code", "code")
                .query("state", away.state())
                .header("Cookie", away.cookie());
    }
}

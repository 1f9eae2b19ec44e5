package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.access.Human;
import omni.call.Caller;
import omni.call.EndpointFunction;
import omni.event.AuditEvent;
import omni.fakes.Around;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import omni.member.Preferences;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings and their four mutations. Contract 11.8. */
class SettingsTest {

    private static final String SETTINGS = "/v1/dashboard/settings";
    private static final Human MEMBER = new Human(
            "https://issuer.example.com",
            "auth0|1",
            "usr_1",
            Rig.ORG,
            "ann@example.com",
            Rig.NOW.minus(Duration.ofDays(10)));

    /** The mutations, each with a body that it takes. */
    enum Mutation {
        PROFILE("PATCH", "/profile", "{\"displayName\":\"Ann B.\"}", Endpoints.UPDATE_PROFILE),
        ORGANIZATION("PATCH", "/organization", "{\"name\":\"Acme Inc.\"}", Endpoints.UPDATE_ORGANIZATION_SETTINGS),
        APPEARANCE("PUT", "/appearance", "{\"theme\":\"dark\"}", Endpoints.UPDATE_APPEARANCE),
        DELETION("POST", "/account-deletion-request", "{\"reason\":\"moving on\"}", Endpoints.REQUEST_ACCOUNT_DELETION);

        final String method;
        final String path;
        final String body;
        final Endpoints route;

        Mutation(String method, String path, String body, Endpoints route) {
            this.method = method;
            this.path = path;
            this.body = body;
            this.route = route;
        }
    }

    private final Rig rig = new Rig();

    @BeforeEach
    void founder() {
        rig.signIn();
        rig.preferences.put(MEMBER);
    }

    private static Ask.Answer record(String name, Ask ask, EndpointFunction function) {
        var answer = ask.header("x-request-id", "req_golden")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .of(function);
        Recorded.golden(name + ".txt", answer.text());
        return answer;
    }

    private Ask.Answer get(Caller caller) {
        return Ask.of("GET", SETTINGS).by(caller).of(rig.function(Endpoints.GET_SETTINGS));
    }

    private Ask asking(Mutation mutation, String body) {
        return Ask.of(mutation.method, SETTINGS + mutation.path)
                .by(rig.byCookie())
                .header("Origin", Rig.ORIGIN)
                .body(body);
    }

    private Ask.Answer change(Mutation mutation, String body) {
        return asking(mutation, body).of(rig.function(mutation.route));
    }

    private Object settings() {
        return rig.preferences.ofOrganization(Rig.ORG) + " " + rig.preferences.ofPerson(Rig.ORG, "usr_1");
    }

    @Test
    void settingsOfAPersonAndOfAKey() {
        record("GetSettings", Ask.of("GET", SETTINGS).by(rig.byCookie()), rig.function(Endpoints.GET_SETTINGS));
        change(Mutation.PROFILE, Mutation.PROFILE.body);
        record(
                "GetSettings.key",
                Ask.of("GET", SETTINGS).by(rig.byTestKey("read:sec")),
                rig.function(Endpoints.GET_SETTINGS));
    }

    @ParameterizedTest
    @EnumSource
    void aChangeShowsAndIsToldWithWhatWasAndWhatIs(Mutation mutation) {
        rig.clock.advance(Duration.ofMinutes(1));
        record(mutation.route.operation().operationId(), asking(mutation, mutation.body), rig.function(mutation.route));
        assertThat(rig.events.all()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("audit");
            assertThat(event.actorPrincipalId()).isEqualTo("usr_1");
            assertThat(event.requestId()).isEqualTo("req_golden");
        });
    }

    @Test
    void theEventsSayWhatMoved() {
        change(Mutation.PROFILE, "{\"displayName\":\" Ann \"}");
        change(Mutation.ORGANIZATION, "{\"name\":\"Acme Inc.\"}");
        change(Mutation.APPEARANCE, "{\"density\":\"compact\"}");
        change(Mutation.DELETION, "{}");
        assertThat(rig.events.all())
                .extracting(AuditEvent::type)
                .containsExactly(
                        "settings.updated", "settings.updated", "settings.updated", "account_deletion.requested");
        assertThat(rig.events.all().get(1).data())
                .isEqualTo(Map.of(
                        "section", "organization",
                        "previous", Map.of("name", "Acme"),
                        "new", Map.of("name", "Acme Inc.")));
        assertThat(rig.events.all().get(2).data())
                .containsEntry("previous", Map.of("theme", "system", "density", "comfortable"))
                .containsEntry("new", Map.of("theme", "system", "density", "compact"));
        assertThat(String.valueOf(rig.events.all().getFirst().data())).contains("displayName=null", "displayName=Ann}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PROFILE      | {}                                   | displayName
            PROFILE      | {"displayName":"  "}                 | displayName
            PROFILE      | {"displayName":7}                    | displayName
            PROFILE      | {"displayName":"a","name":"b"}       | name
            ORGANIZATION | {}                                   | name
            ORGANIZATION | {"name":null}                        | name
            ORGANIZATION | {"name":"\\t"}                       | name
            ORGANIZATION | {"name":"a","Name":"b"}              | Name
            APPEARANCE   | {"theme":"light"}                    | theme
            APPEARANCE   | {"theme":"dark","density":"dense"}   | density
            APPEARANCE   | {"theme":"DARK"}                     | theme
            APPEARANCE   | {"theme":"dark","colour":1}          | colour
            DELETION     | {"reason":1}                         | reason
            DELETION     | {"reason":"a","confirm":true}        | confirm
            """)
    void aBodyWithAFaultChangesNothingAndNamesIt(Mutation mutation, String body, String path) {
        var before = settings();
        var answer = change(mutation, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("validation_error");
        assertThat(answer.details().get("issues"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Map.class))
                .singleElement()
                .satisfies(issue -> assertThat(issue.get("path")).isEqualTo(path));
        assertThat(settings()).isEqualTo(before);
        assertThat(rig.events.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PROFILE, displayName, 120", "ORGANIZATION, name, 120", "DELETION, reason, 500"})
    void aTextMayHaveSoManyCharactersAndNoMore(Mutation mutation, String field, int most) {
        var fits = "\uD83D\uDE80".repeat(most);
        assertThat(change(mutation, "{\"" + field + "\":\"" + fits + "x\"}").code())
                .isEqualTo("validation_error");
        assertThat(change(mutation, "{\"" + field + "\":\"" + fits + "\"}").status())
                .isBetween(200, 202);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyWithEveryScopeChangesNothing(Mutation mutation) {
        var before = settings();
        var answer = asking(mutation, mutation.body).by(rig.byKey("*")).of(rig.function(mutation.route));
        assertThat(answer.code()).isEqualTo("human_auth_required");
        assertThat(settings()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void anotherSiteChangesNothing(Mutation mutation) {
        var before = settings();
        var answer = asking(mutation, mutation.body)
                .header("Origin", "https://evil.example")
                .of(rig.function(mutation.route));
        assertThat(answer.code()).isEqualTo("origin_not_allowed");
        assertThat(settings()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aRestrictedOrganizationReadsAndChangesNothing(Mutation mutation) {
        rig.account(rig.fresh().withRestriction());
        var before = settings();
        var answer = change(mutation, mutation.body);
        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.code()).isEqualTo("billing_required");
        assertThat(settings()).isEqualTo(before);
        var shown = get(rig.byCookie());
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body()).contains("\"enabled\":false").doesNotContain("\"enabled\":true");
    }

    @ParameterizedTest
    @EnumSource
    void whoIsNoMemberAnyLongerNeitherSeesNorChangesAnything(Mutation mutation) {
        rig.preferences.remove(MEMBER);
        var before = settings();
        assertThat(change(mutation, mutation.body).code()).isEqualTo("organization_missing");
        assertThat(get(rig.byCookie()).code()).isEqualTo("organization_missing");
        assertThat(settings()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAlreadySoIsNotToldAgain(Mutation mutation) {
        var first = change(mutation, mutation.body);
        rig.clock.advance(Duration.ofMinutes(1));
        var again = change(mutation, mutation.body);
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(rig.events.all()).hasSize(1);
    }

    @Test
    void aRepeatedRequestToDeleteKeepsTheFirst() {
        change(Mutation.DELETION, "{}");
        rig.clock.advance(Duration.ofDays(1));
        var again = change(Mutation.DELETION, "{\"reason\":\"still\"}");
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().get("accountDeletion"))
                .isEqualTo(again.json().get("accountDeletionRequest"))
                .hasToString("{status=requested, requestedAt=2026-05-15T12:00:20.250Z, "
                        + "requestedByPrincipalId=usr_1, reason=null}");
    }

    @Test
    void nullGivesTheDisplayNameBack() {
        change(Mutation.PROFILE, Mutation.PROFILE.body);
        var answer = change(Mutation.PROFILE, "{\"displayName\":null}");
        assertThat(answer.body()).contains("\"displayName\":null,\"displayNameSource\":\"unknown\"");
        assertThat(rig.events.all()).hasSize(2);
    }

    /** Somebody else's change comes between reading and writing: it is read anew, and both are told. */
    @Test
    void aChangeThatMeetsAnotherIsMadeOnTopOfIt() {
        var others = new ArrayList<>(List.of("{\"theme\":\"dark\"}", "{\"density\":\"compact\"}"));
        var stored = rig.preferences;
        rig.preferencesAre(Around.before("change", Preferences.class, stored, () -> {
            if (!others.isEmpty()) {
                change(Mutation.APPEARANCE, others.removeFirst());
            }
        }));
        var answer = change(Mutation.APPEARANCE, "{\"density\":\"compact\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("appearance")).isEqualTo(Map.of("theme", "dark", "density", "compact"));
        assertThat(rig.events.all()).hasSize(2);
    }
}

package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omni.access.Scopes;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.OperatorRecord;
import omni.call.Caller;
import omni.call.EndpointFunction;
import omni.event.AuditEvent;
import omni.fakes.Altered;
import omni.fakes.AnAccount;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.invoicing.PushMarks;
import omni.json.Json;
import omni.member.Organization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 11.11 by status, with what must not happen. */
class OperatorEndpointsTest {

    private static final String OTHER = "org_Other0123456";
    private static final Instant LOST_AT = Rig.NOW.minusSeconds(3600);

    private final Rig rig = new Rig();

    @BeforeEach
    void other() {
        rig.store.put(new Organization(OTHER, "Other", Rig.NOW.minusSeconds(60)));
        rig.store.put(AnAccount.at(Rig.NOW).of(OTHER).build());
    }

    private Account account() {
        return rig.store.account(OTHER, true);
    }

    private Caller operator() {
        return rig.byOperator();
    }

    private Ask.Answer get(String orgId, Caller caller) {
        return ask("GET", orgId, "").by(caller).of(rig.function(Endpoints.GET_ADMIN_ORGANIZATION));
    }

    private Ask.Answer contract(String body) {
        return contract(OTHER, operator(), body);
    }

    private Ask.Answer contract(String orgId, Caller caller, String body) {
        return ask("PUT", orgId, "/contract").by(caller).body(body).of(rig.function(Endpoints.SET_CONTRACT));
    }

    private Ask.Answer restriction(String body) {
        return restriction(OTHER, operator(), body);
    }

    private Ask.Answer restriction(String orgId, Caller caller, String body) {
        return ask("PUT", orgId, "/restriction").by(caller).body(body).of(rig.function(Endpoints.SET_RESTRICTION));
    }

    private static Ask ask(String method, String orgId, String of) {
        return Ask.of(method, "/v1/admin/orgs/" + orgId + of)
                .pathParameter("orgId", orgId)
                .header("x-request-id", "req_1")
                .header("Origin", Rig.ORIGIN);
    }

    private static Map<String, @Nullable Object> facts(Ask.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Json.asObject(answer.json().get("facts"));
    }

    private static final String TERMS = """
        {"startsAt":"2026-05-01T00:00:00Z","endsAt":"2027-05-01T02:00:00+02:00","discount":0.625,
         "aiQueriesLimit":20000,"reference":"MSA-1"}\
        """;

    @Test
    void anyOrganizationIsShownWithItsFacts() {
        var answer = get(OTHER, operator());
        assertThat(answer.json()).containsEntry("object", "admin_organization").containsEntry("requestId", "req_1");
        assertThat(Json.asObject(answer.json().get("organization")))
                .containsEntry("id", OTHER)
                .containsEntry("name", "Other");
        assertThat(Json.asObject(answer.json().get("billing"))).containsEntry("orgId", OTHER);
        assertThat(facts(answer).keySet())
                .containsExactly(
                        "grantLeft",
                        "cardOnFile",
                        "subscriptionPlanKey",
                        "subscriptionStatus",
                        "delinquentSince",
                        "contract",
                        "restriction",
                        "disputeLostAt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"org_Nobody012345", "org_", "nobody", "org_Other01234567", "org_Other012345é", " "})
    void anUnknownOneIs404AndWhatCanBeNoneIsNotEvenRead(String orgId) {
        var reads = rig.store.reads();
        for (var answer : List.of(
                get(orgId, operator()),
                contract(orgId, operator(), TERMS),
                restriction(orgId, operator(), "{\"restricted\":false}"))) {
            assertThat(answer.status() + " " + answer.code()).isEqualTo("404 organization_not_found");
        }
        assertThat(rig.store.reads() - reads).isEqualTo(orgId.equals("org_Nobody012345") ? 3 : 0);
        assertThat(rig.events.all()).isEmpty();
    }

    /** No webhook tells of a contract, so the job that keeps metering subscriptions hears of it by a mark. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"startsAt":"2026-05-01T00:00:00Z","endsAt":null,"discount":0,"aiQueriesLimit":null,"reference":null} | 1
        {"contract":null} | 1
        {"contract":1}    | 0
        """)
    void aContractLeavesAMark(String body, int marks) {
        contract(body);

        assertThat(rig.marks.waiting())
                .extracting(PushMarks.Mark::orgId)
                .hasSize(marks)
                .allMatch(OTHER::equals);
    }

    @Test
    void aContractOfNobodyLeavesNoMark() {
        contract("org_Nobody012345", operator(), TERMS);

        assertThat(rig.marks.waiting()).isEmpty();
    }

    /** Who repeats a request whose mark was lost finds the contract as it is, and makes the mark. */
    @Test
    void aRepeatedContractMarksAgain() {
        contract(TERMS);
        rig.marks.remove(rig.marks.waiting());

        contract(TERMS);

        assertThat(rig.marks.waiting()).hasSize(1);
        assertThat(rig.events.all()).hasSize(1);
    }

    @Test
    void whoIsNoOperatorSeesAndChangesNothing() {
        var callers = List.of(
                rig.byCookie(),
                rig.byBearer(),
                rig.byKey("read:sec", "write:sec", "billing:manage", "api_keys:manage"),
                rig.byTestKey("read:sec"));
        for (var caller : callers) {
            var answers = new ArrayList<>(List.of(get(OTHER, caller), get(Rig.ORG, caller)));
            if (caller.principal().human()) {
                answers.add(contract(OTHER, caller, TERMS));
                answers.add(restriction(OTHER, caller, "{\"restricted\":true,\"reason\":\"x\"}"));
            }
            for (var answer : answers) {
                assertThat(answer.status() + " " + answer.code()).isEqualTo("403 operator_scope_required");
                assertThat(answer.details()).containsEntry("requiredScopes", List.of("admin:operator"));
                assertThat(answer.header("Omni-Required-Scopes")).isEqualTo("admin:operator");
            }
        }
        assertThat(account().factsVersion()).isOne();
        assertThat(rig.events.all()).isEmpty();
    }

    @Test
    void noKeyWhateverItsScopesChangesWhatOperatorsSet() {
        for (var caller :
                List.of(rig.byTestKey("*"), rig.byKey("*"), rig.byKey(Scopes.OPERATOR), rig.byKey("read:sec"))) {
            for (var answer :
                    List.of(contract(OTHER, caller, TERMS), restriction(OTHER, caller, "{\"restricted\":true}"))) {
                assertThat(answer.status() + " " + answer.code()).isEqualTo("403 human_auth_required");
            }
        }
        assertThat(get(OTHER, rig.byTestKey("*")).status()).isEqualTo(200);
        assertThat(get(OTHER, rig.byKey(Scopes.OPERATOR)).status()).isEqualTo(200);
        assertThat(account().factsVersion()).isOne();
    }

    @Test
    void aContractIsSetChangedAndRemoved() {
        var set = facts(contract(TERMS));
        assertThat(Json.asObject(set.get("contract")))
                .containsEntry("startsAt", "2026-05-01T00:00:00.000Z")
                .containsEntry("endsAt", "2027-05-01T00:00:00.000Z")
                .containsEntry("discount", new java.math.BigDecimal("0.625"))
                .containsEntry("aiQueriesLimit", 20000L)
                .containsEntry("reference", "MSA-1");
        assertThat(account().standing().contract())
                .isEqualTo(new Contract(
                        Instant.parse("2026-05-01T00:00:00Z"),
                        Instant.parse("2027-05-01T00:00:00Z"),
                        new Discount(625_000),
                        20_000L));
        assertThat(account().standing().hadCardOrPlan()).isTrue();

        var changed = facts(contract("{\"startsAt\":\"2026-06-01T00:00:00Z\",\"discount\":0}"));
        assertThat(Json.asObject(changed.get("contract")))
                .containsEntry("endsAt", null)
                .containsEntry("discount", 0L)
                .containsEntry("aiQueriesLimit", null)
                .containsEntry("reference", null);

        assertThat(facts(contract("{\"contract\":null}"))).containsEntry("contract", null);
        assertThat(account().standing().contract()).isNull();
        assertThat(account().standing().hadCardOrPlan()).as("ever").isTrue();
        assertThat(account().factsVersion()).isEqualTo(4);
        assertThat(rig.oversight.record(OTHER)).isEqualTo(OperatorRecord.empty(OTHER));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                                        | startsAt,discount
        {"startsAt":"2026-05-01"}                                                 | startsAt,discount
        {"startsAt":1,"discount":"0.5"}                                           | startsAt,discount
        {"startsAt":"","discount":0.5}                                            | startsAt
        {"startsAt":"+999999-01-01T00:00:00Z","discount":0.5}                     | startsAt
        {"startsAt":"1969-12-31T23:59:59Z","discount":0.5}                        | startsAt
        {"startsAt":"2026-05-01T00:00:00Z","discount":1.1}                        | discount
        {"startsAt":"2026-05-01T00:00:00Z","discount":-0.1}                       | discount
        {"startsAt":"2026-05-01T00:00:00Z","discount":0.1234567}                  | discount
        {"startsAt":"2026-05-01T00:00:00Z","discount":1e-320}                      | discount
        {"startsAt":"2026-05-01T00:00:00Z","discount":0.5,"endsAt":"2026-05-01T00:00:00Z"} | endsAt
        {"startsAt":"2026-05-01T00:00:00Z","discount":0.5,"endsAt":false}         | endsAt
        {"startsAt":"2026-05-01T00:00:00Z","discount":0.5,"aiQueriesLimit":-1}    | aiQueriesLimit
        {"startsAt":"2026-05-01T00:00:00Z","discount":0.5,"aiQueriesLimit":1.5}   | aiQueriesLimit
        {"startsAt":"2026-05-01T00:00:00Z","discount":0.5,"aiQueriesLimit":1e99}  | aiQueriesLimit
        {"startsAt":"2026-05-01T00:00:00Z","discount":0.5,"reference":""}         | reference
        {"contract":{}}                                                           | contract
        {"contract":null,"discount":0.5}                                          | discount
        """)
    void aContractWithFaultsIsRefusedNamingEach(String body, String paths) {
        assertThat(paths(contract(body))).containsExactly(paths.split(","));
        assertThat(account().factsVersion()).isOne();
        assertThat(rig.events.all()).isEmpty();
    }

    private static List<String> paths(Ask.Answer answer) {
        assertThat(answer.status() + " " + answer.code()).isEqualTo("400 validation_error");
        var paths = new ArrayList<String>();
        if (answer.details().get("issues") instanceof List<?> issues) {
            issues.forEach(
                    issue -> paths.add(String.valueOf(Json.asObject(issue).get("path"))));
        }
        return paths;
    }

    @Test
    void aRestrictionIsSetReasonedAnewAndLifted() {
        var set = facts(restriction("{\"restricted\":true,\"reason\":\"abuse\"}"));
        assertThat(set)
                .containsEntry(
                        "restriction",
                        Map.of("reason", "abuse", "since", "2026-05-15T12:00:20.250Z", "byPrincipalId", "usr_1"));
        assertThat(account().standing().operatorRestriction()).isTrue();
        assertThat(Json.asObject(get(OTHER, operator()).json().get("billing")))
                .containsEntry("billingState", "restricted_read_only");

        rig.clock.advance(java.time.Duration.ofMinutes(1));
        var again = facts(restriction(OTHER, byOperator(), "{\"restricted\":true,\"reason\":\"fraud\"}"));
        assertThat(again)
                .containsEntry(
                        "restriction",
                        Map.of("reason", "fraud", "since", "2026-05-15T12:00:20.250Z", "byPrincipalId", "usr_1"));

        assertThat(facts(restriction("{\"restricted\":false}"))).containsEntry("restriction", null);
        assertThat(account().standing().operatorRestriction()).isFalse();
    }

    private Caller byOperator() {
        var person = rig.byCookie();
        var principal = person.principal();
        return new Caller(
                new omni.access.Principal(
                        principal.authMode(),
                        principal.principalId(),
                        principal.subject(),
                        principal.orgId(),
                        Set.of(Scopes.OPERATOR, Scopes.ALL),
                        true,
                        null,
                        null,
                        principal.sessionId(),
                        principal.email()),
                person.account(),
                person.liveAccount());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        {}                                            | restricted
        {"restricted":"yes"}                          | restricted
        {"restricted":true}                           | reason
        {"restricted":true,"reason":""}               | reason
        {"restricted":true,"reason":"  "}             | reason
        {"restricted":true,"reason":null}             | reason
        {"restricted":false,"reason":5}               | reason
        {"restricted":false,"clearDispute":"yes"}     | clearDispute
        """)
    void aRestrictionWithFaultsIsRefusedNamingEach(String body, String path) {
        assertThat(paths(restriction(body))).containsExactly(path);
        assertThat(paths(restriction("{\"restricted\":true,\"reason\":\"" + "r".repeat(501) + "\"}")))
                .containsExactly("reason");
        assertThat(account().factsVersion()).isOne();
    }

    @Test
    void aLostDisputeIsClearedByItsIdAndStaysRestrictedWithoutIt() {
        rig.oversight.put(OperatorRecord.empty(OTHER).withDisputes(List.of("dp_1"), LOST_AT));
        rig.store.put(AnAccount.at(Rig.NOW)
                .of(OTHER)
                .build()
                .withStanding(new Account.Standing(true, null, null, true, null, false, LOST_AT)));

        assertThat(facts(restriction("{\"restricted\":false}")))
                .containsEntry("disputeLostAt", "2026-05-15T11:00:20.250Z");
        assertThat(rig.events.all()).as("nothing changed").isEmpty();
        assertThat(facts(restriction("{\"restricted\":false,\"clearDispute\":true}")))
                .containsEntry("disputeLostAt", null);

        var record = rig.oversight.record(OTHER);
        assertThat(record.withDisputes(List.of("dp_1"), Rig.NOW).disputeLostAt())
                .as("read again")
                .isEmpty();
        assertThat(Json.asObject(get(OTHER, operator()).json().get("billing")))
                .containsEntry("billingState", "payg_active");
    }

    @Test
    void theSameAgainChangesAndRecordsNothing() {
        contract(TERMS);
        restriction("{\"restricted\":true,\"reason\":\"abuse\"}");
        var version = account().factsVersion();
        assertThat(contract(TERMS).status()).isEqualTo(200);
        assertThat(restriction(OTHER, byOperator(), "{\"restricted\":true,\"reason\":\"abuse\"}")
                        .status())
                .isEqualTo(200);
        assertThat(account().factsVersion()).isEqualTo(version);
        assertThat(rig.events.all()).hasSize(2);
    }

    @Test
    void eachChangeIsRecordedInTheOrganizationActedOnWithBeforeAndAfter() {
        contract(TERMS);
        contract("{\"contract\":null}");
        restriction("{\"restricted\":true,\"reason\":\"abuse\"}");
        assertThat(rig.events.all()).allSatisfy(event -> {
            assertThat(event.kind()).isEqualTo(AuditEvent.AUDIT);
            assertThat(event.orgId()).isEqualTo(OTHER);
            assertThat(event.actorPrincipalId()).isEqualTo("usr_1");
            assertThat(event.authMode()).isEqualTo("bearer");
            assertThat(event.requestId()).isEqualTo("req_1");
        });
        assertThat(rig.events.all())
                .extracting(AuditEvent::type)
                .containsExactly(
                        "operator.contract.updated", "operator.contract.updated", "operator.restriction.updated");
        var terms = "{\"contract\":{\"startsAt\":\"2026-05-01T00:00:00.000Z\",\"endsAt\":\"2027-05-01T00:00:00.000Z\","
                + "\"discount\":0.625,\"aiQueriesLimit\":20000,\"reference\":\"MSA-1\"}}";
        var data = rig.events.all().stream().map(AuditEvent::data).toList();
        assertThat(Json.text(data.get(0).get("previous"))).isEqualTo("{\"contract\":null}");
        assertThat(Json.text(data.get(0).get("new"))).isEqualTo(terms);
        assertThat(Json.text(data.get(1).get("previous"))).isEqualTo(terms);
        assertThat(Json.text(data.get(1).get("new"))).isEqualTo("{\"contract\":null}");
        assertThat(Json.text(data.get(2).get("previous")))
                .isEqualTo("{\"restricted\":false,\"reason\":null,\"disputeLostAt\":null}");
        assertThat(Json.text(data.get(2).get("new")))
                .isEqualTo("{\"restricted\":true,\"reason\":\"abuse\",\"disputeLostAt\":null}");
    }

    @Test
    void anOperatorLiftsTheRestrictionOfTheirOwnOrganizationToo() {
        restriction(Rig.ORG, operator(), "{\"restricted\":true,\"reason\":\"by mistake\"}");
        assertThat(contract(OTHER, operator(), TERMS).status())
                .as("acts on others")
                .isEqualTo(200);
        assertThat(restriction(Rig.ORG, operator(), "{\"restricted\":false}").status())
                .isEqualTo(200);
        assertThat(rig.store.account(Rig.ORG, true).standing().operatorRestriction())
                .isFalse();
    }

    @Test
    void factsThatMovedOnAreDecidedAnewAndKept() {
        rig.oversight.beforeNextChange(
                () -> rig.store.put(Altered.factsVersion(account(), account().factsVersion() + 1)
                        .withStanding(new Account.Standing(true, null, null, true, null, false, null))));
        assertThat(facts(contract(TERMS))).containsEntry("cardOnFile", true);
        assertThat(account().standing().cardOnFile()).isTrue();
        assertThat(account().standing().contract()).isNotNull();
        assertThat(rig.events.all()).hasSize(1);
    }

    @Test
    void aStoreThatFailsAtTheChangeLeavesNeitherChangeNorEvent() {
        rig.oversight.beforeNextChange(() -> {
            throw new StoreUnavailable("a test", new IllegalStateException("gone"));
        });
        assertThat(contract(TERMS).status()).isEqualTo(503);
        assertThat(account().factsVersion()).isOne();
        assertThat(rig.events.all()).isEmpty();
        assertThat(rig.oversight.record(OTHER)).isEqualTo(OperatorRecord.empty(OTHER));
    }

    @Test
    void aKeyIsGivenOperatorScopesByOperatorsAlone() {
        EndpointFunction create = rig.function(Endpoints.CREATE_API_KEY);
        for (var scope : List.of(Scopes.OPERATOR, Scopes.ALL)) {
            var body = "{\"scopes\":[\"" + scope + "\"],\"livemode\":true}";
            var byPerson =
                    Ask.of("POST", "/v1/api_keys").header("Origin", Rig.ORIGIN).body(body);
            assertThat(byPerson.by(rig.byCookie()).of(create).code()).isEqualTo("insufficient_scope");
            assertThat(byPerson.by(byOperator()).of(create).status()).isEqualTo(201);
        }
    }
}

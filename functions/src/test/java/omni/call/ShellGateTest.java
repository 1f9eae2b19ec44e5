package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import omni.access.Scopes;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fakes.Probe;
import omni.fakes.Rig;
import omni.http.ErrorCode;
import omni.http.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 4, step 2: who may call, before anything is counted or done. */
class ShellGateTest {

    private final Rig rig = new Rig();

    private static Operation operation(String method, String path, Operation.Access access) {
        return new Operation(
                "Probe", method, List.of(path), access, Operation.Meter.FREE, Operation.Group.ACCOUNT, List.of());
    }

    private Probe probe(String method, Operation.Access access) {
        return new Probe(operation(method, "/v1/probe", access), rig.shell, e -> Reply.Answer.ok(Map.of()));
    }

    private Caller caller(String name) {
        return switch (name) {
            case "key" -> rig.byKey("read:sec");
            case "managing key" -> rig.byKey("billing:manage");
            case "operator key" -> rig.byKey("admin:operator");
            case "star key" -> rig.byKey("*");
            case "test key" -> rig.byTestKey("read:sec", "billing:manage");
            case "bearer" -> rig.byBearer();
            case "cookie" -> rig.byCookie();
            default -> Rig.nobodys();
        };
    }

    private static Operation.Access access(String name) {
        return switch (name) {
            case "org" -> Operation.Access.org();
            case "human" -> Operation.Access.human();
            case "managing" -> Operation.Access.scope(Scopes.BILLING_MANAGE);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest(name = "{0} {1} by {2} from {3}: {4}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            method, access,   caller,       origin, code
            GET,    org,      key,          none,   served
            GET,    org,      test key,     none,   served
            GET,    org,      bearer,       none,   served
            GET,    org,      cookie,       none,   served
            GET,    org,      nobody,       none,   organization_missing
            POST,   org,      cookie,       none,   origin_not_allowed
            POST,   org,      cookie,       evil,   origin_not_allowed
            POST,   org,      cookie,       ours,   served
            DELETE, org,      cookie,       none,   origin_not_allowed
            PUT,    org,      cookie,       none,   origin_not_allowed
            PATCH,  org,      cookie,       none,   origin_not_allowed
            POST,   org,      bearer,       evil,   served
            POST,   org,      key,          none,   served
            GET,    human,    key,          none,   human_auth_required
            GET,    human,    star key,     none,   human_auth_required
            GET,    human,    bearer,       none,   served
            GET,    human,    cookie,       none,   served
            GET,    human,    nobody,       none,   organization_missing
            POST,   managing, key,          none,   insufficient_scope
            POST,   managing, managing key, none,   served
            POST,   managing, operator key, none,   served
            POST,   managing, star key,     none,   served
            POST,   managing, bearer,       none,   served
            POST,   managing, test key,     none,   livemode_required
            GET,    managing, test key,     none,   served
            POST,   managing, nobody,       none,   organization_missing
            POST,   managing, cookie,       none,   origin_not_allowed
            """)
    void theFirstFailingCheckAnswers(String method, String access, String caller, String origin, String code) {
        var probe = probe(method, access(access));
        var ask = Ask.of(method, "/v1/probe").by(caller(caller));
        switch (origin) {
            case "ours" -> ask.header("Origin", Rig.ORIGIN);
            case "evil" -> ask.header("Origin", "https://evil.example.com");
            default -> {}
        }
        var answer = ask.of(probe);
        assertThat(answer.status()).isEqualTo(code.equals("served") ? 200 : 403);
        assertThat(probe.runs()).isEqualTo(code.equals("served") ? 1 : 0);
        if (!code.equals("served")) {
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.json()).containsEntry("type", "invalid_request_error");
            assertThat(rig.store.writes()).isEmpty();
        }
    }

    @Test
    void aMissingScopeIsNamedWithWhatIsGranted() {
        var answer = Ask.of("POST", "/v1/api_keys")
                .by(rig.byKey("billing:read", "read:sec"))
                .of(rig.function(Endpoints.CREATE_API_KEY));
        assertThat(answer.code()).isEqualTo("insufficient_scope");
        assertThat(answer.header("Omni-Required-Scopes")).isEqualTo("api_keys:manage");
        assertThat(answer.details())
                .containsEntry("requiredScopes", List.of("api_keys:manage"))
                .containsEntry("grantedScopes", List.of("read:sec", "billing:read"))
                .containsEntry("retryable", false);
    }

    @Test
    void onAnOperatorsRouteTheCodeIsAnother() {
        var probe = new Probe(
                operation("GET", "/v1/admin/orgs/{orgId}", Operation.Access.scope(Scopes.OPERATOR)),
                rig.shell,
                e -> Reply.Answer.ok(Map.of()));
        var answer = Ask.of("GET", "/v1/admin/orgs/org_1").by(rig.byBearer()).of(probe);
        assertThat(answer.code()).isEqualTo("operator_scope_required");
        assertThat(answer.header("Omni-Required-Scopes")).isEqualTo("admin:operator");
    }

    @Test
    void aHumanWithoutAnOrganizationIsToldWhereToMakeOne() {
        var answer = Ask.of("GET", "/v1/probe").by(Rig.nobodys()).of(probe("GET", Operation.Access.org()));
        assertThat(answer.details()).containsEntry("createPath", "/v1/onboarding/organization");
        assertThat(answer.headers()).doesNotContainKeys("Omni-Plan-Key", "Omni-Billing-State", "Omni-Billing-Status");
    }

    @Test
    void aRefusedCallerIsRefusedBeforeTheBodyAndTheVersionAreLookedAt() {
        var answer = Ask.of("POST", "/v1/api_keys")
                .by(rig.byKey("read:sec"))
                .header("omni-version", "1")
                .body("{")
                .of(rig.function(Endpoints.CREATE_API_KEY));
        assertThat(answer.code()).isEqualTo("insufficient_scope");
    }

    @Test
    void whatTheAuthorizerDidNotVouchForIsNotServed() {
        for (var operation : List.of(Endpoints.GET_PRINCIPAL, Endpoints.RESOLVE_ENTITY, Endpoints.CREATE_API_KEY)) {
            var probe = new Probe(
                    operation.operation(),
                    rig.shell,
                    e -> Reply.Answer.ok(e.requireCaller().orgId()));
            var answer = Ask.of(
                            operation.operation().method(),
                            operation.operation().path())
                    .of(probe);
            assertThat(answer.status() + " " + answer.code())
                    .as(operation.name())
                    .isEqualTo("401 authentication_failed");
            assertThat(rig.store.writes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyProblemHasTheEnvelopeOfTheContract(ErrorCode code) {
        var probe = new Probe(
                operation("GET", "/v1/probe", Operation.Access.org()),
                rig.shell,
                e -> Reply.Problem.of(code, "Words for people.").hint("What to do."));
        var answer = Ask.of("GET", "/v1/probe")
                .by(rig.byKey("read:sec"))
                .header("x-request-id", "r-1")
                .of(probe);
        assertThat(answer.status()).isEqualTo(code.status());
        var envelope = answer.json();
        assertThat(envelope.keySet())
                .containsExactly(
                        "object",
                        "id",
                        "code",
                        "type",
                        "message",
                        "requestId",
                        "traceparent",
                        "hint",
                        "docsUrl",
                        "details");
        var wire = code.name().toLowerCase(java.util.Locale.ROOT);
        assertThat(envelope)
                .containsEntry("object", "error")
                .containsEntry("code", wire)
                .containsEntry("message", "Words for people.")
                .containsEntry("requestId", "r-1")
                .containsEntry("traceparent", answer.header("traceparent"))
                .containsEntry("hint", "What to do.")
                .containsEntry("docsUrl", "https://docs.example.com/errors#" + wire)
                .containsEntry(
                        "type",
                        code.status() == 401
                                ? "authentication_error"
                                : code.status() >= 500 ? "api_error" : "invalid_request_error");
        assertThat(String.valueOf(envelope.get("id"))).matches("err_[0-9A-Z]{8}");
        assertThat(answer.details()).containsOnlyKeys("retryable").containsEntry("retryable", code.status() >= 500);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(answer.header("Omni-Token-Count")).isEqualTo("0");
    }
}

package omni.endpoint;

import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import org.junit.jupiter.api.Test;

/** AdminOrganization field by field, contract 11.11. */
class OperatorGoldenTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final Rig rig = new Rig();

    private void record(String name, Ask ask, EndpointFunction function) {
        Recorded.golden(
                name + ".txt",
                ask.header("x-request-id", "req_golden")
                        .header("traceparent", TRACE)
                        .of(function)
                        .text());
    }

    private Ask ask(String method, String orgId, String of) {
        return Ask.of(method, "/v1/admin/orgs/" + orgId + of)
                .pathParameter("orgId", orgId)
                .by(rig.byOperator());
    }

    @Test
    void anOrganization() {
        var get = rig.function(Endpoints.GET_ADMIN_ORGANIZATION);
        record("GetAdminOrganization", ask("GET", Rig.ORG, ""), get);
        record("GetAdminOrganization.unknown", ask("GET", "org_Nobody012345", ""), get);
        record("GetAdminOrganization.scope", ask("GET", Rig.ORG, "").by(rig.byKey("billing:manage")), get);
    }

    @Test
    void aContract() {
        var set = rig.function(Endpoints.SET_CONTRACT);
        var terms = "{\"startsAt\":\"2026-05-01T00:00:00Z\",\"endsAt\":null,\"discount\":0.6,\"aiQueriesLimit\":null,"
                + "\"reference\":\"MSA-1\"}";
        record("SetContract", ask("PUT", Rig.ORG, "/contract").body(terms), set);
        record(
                "SetContract.unknown",
                ask("PUT", "org_Nobody012345", "/contract").body(terms),
                set);
        record(
                "SetContract.scope",
                ask("PUT", Rig.ORG, "/contract").by(rig.byBearer()).body(terms),
                set);
        record("SetContract.invalid", ask("PUT", Rig.ORG, "/contract").body("{\"discount\":2}"), set);
    }

    @Test
    void aRestriction() {
        var set = rig.function(Endpoints.SET_RESTRICTION);
        var ruling = "{\"restricted\":true,\"reason\":\"Reported abuse.\"}";
        record("SetRestriction", ask("PUT", Rig.ORG, "/restriction").body(ruling), set);
        record(
                "SetRestriction.unknown",
                ask("PUT", "org_Nobody012345", "/restriction").body(ruling),
                set);
        record(
                "SetRestriction.scope",
                ask("PUT", Rig.ORG, "/restriction").by(rig.byBearer()).body(ruling),
                set);
        record("SetRestriction.invalid", ask("PUT", Rig.ORG, "/restriction").body("{\"restricted\":true}"), set);
    }
}

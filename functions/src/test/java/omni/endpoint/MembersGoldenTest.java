package omni.endpoint;

import java.time.Duration;
import omni.access.EmailAddress;
import omni.billing.PlanKey;
import omni.billing.SubscriptionStatus;
import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import omni.member.Member;
import org.junit.jupiter.api.Test;

/** Members field by field, contract 11.1a. */
class MembersGoldenTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final Rig rig = new Rig();

    private void record(String name, Ask ask, EndpointFunction function) {
        var answer = ask.header("x-request-id", "req_golden")
                .header("traceparent", TRACE)
                .header("Origin", Rig.ORIGIN)
                .of(function);
        Recorded.golden(name + ".txt", answer.text());
    }

    private Ask ask(String method, String email) {
        return Ask.of(method, "/v1/org/members/" + email)
                .pathParameter("email", email)
                .by(rig.byCookie());
    }

    @Test
    void members() {
        rig.members.put(
                new Member.Invited(Rig.ORG, new EmailAddress("bob@example.com"), Rig.NOW.minus(Duration.ofDays(1))));
        record(
                "ListMembers",
                Ask.of("GET", "/v1/org/members").by(rig.byCookie()),
                rig.function(Endpoints.LIST_MEMBERS));
    }

    @Test
    void invitations() {
        rig.account(rig.fresh().subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE));
        record("InviteMember", ask("PUT", "bob@example.com"), rig.function(Endpoints.INVITE_MEMBER));
        rig.account(rig.fresh());
        record("InviteMember.full", ask("PUT", "cid@example.com"), rig.function(Endpoints.INVITE_MEMBER));
        record("InviteMember.invalid", ask("PUT", "nobody"), rig.function(Endpoints.INVITE_MEMBER));
    }

    @Test
    void removals() {
        rig.members.put(new Member.Invited(Rig.ORG, new EmailAddress("bob@example.com"), Rig.NOW));
        record("RemoveMember", ask("DELETE", "bob@example.com"), rig.function(Endpoints.REMOVE_MEMBER));
        record("RemoveMember.unknown", ask("DELETE", "bob@example.com"), rig.function(Endpoints.REMOVE_MEMBER));
        record("RemoveMember.last", ask("DELETE", Rig.ANN.email()), rig.function(Endpoints.REMOVE_MEMBER));
    }
}

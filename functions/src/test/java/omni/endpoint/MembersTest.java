package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.billing.PlanKey;
import omni.billing.SubscriptionStatus;
import omni.call.Caller;
import omni.event.AuditEvent;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.json.Json;
import omni.member.Member;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 11.1a by status, with what must not happen. */
class MembersTest {

    private static final String FOREIGN = "org_Foreign01234";

    private final Rig rig = new Rig();

    @BeforeEach
    void team() {
        rig.account(rig.fresh().subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE));
    }

    private Ask.Answer invite(String email) {
        return invite(email, rig.byCookie());
    }

    private Ask.Answer invite(String email, Caller caller) {
        return ask("PUT", email).by(caller).of(rig.function(Endpoints.INVITE_MEMBER));
    }

    private Ask.Answer remove(String email) {
        return remove(email, rig.byCookie());
    }

    private Ask.Answer remove(String email, Caller caller) {
        return ask("DELETE", email).by(caller).of(rig.function(Endpoints.REMOVE_MEMBER));
    }

    private static Ask ask(String method, String email) {
        return Ask.of(method, "/v1/org/members/" + email)
                .pathParameter("email", email)
                .header("Origin", Rig.ORIGIN)
                .header("x-request-id", "req_1");
    }

    private List<Map<String, @Nullable Object>> listed() {
        var answer =
                Ask.of("GET", "/v1/org/members").by(rig.byKey("read:sec")).of(rig.function(Endpoints.LIST_MEMBERS));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .containsEntry("object", "list")
                .containsEntry("hasMore", false)
                .containsEntry("nextCursor", null);
        return ((List<?>) Objects.requireNonNull(answer.json().get("data")))
                .stream().map(Json::asObject).toList();
    }

    private void active(String orgId, String name) {
        rig.members.put(Member.Active.founder(new Human(
                "https://issuer.example", "auth0|" + name, "usr_" + name, orgId, name + "@example.com", Rig.NOW)));
    }

    @Test
    void anInvitationIsAMemberToBeAndAgainTheSame() {
        var first = invite("Bob@Example.com");
        rig.clock.advance(java.time.Duration.ofMinutes(1));
        var again = invite("bob@EXAMPLE.com");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json())
                .containsEntry("object", "member")
                .containsEntry("email", "bob@example.com")
                .containsEntry("subject", null)
                .containsEntry("status", "invited")
                .containsEntry("invitedAt", "2026-05-15T12:00:20.250Z")
                .containsEntry("joinedAt", null);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(rig.members.events()).hasSize(1);
    }

    @Test
    void whoIsAMemberIsAnsweredAsOneAndTakesNoSecondSeat() {
        var answer = invite("ANN@example.com");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .containsEntry("status", "active")
                .containsEntry("subject", "auth0|1")
                .containsEntry("joinedAt", "2026-05-05T12:00:20.250Z");
        assertThat(rig.members.events()).isEmpty();
    }

    @Test
    void theSeatsAreThoseOfThePublicPlan() {
        for (var number = 1; number < 5; number++) {
            assertThat(invite("m" + number + "@x.org").status()).isEqualTo(200);
        }
        var full = invite("m5@x.org");
        assertThat(full.status()).isEqualTo(409);
        assertThat(full.code()).isEqualTo("seat_limit_reached");
        assertThat(full.details())
                .containsEntry("seatsIncluded", 5L)
                .containsEntry("publicPlanKey", "team")
                .containsEntry("retryable", false);
        assertThat(invite("m4@x.org").status()).as("who has a seat").isEqualTo(200);
        assertThat(rig.members.events()).hasSize(4);

        rig.account(rig.fresh().card());
        remove("m1@x.org");
        assertThat(invite("m1@x.org").code()).as("payg has one seat").isEqualTo("seat_limit_reached");
        assertThat(listed()).as("a smaller plan removes nobody").hasSize(4);
    }

    @Test
    void theListIsNewestFirst() {
        invite("bob@x.org");
        rig.clock.advance(java.time.Duration.ofSeconds(1));
        invite("cid@x.org");
        assertThat(listed())
                .extracting(member -> member.get("email"))
                .containsExactly("cid@x.org", "bob@x.org", "ann@example.com");
    }

    @Test
    void aMemberAndAnInvitationCanBeRemovedAndAreAnsweredSo() {
        active(Rig.ORG, "bob");
        invite("cid@x.org");
        var bob = remove("Bob@example.com");
        var cid = remove("cid@x.org");
        assertThat(bob.status()).isEqualTo(200);
        assertThat(bob.json()).containsEntry("status", "removed").containsEntry("subject", "auth0|bob");
        assertThat(cid.json()).containsEntry("status", "removed");
        assertThat(listed()).hasSize(1);
    }

    @Test
    void theLastActiveMemberStaysWhoeverIsInvited() {
        invite("bob@x.org");
        var answer = remove("ann@example.com");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("last_member");
        assertThat(listed()).hasSize(2);
        assertThat(rig.members.events()).hasSize(1);
    }

    @Test
    void membersOfOthersAreToldApartFromNobodyByNobody() {
        active(FOREIGN, "eve");
        active(FOREIGN, "zoe");
        rig.members.put(new Member.Invited(FOREIGN, new EmailAddress("ivy@example.com"), Rig.NOW));
        var calls = rig.members.calls();
        var unknown = remove("nobody@example.com");
        var cost = rig.members.calls() - calls;
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.code()).isEqualTo("validation_error");
        for (var foreign : List.of("eve@example.com", "zoe@example.com", "ivy@example.com")) {
            calls = rig.members.calls();
            var answer = remove(foreign);
            assertThat(comparable(answer)).isEqualTo(comparable(unknown));
            assertThat(rig.members.calls() - calls).isEqualTo(cost);
        }
        assertThat(rig.members.list(FOREIGN)).hasSize(3);
        assertThat(rig.members.events()).isEmpty();
    }

    private static String comparable(Ask.Answer answer) {
        return answer.text().replaceAll("err_\\w+|traceparent\\W+[0-9a-f-]+|RateLimit-Remaining: \\d+", "");
    }

    @Test
    void inviteOfAMemberOfAnotherOrganizationLooksLikeAnyOther() {
        active(FOREIGN, "eve");
        assertThat(invite("eve@example.com").json()).containsEntry("status", "invited");
        assertThat(rig.members.list(FOREIGN)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "@x.org", "bob@", "bob @x.org", "b\u0000@x.org"})
    void whatIsNoAddressIsRefusedWithoutARead(String email) {
        var calls = rig.members.calls();
        for (var answer : List.of(invite(email), remove(email))) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("validation_error");
            assertThat(answer.body()).contains("\"path\":\"email\"");
        }
        assertThat(invite("b".repeat(65) + "@x.org").status()).isEqualTo(400);
        assertThat(rig.members.calls()).isEqualTo(calls);
    }

    @Test
    void aKeyNeverInvitesOrRemovesWhateverItsScopes() {
        active(Rig.ORG, "bob");
        for (var answer : List.of(invite("x@y.z", rig.byKey("*")), remove("bob@example.com", rig.byKey("*")))) {
            assertThat(answer.status() + " " + answer.code()).isEqualTo("403 human_auth_required");
        }
        assertThat(listed()).hasSize(2);
    }

    @Test
    void aPersonWithoutTheScopeOrTheOriginChangesNothing() {
        assertThat(ask("PUT", "x@y.z")
                        .header("Origin", "https://evil.example")
                        .by(rig.byCookie())
                        .of(rig.function(Endpoints.INVITE_MEMBER))
                        .code())
                .isEqualTo("origin_not_allowed");
        assertThat(invite("x@y.z", Rig.nobodys()).code()).isEqualTo("organization_missing");
        assertThat(rig.members.events()).isEmpty();
    }

    @Test
    void aRestrictedOrganizationMayRemoveAndInvitesNobody() {
        active(Rig.ORG, "bob");
        rig.account(rig.fresh()
                .subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE)
                .withRestriction());
        var invited = invite("x@y.z");
        assertThat(invited.status() + " " + invited.code()).isEqualTo("402 billing_required");
        assertThat(remove("bob@example.com").status()).isEqualTo(200);
        assertThat(listed()).hasSize(1);
    }

    @Test
    void eachChangeIsRecordedWithWhoDidWhatInWhichRequest() {
        active(Rig.ORG, "bob");
        invite("cid@x.org");
        remove("cid@x.org");
        remove("bob@example.com");
        assertThat(rig.members.events()).allSatisfy(event -> {
            assertThat(event.kind()).isEqualTo(AuditEvent.AUDIT);
            assertThat(event.orgId()).isEqualTo(Rig.ORG);
            assertThat(event.actorPrincipalId()).isEqualTo("usr_1");
            assertThat(event.authMode()).isEqualTo("session");
            assertThat(event.requestId()).isEqualTo("req_1");
        });
        assertThat(rig.members.events().stream().map(event -> event.type() + " " + Json.text(event.data())))
                .usingElementComparator(MembersTest::byParts)
                .containsExactly(
                        "member.invited {\"email\":\"cid@x.org\",\"previous\":{\"status\":null},\"new\":{\"status\":\"invited\"}}",
                        "member.removed {\"email\":\"cid@x.org\",\"previous\":{\"status\":\"invited\"},\"new\":{\"status\":null}}",
                        "member.removed {\"email\":\"bob@example.com\",\"previous\":{\"status\":\"active\"},\"new\":{\"status\":null}}");
    }

    /** An event's data has no order. */
    private static int byParts(String one, String other) {
        return String.valueOf(one.chars().sorted().boxed().toList())
                .compareTo(String.valueOf(other.chars().sorted().boxed().toList()));
    }

    @Test
    void whoWasInvitedInBetweenIsAnsweredAsTheOtherMadeThem() {
        rig.members.beforeNextChange(() ->
                rig.members.put(new Member.Invited(Rig.ORG, new EmailAddress("bob@x.org"), Rig.NOW.minusSeconds(5))));
        assertThat(invite("bob@x.org").json()).containsEntry("invitedAt", "2026-05-15T12:00:15.250Z");
        assertThat(rig.members.events()).isEmpty();
    }

    @Test
    void whoJoinedInBetweenIsRemovedAsTheMemberThatTheyAre() {
        invite("bob@example.com");
        rig.members.beforeNextChange(() -> active(Rig.ORG, "bob"));
        assertThat(remove("bob@example.com").json())
                .containsEntry("subject", "auth0|bob")
                .containsEntry("status", "removed");
        assertThat(listed()).hasSize(1);
    }

    @Test
    void whoIsRemovedIsAnsweredAsTheyAreThen() {
        invite("ida@example.com");
        active(Rig.ORG, "bob");
        assertThat(remove("ida@example.com").json())
                .containsEntry("status", "removed")
                .containsEntry("joinedAt", null);
        assertThat(remove("bob@example.com").json())
                .containsEntry("status", "removed")
                .containsEntry("joinedAt", "2026-05-15T12:00:20.250Z");
        assertThat(remove("bob@example.com").json()).as("again").containsEntry("status", "removed");
    }

    @Test
    void whoIsRemovedTwiceAtOnceIsRemovedOnceAndBothAreToldSo() {
        active(Rig.ORG, "bob");
        rig.members.beforeNextChange(
                () -> assertThat(remove("bob@example.com").status()).isEqualTo(200));
        assertThat(remove("bob@example.com").status()).isEqualTo(200);
        assertThat(rig.members.events()).hasSize(1);
    }

    private Member.Invited invited(String email, Instant at) {
        var invited = new Member.Invited(Rig.ORG, new EmailAddress(email), at, "old@example.com");
        rig.members.put(invited);
        return invited;
    }

    private @Nullable Member found(String email) {
        return rig.members.find(Rig.ORG, new EmailAddress(email));
    }

    @Test
    void anInvitationSaysWhoGaveIt() {
        invite("bob@example.com");
        assertThat(found("bob@example.com"))
                .isEqualTo(
                        new Member.Invited(Rig.ORG, new EmailAddress("bob@example.com"), Rig.NOW, "ann@example.com"));
    }

    @ParameterizedTest(name = "invited again after {0}: renewed {1}")
    @CsvSource({"PT0S,false", "PT23H59M59.999S,false", "P1D,true", "P13D,true", "P14D,true", "P40D,true"})
    void anInvitationThatIsGivenAgainADayLaterStandsForItsWholeTimeAnew(Duration after, boolean renewed) {
        var before = invited("bob@example.com", Rig.NOW.minus(after));
        var answer = invite("bob@example.com");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(found("bob@example.com"))
                .isEqualTo(renewed ? new Member.Invited(Rig.ORG, before.email(), Rig.NOW, "ann@example.com") : before);
        assertThat(rig.members.events()).hasSize(renewed ? 1 : 0);
    }

    @ParameterizedTest(name = "{0} after it was given: listed {1}")
    @CsvSource({"P13DT23H59M59.999S,true", "P14D,false", "P15D,false"})
    void anInvitationThatEndedIsNotListed(Duration after, boolean listed) {
        invited("bob@example.com", Rig.NOW.minus(after));
        assertThat(listed()).hasSize(listed ? 2 : 1);
    }

    @Test
    void anInvitationThatEndedGivesItsSeatToWhoeverNeedsIt() {
        rig.account(rig.fresh());
        invited("bob@example.com", Rig.NOW.minus(Member.Invited.LIFE).plusMillis(1));
        assertThat(invite("eve@example.com").code()).as("it stands").isEqualTo("seat_limit_reached");
        rig.account(rig.fresh().subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE));
        for (var number = 0; rig.members.list(Rig.ORG).size() < 5; number++) {
            invited("old" + number + "@example.com", Rig.NOW.minus(Member.Invited.LIFE));
        }
        assertThat(invite("eve@example.com").status()).isEqualTo(200);
        assertThat(found("bob@example.com")).as("it stands").isNotNull();
        assertThat(found("old0@example.com")).isNull();
        assertThat(rig.members.events())
                .extracting(AuditEvent::type)
                .containsExactly("member.removed", "member.removed", "member.removed", "member.invited");
    }
}

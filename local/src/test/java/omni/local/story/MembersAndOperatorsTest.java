package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import omni.local.world.LocalWorld;
import org.junit.jupiter.api.Test;

/** People of one organization and operators of all, as browsers meet them. */
@SharedWorld(SharedWorld.Kind.STILL)
class MembersAndOperatorsTest {

    private final World world;

    MembersAndOperatorsTest(World world) {
        this.world = world;
    }

    private Customer team() throws Exception {
        var customer = world.signUp();
        world.standing(customer, World.TEAM);
        return customer;
    }

    private static Answer invite(Customer by, String email) {
        return by.browser().put("/v1/org/members/" + email);
    }

    private static String orgId(Client client) {
        return client.get("/v1/me").field("principal.orgId");
    }

    @Test
    void aMemberJoinsByChoosingToAndIsOutWithTheVeryNextRequest() throws Exception {
        var team = team();
        var email = "joiner-of-" + team.email();
        assertThat(invite(team, email.toUpperCase(java.util.Locale.ROOT)).status())
                .isEqualTo(200);
        var first = world.join(email, team);
        var second = world.signIn(email);
        assertThat(List.of(orgId(first), orgId(second))).containsOnly(team.orgId());
        assertThat(team.browser().delete("/v1/org/members/" + email).status()).isEqualTo(200);
        for (var browser : List.of(first, second)) {
            assertThat(browser.get("/v1/me").status()).isEqualTo(401);
            assertThat(browser.get("/auth/session").code()).isEqualTo("missing_browser_session");
        }
        assertThat(orgId(world.signIn(email)))
                .as("founds their own")
                .isNotEmpty()
                .isNotEqualTo(team.orgId());
        assertThat(first.get("/v1/me").status()).as("the old session").isEqualTo(401);
        assertThat(types(team)).contains("member.invited", "member.joined", "member.removed");
    }

    @Test
    void whoIsRemovedAndComesBackNeedsANewSession() throws Exception {
        var team = team();
        var email = "returner-to-" + team.email();
        assertThat(invite(team, email).status()).isEqualTo(200);
        var old = world.join(email, team);
        assertThat(orgId(old)).isEqualTo(team.orgId());
        assertThat(team.browser().delete("/v1/org/members/" + email).status()).isEqualTo(200);
        assertThat(invite(team, email).status()).isEqualTo(200);
        var fresh = world.join(email, team);
        assertThat(orgId(fresh)).as("the same organization again").isEqualTo(team.orgId());
        assertThat(old.get("/v1/me").status()).as("the old session").isEqualTo(401);
        assertThat(old.get("/auth/session").code()).isEqualTo("missing_browser_session");
    }

    @Test
    void whoIsInvitedAndMakesTheirOwnIsNobodyOfTheTeamAndTheirCardPageIsTheirs() throws Exception {
        var team = team();
        var email = "wary-of-" + team.email();
        assertThat(invite(team, email).status()).isEqualTo(200);
        var token = world.nobody()
                .with("Authorization", "Bearer " + world.local().signIn().token(email));
        var told = token.get("/v1/org");
        assertThat(told.code()).isEqualTo("organization_missing");
        var invitation = told.json().path("details").path("invitations").path(0);
        Answer.holds(invitation, "{orgId: '%s', invitedBy: '%s'}", team.orgId(), team.email());
        var own = world.signIn(email);
        assertThat(orgId(own)).isNotEmpty().isNotEqualTo(team.orgId());
        assertThat(own.get("/v1/org/members").json().path("data").size()).isOne();
        assertThat(team.browser().get("/v1/org/members").json().path("data").size())
                .isEqualTo(2);
    }

    @Test
    void ofTwoSessionCookiesNoneCounts() throws Exception {
        var cookie = world.local().signIn().signIn(world.signUp().email()).cookie();
        world.nobody().with("Cookie", cookie).get("/auth/session").is(200);
        for (var sent : List.of(cookie + "; " + cookie, "omni_session=planted; " + cookie)) {
            var browser = world.nobody().with("Cookie", sent);
            assertThat(browser.get("/auth/session").code()).isEqualTo("missing_browser_session");
            assertThat(browser.get("/v1/me").code()).isEqualTo("missing_api_key");
        }
    }

    @Test
    void anOperatorsSessionGoesOnWithoutTheirScopes12HoursAfterTheSignIn() throws Exception {
        var operator = world.signIn(LocalWorld.OPERATOR);
        var admin = "/v1/admin/orgs/" + world.signUp().orgId();
        assertThat(operator.get(admin).status()).isEqualTo(200);
        world.advance(Duration.ofHours(12));
        assertThat(operator.get(admin).code()).isEqualTo("operator_scope_required");
        assertThat(operator.get("/auth/session").status()).isEqualTo(200);
        assertThat(world.signIn(LocalWorld.OPERATOR).get(admin).status()).isEqualTo(200);
    }

    private static List<String> types(Customer customer) {
        return customer.browser()
                .get("/v1/events?limit=100")
                .json()
                .path("data")
                .valueStream()
                .map(event -> event.path("type").asText())
                .toList();
    }

    @Test
    void aSessionCostsOneReadAndAForeignAddressWhatAnUnknownOneDoes() throws Exception {
        var team = team();
        var other = team();
        world.drain();
        world.databaseCalls().taken();
        team.browser().get("/v1/me");
        assertThat(world.databaseCalls().taken()).containsExactly("batchGetItem", "updateItem");

        var unknown = team.browser().delete("/v1/org/members/nobody@example.com");
        var cost = world.databaseCalls().taken();
        var foreign = team.browser().delete("/v1/org/members/" + other.email());
        assertThat(world.databaseCalls().taken()).isEqualTo(cost);
        assertThat(unlabelled(foreign)).isEqualTo(unlabelled(unknown));
        assertThat(orgId(other.browser())).isEqualTo(other.orgId());
    }

    private static String unlabelled(Answer answer) {
        return answer.status() + answer.text().replaceAll("(err|req)_\\w+|00-[0-9a-f-]+", "");
    }

    @Test
    void aContractSetsPriceQuotaAndLimitsFromItsStartToItsEnd() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        var operator = world.signIn(LocalWorld.OPERATOR);
        var startsAt = world.now().plus(Duration.ofHours(1));
        var endsAt = startsAt.plus(Duration.ofHours(1));
        operator.put(
                        "/v1/admin/orgs/" + customer.orgId() + "/contract",
                        "{\"startsAt\":\"" + startsAt + "\",\"endsAt\":\"" + endsAt
                                + "\",\"discount\":0.6,\"aiQueriesLimit\":12345}")
                .is(200);
        assertThat(customer.call(Calls.SECTION).status()).as("not begun").isEqualTo(402);

        world.advance(Duration.ofHours(1));
        var paid = customer.call(Calls.SECTION).is(200);
        assertThat(paid.header("Omni-Billing-State")).isEqualTo("commercial_active");
        assertThat(paid.header("Omni-Estimated-Cost")).as("40 % of 5 cents").isEqualTo("$0.0200");
        assertThat(paid.header("X-RateLimit-Limit")).as("ten times the base").isEqualTo(ten(Calls.SECTION));
        assertThat(world.account(customer).ledger().accrual().microDollars()).isEqualTo(20_000);
        var quota = customer.billing().json().path("monthlyQuotas").path("ai_queries");
        assertThat(quota.path("limit").asLong()).isEqualTo(12_345);

        world.advance(Duration.ofHours(1));
        assertThat(customer.call(Calls.SECTION).status()).as("ended").isEqualTo(402);
        assertThat(customer.billing().field("billingState")).isEqualTo("payg_pending_card");
    }

    /** Ten times what a fresh organization may call in a minute. */
    private String ten(String path) throws Exception {
        return Integer.toString(10 * Integer.parseInt(world.signUp().call(path).header("X-RateLimit-Limit")));
    }

    @Test
    void anOperatorRestrictsAndLiftsAndTheCustomerReadsWhoDidIt() throws Exception {
        var customer = world.signUp();
        var operator = world.signIn(LocalWorld.OPERATOR);
        var path = "/v1/admin/orgs/" + customer.orgId() + "/restriction";
        assertThat(customer.browser().put(path, "{\"restricted\":false}").code())
                .isEqualTo("operator_scope_required");
        var keyed = operator.with("Idempotency-Key", "restrict-" + customer.orgId());
        var body = "{\"restricted\":true,\"reason\":\"abuse\"}";
        assertThat(keyed.put(path, body).status()).isEqualTo(200);
        assertThat(keyed.put(path, body).header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(402);
        assertThat(operator.put(path, "{\"restricted\":false}").status()).isEqualTo(200);
        assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
        assertThat(types(customer))
                .filteredOn("operator.restriction.updated"::equals)
                .hasSize(2);
    }
}

package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import omni.access.EmailAddress;
import omni.event.AuditEvent;
import omni.fakes.Ask;
import omni.fakes.Fixture;
import omni.fakes.ScriptedIssuer;
import omni.member.Member;
import omni.member.Members;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joining, contract 3: by the choice of whoever is invited, and exactly one organization, whatever races. */
class JoiningTest {

    private static final String COOKIE = "__Host-omni_session";
    private static final EmailAddress BOB = new EmailAddress("bob@example.com");

    private final LoginWorld world = new LoginWorld();
    private String orgId = "";

    @BeforeEach
    void found() {
        world.signIn("ada", "/");
        orgId = world.organizations.created().getFirst().organization().id();
    }

    private Member.Invited invite(EmailAddress email) {
        return invite(orgId, email, 0);
    }

    private Member.Invited invite(String organization, EmailAddress email, long afterSeconds) {
        var invited =
                new Member.Invited(organization, email, Fixture.START.plusSeconds(afterSeconds), "ada@example.com");
        assertThat(world.members.invite(invited, 5, event("member.invited"))).isEqualTo(Members.Invitation.INVITED);
        return invited;
    }

    private AuditEvent event(String type) {
        return new AuditEvent(
                "evt_1", orgId, "audit", type, "usr_1", "session", "api", "req_1", Map.of(), Fixture.START);
    }

    private Ask.Answer signIn(String subject, String email) {
        return world.callback(world.begin("/next"), ScriptedIssuer.identity(subject, email))
                .of(world.finish);
    }

    /** The cookie of an invited person who has not chosen yet. */
    private String undecided(String subject) {
        return signIn(subject, subject + "@example.com").cookie(COOKIE);
    }

    private String organizationOf(String cookie) {
        return String.valueOf(world.caller(cookie).principal().orgId());
    }

    private Member.Active active(EmailAddress email) {
        return (Member.Active) Objects.requireNonNull(world.members.find(orgId, email));
    }

    @Test
    void whoIsInvitedIsAskedAndJoinsNothingByThat() {
        invite(BOB);
        var page = signIn("bob", "BOB@Example.com");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "connect-src 'self'", "form-action 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .contains("data-join=\"" + orgId + "\"", "ada@example.com invited you", "15 May 2026, 12:00 UTC")
                .contains("<h2>An organization without a name</h2>", ">Join this organization</button>")
                .doesNotContain("secapi_live_", "{{");
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
        assertThat(world.organizations.created()).hasSize(1);
        assertThat(world.organizations.human(ScriptedIssuer.ISSUER, "bob")).isNull();
        assertThat(organizationOf(page.cookie(COOKIE))).isEqualTo("null");
        assertThat(signIn("bob", "bob@example.com").body())
                .as("coming back later")
                .contains("data-join=\"" + orgId + "\"");
    }

    @Test
    void aNameAndAnAddressCannotBecomeMarkupOnThePage() {
        var odd = new Member.Invited(orgId, BOB, Fixture.START, "\"<script>alert('x')</script>{{next}}\"@x.org");
        world.members.put(odd);
        assertThat(signIn("bob", "bob@example.com").body())
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;{{next}}")
                .containsOnlyOnce("<script>");
    }

    @Test
    void whoChoosesToJoinIsAMemberWithASessionAndNoKey() {
        invite(BOB);
        var answer = world.join(undecided("bob"), orgId);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json()).containsEntry("object", "onboarding_result").containsEntry("apiKey", null);
        assertThat(answer.body()).contains("\"id\":\"" + orgId + "\"").contains("\"orgId\":\"" + orgId + "\"");
        assertThat(organizationOf(LoginWorld.cookie(answer))).isEqualTo(orgId);
        assertThat(active(BOB).human().subject()).isEqualTo("bob");
        assertThat(world.organizations.created()).hasSize(1);
        var again = signIn("bob", "bob@example.com");
        assertThat(again.status()).isEqualTo(302);
        assertThat(organizationOf(again.cookie(COOKIE))).isEqualTo(orgId);
    }

    @Test
    void whoChoosesTheirOwnLeavesTheInvitationStanding() {
        invite(BOB);
        var answer = world.create(undecided("bob"), "{\"name\":\"Bob's\"}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).contains("\"secret\":\"secapi_live_");
        assertThat(organizationOf(LoginWorld.cookie(answer)))
                .isNotEqualTo(orgId)
                .startsWith("org_");
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    /** What the issuer said at the sign-in gets no younger by choosing later. */
    @Test
    void theSessionOfWhoChoseIsAsOldAsTheirSignIn() {
        invite(BOB);
        var cookie = undecided("bob");
        world.clock.advance(Duration.ofHours(11));
        var joined = LoginWorld.cookie(world.join(cookie, orgId));
        var id = Objects.requireNonNull(world.caller(joined).principal().sessionId());
        var session = Objects.requireNonNull(world.sessions.find(id));
        assertThat(session.openedAt()).isEqualTo(Fixture.START);
        assertThat(session.vouchedAt(Fixture.START.plus(Duration.ofHours(12)))).isFalse();
        assertThatThrownBy(() -> world.caller(cookie)).as("the undecided one").isInstanceOf(AssertionError.class);
    }

    @Test
    void joiningIsRecordedByWhoJoined() {
        invite(BOB);
        world.join(undecided("bob"), orgId);
        assertThat(world.members.events()).last().satisfies(event -> {
            var bob = active(BOB);
            assertThat(event.type()).isEqualTo("member.joined");
            assertThat(event.actorPrincipalId()).isEqualTo(bob.human().userId());
            assertThat(event.authMode()).isEqualTo("session");
            assertThat(event.requestId()).isNotEmpty();
            assertThat(event.data())
                    .containsEntry("email", "bob@example.com")
                    .containsEntry("previous", Map.of("status", "invited"))
                    .containsEntry(
                            "new",
                            Map.of("status", "active", "userId", bob.human().userId()));
        });
    }

    @Test
    void anAddressThatIsNotVerifiedJoinsNothing() {
        invite(BOB);
        var unverified =
                new omni.access.IdentityProvider.Identity(ScriptedIssuer.ISSUER, "bob", BOB.value(), false, "");
        assertThat(world.callback(world.begin("/"), unverified).of(world.finish).code())
                .isEqualTo("email_not_verified");
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    @Test
    void anAddressThatOnlyUnicodeTakesForTheSameIsNotInvited() {
        invite(new EmailAddress("kate@example.com"));
        signIn("kelvin", "\u212aate@example.com");
        assertThat(world.organizations.created()).hasSize(2);
        assertThat(world.members.list(orgId))
                .filteredOn(Member.Active.class::isInstance)
                .hasSize(1);
    }

    @Test
    void whoHasAnOrganizationStaysThereAndTheInvitationStands() {
        signIn("bob", "bob@example.com");
        var own = world.organizations.created().getLast().organization().id();
        invite(BOB);
        var cookie = signIn("bob", "bob@example.com").cookie(COOKIE);
        assertThat(organizationOf(cookie)).isEqualTo(own);
        assertThat(world.join(cookie, orgId).code()).isEqualTo("organization_exists");
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    @Test
    void ofSeveralInvitationsTheOneThatIsChosenIsTakenUp() {
        signIn("zoe", "zoe@example.com");
        var other = world.organizations.created().getLast().organization().id();
        invite(orgId, BOB, 10);
        invite(other, BOB, 5);
        var page = signIn("bob", "bob@example.com");
        assertThat(page.body()).contains("data-join=\"" + orgId + "\"", "data-join=\"" + other + "\"");
        assertThat(world.join(page.cookie(COOKIE), orgId).status()).isEqualTo(201);
        assertThat(organizationOf(signIn("bob", "bob@example.com").cookie(COOKIE)))
                .isEqualTo(orgId);
        assertThat(world.members.find(other, BOB)).isInstanceOf(Member.Invited.class);
    }

    /** Whether there is such an organization is not told either. */
    @Test
    void whatHasNoOpenInvitationForThePersonIsNotFound() {
        var bob = invite(BOB);
        signIn("zoe", "zoe@example.com");
        var foreign = world.organizations.created().getLast().organization().id();
        var cookie = undecided("bob");
        for (var wanted : List.of(foreign, "org_" + "0".repeat(12), "x")) {
            assertThat(world.join(cookie, wanted).code()).as(wanted).isEqualTo("organization_not_found");
        }
        world.members.remove(bob, event("member.removed"));
        assertThat(world.join(cookie, orgId).code()).as("withdrawn").isEqualTo("organization_not_found");
        assertThat(world.organizations.human(ScriptedIssuer.ISSUER, "bob")).isNull();
    }

    @Test
    void anInvitationEndsAfter14DaysToTheMillisecond() {
        invite(BOB);
        world.clock.set(Fixture.START.plus(Member.Invited.LIFE).minusMillis(1));
        var cookie = undecided("bob");
        world.clock.advance(Duration.ofMillis(1));
        assertThat(world.join(cookie, orgId).code()).isEqualTo("organization_not_found");
        assertThat(signIn("eve", "bob@example.com").body())
                .doesNotContain("data-join")
                .contains("secapi_live_");
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    @Test
    void anInvitationThatIsWithdrawnOrGivenAnewMeanwhileIsNotTheOneThatWasTakenUp() {
        var bob = invite(BOB);
        var cookie = undecided("bob");
        world.members.beforeNextChange(() -> world.members.remove(bob, event("member.removed")));
        assertThat(world.join(cookie, orgId).code()).isEqualTo("organization_not_found");
        var second = invite(orgId, BOB, 60);
        world.members.beforeNextChange(() -> world.members.renew(
                second, new Member.Invited(orgId, BOB, Fixture.START.plusSeconds(90)), event("member.invited")));
        assertThat(world.join(cookie, orgId).code()).isEqualTo("organization_not_found");
        assertThat(world.join(cookie, orgId).status()).as("again").isEqualTo(201);
    }

    @Test
    void whoFoundsByAnotherSignInMeanwhileDoesNotJoinToo() {
        invite(BOB);
        var cookie = undecided("bob");
        world.members.beforeNextChange(() -> world.organizations.create(Fixture.SIGN_UP
                .prepare(ScriptedIssuer.identity("bob", "bob@example.com"), Fixture.ids(99), "req_9", Fixture.START)
                .organization()));
        assertThat(world.join(cookie, orgId).code()).isEqualTo("organization_exists");
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    @Test
    void aSignOutMeanwhileLeavesNobodyToJoin() {
        invite(BOB);
        var cookie = undecided("bob");
        var caller = world.caller(cookie);
        world.sessions.revoke(Objects.requireNonNull(caller.principal().sessionId()));
        assertThat(world.create(caller, "{\"joinOrgId\":\"" + orgId + "\"}").code())
                .isEqualTo("missing_browser_session");
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    @Test
    void underOneKeyAPersonJoinsOnceAndIsAnsweredTheSame() {
        invite(BOB);
        var first = world.join(undecided("bob"), orgId, "k-1");
        var cookie = LoginWorld.cookie(first);
        var again = world.join(cookie, orgId, "k-1");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.headers()).doesNotContainKey("Set-Cookie");
        assertThat(world.join(cookie, orgId, "k-2").code()).isEqualTo("organization_exists");
        assertThat(world.members.events()).extracting(AuditEvent::type).containsOnlyOnce("member.joined");
    }

    @Test
    void anotherSitesPageCannotChooseForThem() {
        invite(BOB);
        var caller = world.caller(undecided("bob"));
        for (var origin : List.of("https://evil.example", "null", "https://api.example.com.evil.example")) {
            var answer = world.create(
                    world.asking(caller, "{\"joinOrgId\":\"" + orgId + "\"}").header("Origin", origin));
            assertThat(answer.code()).as(origin).isEqualTo("origin_not_allowed");
        }
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    @Test
    void whoWasRemovedMayFoundAndJoinAgain() {
        invite(BOB);
        var cookie = LoginWorld.cookie(world.join(undecided("bob"), orgId));
        remove();
        assertThatThrownBy(() -> world.caller(cookie)).as("the old session").isInstanceOf(AssertionError.class);
        invite(orgId, BOB, 60);
        var back = LoginWorld.cookie(world.join(undecided("bob"), orgId));
        assertThat(organizationOf(back)).isEqualTo(orgId);
        assertThatThrownBy(() -> world.caller(cookie)).as("the old session").isInstanceOf(AssertionError.class);
        remove();
        assertThat(signIn("bob", "bob@example.com").status()).as("founds").isEqualTo(200);
        assertThat(world.organizations.created()).hasSize(2);
    }

    private void remove() {
        assertThat(world.members.remove(active(BOB), event("member.removed"))).isEqualTo(Members.Removal.REMOVED);
    }

    @Test
    void ofManyWhoChooseAndARemovalAtOnceOneOrganizationIsLeftAtMost() throws Exception {
        for (var seed = 0; seed < 20; seed++) {
            var email = new EmailAddress("racer" + seed + "@example.com");
            var subject = "racer" + seed;
            var invited = invite(email);
            var cookies =
                    IntStream.range(0, 4).mapToObj(racer -> undecided(subject)).toList();
            var callers = cookies.stream().map(world::caller).toList();
            var ready = new CountDownLatch(5);
            List<Callable<Integer>> racers = new java.util.ArrayList<>();
            for (var racer = 0; racer < callers.size(); racer++) {
                var body = racer % 2 == 0 ? "{\"joinOrgId\":\"" + orgId + "\"}" : "{\"name\":\"mine\"}";
                var ask = world.asking(callers.get(racer), body);
                var endpoint = world.endpoint();
                racers.add(() -> {
                    ready.countDown();
                    ready.await();
                    return ask.of(endpoint).status();
                });
            }
            racers.add(() -> {
                ready.countDown();
                ready.await();
                var found = world.members.find(orgId, email);
                world.members.remove(found == null ? invited : found, event("member.removed"));
                return 0;
            });
            try (var executor = Executors.newFixedThreadPool(5)) {
                var statuses = executor.invokeAll(racers).stream()
                        .map(Future::resultNow)
                        .toList();
                assertThat(statuses).as("seed " + seed).isSubsetOf(0, 201, 404, 409);
            }
            var human = world.organizations.human(ScriptedIssuer.ISSUER, subject);
            var seats = world.members.list(orgId).stream()
                    .filter(member -> member.email().equals(email))
                    .toList();
            if (human != null && human.orgId().equals(orgId)) {
                assertThat(seats).as("seed " + seed).hasSize(1).hasOnlyElementsOfType(Member.Active.class);
            } else {
                assertThat(seats).as("seed " + seed).doesNotHaveAnyElementsOfTypes(Member.Active.class);
            }
            seats.forEach(member -> world.members.remove(member, event("member.removed")));
        }
    }
}

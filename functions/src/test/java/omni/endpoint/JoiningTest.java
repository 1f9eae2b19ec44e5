package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import omni.access.AuditEvent;
import omni.access.EmailAddress;
import omni.access.Member;
import omni.access.Members;
import omni.fakes.Call;
import omni.fakes.Fixture;
import omni.fakes.ScriptedIssuer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joining at sign-in, contract 11.1a: exactly one organisation, whatever races. */
class JoiningTest {

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
        var invited = new Member.Invited(organization, email, Fixture.START.plusSeconds(afterSeconds));
        assertThat(world.members.invite(invited, 5, event("member.invited"))).isEqualTo(Members.Invitation.INVITED);
        return invited;
    }

    private AuditEvent event(String type) {
        return new AuditEvent(
                "evt_1", orgId, "audit", type, "usr_1", "session", "api", "req_1", Map.of(), Fixture.START);
    }

    private Call.Answer signIn(String subject, String email) {
        return world.callback(world.begin("/next"), ScriptedIssuer.identity(subject, email))
                .to(world.finish);
    }

    private String organizationOf(Call.Answer answer) {
        var principal = Objects.requireNonNull(
                world.authorized(answer.cookie("__Host-omni_session")).get("principal"));
        return principal.replaceAll(".*\"orgId\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void whoWasInvitedJoinsInsteadOfFounding() {
        invite(BOB);
        var answer = signIn("bob", "BOB@Example.com");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/next");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(organizationOf(answer)).isEqualTo(orgId);
        assertThat(world.organizations.created()).hasSize(1);
        assertThat(world.members.find(orgId, BOB)).isInstanceOfSatisfying(Member.Active.class, member -> {
            assertThat(member.human().subject()).isEqualTo("bob");
            assertThat(member.human().joinedAt()).isEqualTo(Fixture.START);
        });
        assertThat(organizationOf(signIn("bob", "bob@example.com")))
                .as("the next sign-in")
                .isEqualTo(orgId);
    }

    @Test
    void joiningIsRecordedByWhoJoined() {
        invite(BOB);
        signIn("bob", "bob@example.com");
        assertThat(world.members.events()).last().satisfies(event -> {
            var bob = (Member.Active) Objects.requireNonNull(world.members.find(orgId, BOB));
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
        assertThat(world.callback(world.begin("/"), unverified).to(world.finish).code())
                .isEqualTo("email_not_verified");
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    @Test
    void anAddressThatOnlyUnicodeTakesForTheSameJoinsNothing() {
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
        assertThat(organizationOf(signIn("bob", "bob@example.com"))).isEqualTo(own);
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    @Test
    void ofSeveralInvitationsTheOldestIsTakenUp() {
        signIn("zoe", "zoe@example.com");
        var other = world.organizations.created().getLast().organization().id();
        invite(orgId, BOB, 10);
        invite(other, BOB, 5);
        assertThat(organizationOf(signIn("bob", "bob@example.com"))).isEqualTo(other);
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    @Test
    void anInvitationThatIsWithdrawnMeanwhileIsNotJoinedButTheNextOneIs() {
        signIn("zoe", "zoe@example.com");
        var other = world.organizations.created().getLast().organization().id();
        var first = invite(BOB);
        invite(other, BOB, 60);
        world.members.beforeNextChange(() -> world.members.remove(first, event("member.removed")));
        assertThat(organizationOf(signIn("bob", "bob@example.com"))).isEqualTo(other);
        assertThat(world.members.list(orgId)).hasSize(1);
    }

    @Test
    void whoseOnlyInvitationIsWithdrawnMeanwhileFounds() {
        var invited = invite(BOB);
        world.members.beforeNextChange(() -> world.members.remove(invited, event("member.removed")));
        assertThat(signIn("bob", "bob@example.com").status()).isEqualTo(200);
        assertThat(world.organizations.created()).hasSize(2);
    }

    @Test
    void whoFoundsByAnotherSignInMeanwhileDoesNotJoinToo() {
        invite(BOB);
        world.members.beforeNextChange(() -> world.organizations.create(Fixture.SIGN_UP
                .prepare(ScriptedIssuer.identity("bob", "bob@example.com"), Fixture.ids(99), "req_9", Fixture.START)
                .organization()));
        var answer = signIn("bob", "bob@example.com");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(organizationOf(answer))
                .isEqualTo(
                        world.organizations.created().getLast().organization().id());
        assertThat(world.members.find(orgId, BOB)).isInstanceOf(Member.Invited.class);
    }

    @Test
    void whoWasRemovedMayFoundAndJoinAgain() {
        invite(BOB);
        var cookie = signIn("bob", "bob@example.com").cookie("__Host-omni_session");
        remove();
        assertThat(signIn("bob", "bob@example.com").status()).as("founds").isEqualTo(200);
        assertThat(world.organizations.created()).hasSize(2);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> world.authorized(cookie))
                .as("the old session")
                .isInstanceOf(AssertionError.class);
    }

    private void remove() {
        var bob = Objects.requireNonNull(world.members.find(orgId, BOB));
        assertThat(world.members.remove(bob, event("member.removed"))).isEqualTo(Members.Removal.REMOVED);
    }

    @Test
    void ofManySignInsAndRemovalsAtOnceOneOrganizationIsLeftAtMost() throws Exception {
        for (var seed = 0; seed < 20; seed++) {
            var email = new EmailAddress("racer" + seed + "@example.com");
            var subject = "racer" + seed;
            var invited = invite(email);
            var callbacks = IntStream.range(0, 4)
                    .mapToObj(
                            racer -> world.callback(world.begin("/"), ScriptedIssuer.identity(subject, email.value())))
                    .toList();
            var ready = new CountDownLatch(5);
            List<Callable<Integer>> racers = new java.util.ArrayList<>();
            callbacks.forEach(callback -> racers.add(() -> {
                ready.countDown();
                ready.await();
                return callback.to(world.finish).status();
            }));
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
                assertThat(statuses).as("seed " + seed).isSubsetOf(0, 200, 302);
            }
            var human = world.organizations.human(ScriptedIssuer.ISSUER, subject);
            var seats = world.members.list(orgId).stream()
                    .filter(member -> member.email().equals(email))
                    .toList();
            if (human != null) {
                assertThat(seats).as("seed " + seed).hasSize(human.orgId().equals(orgId) ? 1 : 0);
            } else {
                assertThat(seats).as("seed " + seed).isEmpty();
            }
            seats.forEach(member -> world.members.remove(member, event("member.removed")));
        }
    }
}

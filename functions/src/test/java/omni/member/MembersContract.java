package omni.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import omni.access.AuthMode;
import omni.access.EmailAddress;
import omni.access.IdentityProvider.Identity;
import omni.access.Ids;
import omni.event.AuditEvent;
import omni.fakes.Fixture;
import omni.member.Members.Invitation;
import omni.member.Members.Joining;
import omni.member.Members.Removal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Members} guarantees. */
public abstract class MembersContract {

    private static final String ISSUER = "https://issuer.example";
    private static final Instant LATER = Fixture.START.plusSeconds(60);
    private static final int RACERS = 8;

    protected abstract Members members();

    /** The organizations of the same store. */
    protected abstract Organizations organizations();

    /** The sessions of the same store. */
    protected abstract Sessions sessions();

    /** What was recorded of an organization: the types. */
    protected abstract List<String> eventTypes(String orgId);

    /** Fresh ones, so that tests can share a store. */
    private final Ids ids = new Ids(new SecureRandom());

    private final String mark = ids.of("x").toLowerCase(java.util.Locale.ROOT);
    private final Organizations.NewOrganization made = newOrganization("ada" + mark);
    private final String orgId = made.organization().id();

    private Organizations.NewOrganization newOrganization(String who) {
        return Fixture.SIGN_UP
                .prepare(identity(who), ids, "req_1", Fixture.START)
                .organization();
    }

    private static Identity identity(String who) {
        return new Identity(ISSUER, who, who + "@example.com", true, "");
    }

    private EmailAddress address(String who) {
        return new EmailAddress(who + mark + "@Example.com");
    }

    @BeforeEach
    void foundOrganization() {
        organizations().create(made);
    }

    private AuditEvent event(String type) {
        return new AuditEvent(ids.of("evt"), orgId, "audit", type, "usr_1", "session", "api", "req_1", Map.of(), LATER);
    }

    private Member.Invited invitation(String who) {
        return new Member.Invited(orgId, address(who), LATER);
    }

    private Member.Invited invite(String who) {
        var invited = invitation(who);
        assertThat(members().invite(invited, 50, event("member.invited"))).isEqualTo(Invitation.INVITED);
        return invited;
    }

    private Members.Joiner joiner(Member.Invited invitation, String name) {
        var now = LATER.plusSeconds(1);
        var who = identity(name + mark);
        var joining = new InvitationAcceptance.Joining(
                who, AuthMode.SESSION, Session.openUndecided(ids, who, now), ids.of("usr"));
        return InvitationAcceptance.prepare(invitation, joining, ids, "req_2", now);
    }

    private Member.Active join(String who) {
        var joiner = joiner(invite(who), who);
        assertThat(members().join(joiner)).isEqualTo(Joining.JOINED);
        return new Member.Active(joiner.human(), LATER);
    }

    private Member.Active founder() {
        return Member.Active.founder(made.founder());
    }

    private List<String> events() {
        return eventTypes(orgId).stream()
                .filter(type -> type.startsWith("member."))
                .toList();
    }

    @Test
    void whoFoundsAnOrganizationIsItsFirstMember() {
        assertThat(members().list(orgId)).containsExactly(founder());
        assertThat(members().find(orgId, address("ada"))).isEqualTo(founder());
    }

    @Test
    void nobodyIsFoundElsewhere() {
        assertThat(members().find(orgId, address("bob"))).isNull();
        assertThat(members().find("org_" + "0".repeat(12), address("ada"))).isNull();
        assertThat(members().list("org_" + "0".repeat(12))).isEmpty();
    }

    @Test
    void theInvitedAreListedNewestFirstAndFoundByTheirAddress() {
        var bob = invite("bob");
        assertThat(members().list(orgId)).containsExactly(bob, founder());
        assertThat(members().invitations(address("bob"), LATER, 10)).containsExactly(bob);
        assertThat(members().invitations(address("eve"), LATER, 10)).isEmpty();
        assertThat(events()).containsExactlyInAnyOrder("member.invited");
    }

    @Test
    void whoTakesASeatIsNotInvitedAgainAndNothingIsWritten() {
        invite("bob");
        assertThat(members().invite(invitation("bob"), 50, event("member.invited")))
                .isEqualTo(Invitation.KNOWN);
        assertThat(members().invite(invitation("ada"), 50, event("member.invited")))
                .isEqualTo(Invitation.KNOWN);
        assertThat(members().invite(invitation("bob"), 1, event("member.invited")))
                .as("known before full")
                .isEqualTo(Invitation.KNOWN);
        assertThat(events()).containsExactlyInAnyOrder("member.invited");
    }

    @Test
    void membersAndInvitationsTakeSeatsAndARemovalGivesOneBack() {
        var bob = invite("bob");
        assertThat(members().invite(invitation("eve"), 2, event("member.invited")))
                .isEqualTo(Invitation.FULL);
        assertThat(members().find(orgId, address("eve"))).isNull();
        assertThat(members().invitations(address("eve"), LATER, 10)).isEmpty();
        assertThat(members().remove(bob, event("member.removed"))).isEqualTo(Removal.REMOVED);
        assertThat(members().invite(invitation("eve"), 2, event("member.invited")))
                .isEqualTo(Invitation.INVITED);
        assertThat(events()).containsExactlyInAnyOrder("member.invited", "member.removed", "member.invited");
    }

    @Test
    void whoJoinsKeepsTheirSeatAndIsKnownFromThenOn() {
        var bob = join("bob");
        assertThat(members().list(orgId)).containsExactly(bob, founder());
        assertThat(organizations().human(ISSUER, "bob" + mark)).isEqualTo(bob.human());
        assertThat(members().invitations(address("bob"), LATER, 10)).isEmpty();
        assertThat(members().invite(invitation("eve"), 2, event("member.invited")))
                .isEqualTo(Invitation.FULL);
        assertThat(events()).containsExactlyInAnyOrder("member.invited", "member.joined");
    }

    @Test
    void theSessionOfWhoJoinsOpensWithTheirMembership() {
        var joiner = joiner(invite("bob"), "bob");
        members().join(joiner);
        var session = Objects.requireNonNull(joiner.session());
        assertThat(sessions().resolve(SessionCookie.of(session)))
                .isEqualTo(new Sessions.Opened(session, joiner.human(), made.account()));
    }

    @Test
    void whoJoinsWithoutABrowserHasNoSession() {
        var joiner = joiner(invite("bob"), "bob");
        var byToken = new Members.Joiner(joiner.invitation(), joiner.human(), null, joiner.event());
        assertThat(members().join(byToken)).isEqualTo(Joining.JOINED);
        assertThat(organizations().human(ISSUER, "bob" + mark)).isEqualTo(joiner.human());
    }

    @Test
    void anInvitationStandsFor14DaysAndIsFoundNoLonger() {
        var bob = new Member.Invited(orgId, address("bob"), LATER, "ada@example.com");
        members().invite(bob, 5, event("member.invited"));
        var end = LATER.plus(Member.Invited.LIFE);
        assertThat(members().invitations(address("bob"), end.minusMillis(1), 10))
                .containsExactly(bob);
        assertThat(members().invitations(address("bob"), end, 10)).isEmpty();
        assertThat(members().find(orgId, address("bob"))).isEqualTo(bob);
    }

    @Test
    void invitationsThatEndedDoNotHideThoseThatStand() {
        for (var number = 0; number < 3; number++) {
            var other = newOrganization("zoe" + number + mark);
            organizations().create(other);
            var old = new Member.Invited(
                    other.organization().id(),
                    address("bob"),
                    LATER.minus(Member.Invited.LIFE).minusSeconds(number));
            members().invite(old, 5, event("member.invited"));
        }
        var bob = invite("bob");
        assertThat(members().invitations(address("bob"), LATER, 1)).containsExactly(bob);
    }

    @Test
    void aRenewedInvitationKeepsItsSeatAndIsAnotherOne() {
        var bob = invite("bob");
        var later = LATER.plus(Member.Invited.LIFE);
        var renewed = new Member.Invited(orgId, address("bob"), later, "ada@example.com");
        assertThat(members().renew(bob, renewed, event("member.invited"))).isTrue();
        assertThat(members().renew(bob, renewed, event("member.invited"))).isFalse();
        assertThat(members().find(orgId, address("bob"))).isEqualTo(renewed);
        assertThat(members().invitations(address("bob"), later, 10)).containsExactly(renewed);
        assertThat(members().invite(invitation("eve"), 2, event("member.invited")))
                .isEqualTo(Invitation.FULL);
        assertThat(members().join(joiner(bob, "bob"))).as("the old one").isEqualTo(Joining.WITHDRAWN);
        assertThat(members().join(joiner(renewed, "bob"))).isEqualTo(Joining.JOINED);
        assertThat(events()).containsExactlyInAnyOrder("member.invited", "member.invited", "member.joined");
    }

    @Test
    void whoeverWasAMemberUnderAnAddressStaysKnownByIt() {
        assertThat(members().listRemoved(orgId, address("bob"))).isEmpty();
        var first = join("bob");
        assertThat(members().listRemoved(orgId, address("bob"))).isEmpty();
        members().remove(first, event("member.removed"));
        var withdrawn = invite("bob");
        members().remove(withdrawn, event("member.removed"));
        var second = join("bob");
        members().remove(second, event("member.removed"));
        assertThat(members().listRemoved(orgId, address("bob"))).containsExactlyInAnyOrder(first, second);
        assertThat(members().listRemoved(orgId, address("eve"))).isEmpty();
        assertThat(members().listRemoved("org_" + "0".repeat(12), address("bob")))
                .isEmpty();
        assertThat(members().list(orgId)).containsExactly(founder());
    }

    @Test
    void whoIsRemovedIsGoneFromEverywhereAtOnce() {
        var bob = join("bob");
        var session = Session.open(ids, bob.human(), null, LATER.plusSeconds(2));
        sessions().open(session);
        assertThat(members().remove(bob, event("member.removed"))).isEqualTo(Removal.REMOVED);
        assertThat(members().find(orgId, address("bob"))).isNull();
        assertThat(organizations().human(ISSUER, "bob" + mark)).isNull();
        assertThat(sessions().resolve(SessionCookie.of(session)).human()).isNull();
        assertThat(members().remove(bob, event("member.removed"))).isEqualTo(Removal.MOVED);
        assertThat(events()).containsExactlyInAnyOrder("member.invited", "member.joined", "member.removed");
    }

    @Test
    void whoIsRemovedMayFoundOrJoinAnother() {
        members().remove(join("bob"), event("member.removed"));
        assertThat(organizations().create(newOrganization("bob" + mark))).isEqualTo(Organizations.Creation.CREATED);
        members().remove(join("eve"), event("member.removed"));
        assertThat(members().join(joiner(invite("eve"), "eve"))).isEqualTo(Joining.JOINED);
    }

    @Test
    void theLastActiveMemberStays() {
        invite("bob");
        assertThat(members().remove(founder(), event("member.removed"))).isEqualTo(Removal.LAST);
        assertThat(members().find(orgId, address("ada"))).isEqualTo(founder());
        assertThat(organizations().human(ISSUER, "ada" + mark)).isEqualTo(made.founder());
        assertThat(events()).containsExactlyInAnyOrder("member.invited");
    }

    @Test
    void anInvitationIsTakenUpOnceAndNotAfterItWasWithdrawn() {
        var bob = invite("bob");
        assertThat(members().join(joiner(bob, "bob"))).isEqualTo(Joining.JOINED);
        assertThat(members().join(joiner(bob, "bob-of-another-subject"))).isEqualTo(Joining.WITHDRAWN);
        var eve = invite("eve");
        members().remove(eve, event("member.removed"));
        assertThat(members().join(joiner(eve, "eve"))).isEqualTo(Joining.WITHDRAWN);
        assertThat(organizations().human(ISSUER, "eve" + mark)).isNull();
        assertThat(members().invitations(address("eve"), LATER, 10)).isEmpty();
    }

    @Test
    void anInvitationThatWasGivenAnewIsAnother() {
        var first = invite("bob");
        members().remove(first, event("member.removed"));
        var second = new Member.Invited(orgId, address("bob"), LATER.plusSeconds(5));
        assertThat(members().invite(second, 50, event("member.invited"))).isEqualTo(Invitation.INVITED);
        assertThat(members().join(joiner(first, "bob"))).isEqualTo(Joining.WITHDRAWN);
        assertThat(members().remove(first, event("member.removed"))).isEqualTo(Removal.MOVED);
        assertThat(members().join(joiner(second, "bob"))).isEqualTo(Joining.JOINED);
    }

    @Test
    void whoBelongsSomewhereJoinsNothingElse() {
        organizations().create(newOrganization("bob" + mark));
        var joiner = joiner(invite("bob"), "bob");
        assertThat(members().join(joiner)).isEqualTo(Joining.ELSEWHERE);
        assertThat(members().find(orgId, address("bob"))).isInstanceOf(Member.Invited.class);
        assertThat(sessions().find(Objects.requireNonNull(joiner.session()).id()))
                .isNull();
        assertThat(events()).containsExactlyInAnyOrder("member.invited");
    }

    @Test
    void invitationsOfAnAddressComeOldestFirst() {
        var other = newOrganization("zoe" + mark);
        organizations().create(other);
        var bob = invite("bob");
        var earlier = new Member.Invited(other.organization().id(), address("bob"), Fixture.START);
        members().invite(earlier, 5, event("member.invited"));
        assertThat(members().invitations(address("bob"), LATER, 10)).containsExactly(earlier, bob);
        assertThat(members().invitations(address("bob"), LATER, 1)).containsExactly(earlier);
    }

    private Members.Move move(Member.Active member, String to, Member.@Nullable Invited merged) {
        var human = member.human().at(address(to));
        return new Members.Move(
                member, human, merged, Session.open(ids, human, null, LATER.plusSeconds(9)), event("member.updated"));
    }

    @Test
    void whoSignsInWithAnotherAddressIsListedRemovedAndKnownByIt() {
        var bob = join("bob");
        var move = move(bob, "bert", null);
        assertThat(members().move(move)).isTrue();
        var bert = new Member.Active(move.human(), bob.invitedAt());
        assertThat(members().list(orgId)).containsExactlyInAnyOrder(bert, founder());
        assertThat(members().find(orgId, address("bob"))).isNull();
        assertThat(organizations().human(ISSUER, "bob" + mark)).isEqualTo(move.human());
        assertThat(sessions().resolve(SessionCookie.of(move.session())))
                .isEqualTo(new Sessions.Opened(move.session(), move.human(), made.account()));
        assertThat(members().invite(invitation("eve"), 2, event("member.invited")))
                .as("no seat more, no seat less")
                .isEqualTo(Invitation.FULL);
        assertThat(members().remove(bert, event("member.removed"))).isEqualTo(Removal.REMOVED);
        assertThat(organizations().human(ISSUER, "bob" + mark)).isNull();
        assertThat(members().invite(invitation("bob"), 2, event("member.invited")))
                .isEqualTo(Invitation.INVITED);
        assertThat(events())
                .containsExactlyInAnyOrder(
                        "member.invited", "member.joined", "member.updated", "member.removed", "member.invited");
    }

    @Test
    void anInvitationOfTheirOwnOrganizationToTheirNewAddressGivesItsSeatBack() {
        var bert = invite("bert");
        var move = move(founder(), "bert", bert);
        assertThat(members().move(move)).isTrue();
        assertThat(members().list(orgId))
                .containsExactly(new Member.Active(move.human(), founder().invitedAt()));
        assertThat(members().invitations(address("bert"), LATER, 10)).isEmpty();
        assertThat(members().invite(invitation("eve"), 1, event("member.invited")))
                .isEqualTo(Invitation.FULL);
        assertThat(members().invite(invitation("eve"), 2, event("member.invited")))
                .isEqualTo(Invitation.INVITED);
    }

    @Test
    void nobodyIsMovedToAPlaceThatIsTakenOrFromOneThatTheyLeft() {
        var bob = join("bob");
        var eve = join("eve");
        var first = move(bob, "eve", null);
        assertThat(members().move(first)).as("another member's").isFalse();
        var fay = invite("fay");
        assertThat(members().move(move(bob, "fay", null))).as("an invitation's").isFalse();
        members().remove(fay, event("member.removed"));
        assertThat(members().move(move(bob, "fay", fay))).as("withdrawn").isFalse();
        members().remove(bob, event("member.removed"));
        assertThat(members().move(move(bob, "gus", null))).as("removed").isFalse();
        assertThat(members().list(orgId)).containsExactlyInAnyOrder(eve, founder());
        assertThat(sessions().find(first.session().id())).isNull();
        assertThat(events()).doesNotContain("member.updated");
    }

    @Test
    void ofManySignInsAndARemovalAtOnceThePersonIsInOnePlaceOrNone() throws Exception {
        var bob = join("bob");
        List<Callable<Object>> racers = new ArrayList<>();
        for (var racer = 0; racer < RACERS / 2; racer++) {
            var move = move(bob, "bob" + racer % 2, null);
            racers.add(() -> members().move(move));
        }
        racers.add(() -> members().remove(bob, event("member.removed")));
        var results = race(racers);
        assertThat(results)
                .filteredOn(result -> result.equals(true) || result == Removal.REMOVED)
                .hasSize(1);
        var human = organizations().human(ISSUER, "bob" + mark);
        var listed = members().list(orgId).stream()
                .filter(member -> !member.equals(founder()))
                .toList();
        assertThat(listed).isEqualTo(human == null ? List.of() : List.of(new Member.Active(human, bob.invitedAt())));
    }

    @Test
    void ofManyInvitationsAtOnceNeverOneTooMany() throws Exception {
        var results = race(IntStream.range(0, RACERS)
                .<Callable<Invitation>>mapToObj(
                        racer -> () -> members().invite(invitation("racer" + racer), 4, event("member.invited")))
                .toList());
        assertThat(results).filteredOn(Invitation.INVITED::equals).hasSize(3);
        assertThat(results).filteredOn(Invitation.FULL::equals).hasSize(RACERS - 3);
        assertThat(members().list(orgId)).hasSize(4);
        assertThat(events()).hasSize(3);
    }

    @Test
    void ofTheLastTwoWhoAreRemovedAtOnceOneStays() throws Exception {
        var bob = join("bob");
        var results = race(List.of(
                () -> members().remove(bob, event("member.removed")),
                () -> members().remove(founder(), event("member.removed"))));
        assertThat(results).containsExactlyInAnyOrder(Removal.REMOVED, Removal.LAST);
        assertThat(members().list(orgId)).hasSize(1);
    }

    @Test
    void ofManyWhoTakeUpAndWithdrawAnInvitationAtOnceOneComesFirst() throws Exception {
        var bob = invite("bob");
        List<Callable<Object>> racers = new ArrayList<>();
        for (var racer = 0; racer < RACERS / 2; racer++) {
            var joiner = joiner(bob, "bob");
            racers.add(() -> members().join(joiner));
            racers.add(() -> members().remove(bob, event("member.removed")));
        }
        var results = race(racers);
        assertThat(results)
                .filteredOn(result -> result == Joining.JOINED || result == Removal.REMOVED)
                .hasSize(1);
        var human = organizations().human(ISSUER, "bob" + mark);
        var found = members().find(orgId, address("bob"));
        assertThat(found).isEqualTo(human == null ? null : new Member.Active(human, LATER));
        assertThat(Objects.requireNonNull(members().list(orgId))).hasSize(human == null ? 1 : 2);
    }

    private static <T> List<T> race(List<Callable<T>> racers) throws Exception {
        var ready = new CountDownLatch(racers.size());
        try (var executor = Executors.newFixedThreadPool(racers.size())) {
            return executor
                    .invokeAll(racers.stream()
                            .<Callable<T>>map(racer -> () -> {
                                ready.countDown();
                                ready.await();
                                return racer.call();
                            })
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }
}

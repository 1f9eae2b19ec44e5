package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.access.Operators;
import omni.access.Principal;
import omni.access.Scopes;
import omni.event.AuditEvent;
import omni.fakes.Ask;
import omni.fakes.Fixture;
import omni.fakes.ScriptedIssuer;
import omni.member.Member;
import omni.member.Members;
import omni.member.SessionAuthentication;
import omni.member.SessionAuthentication.Outcome.SignedIn;
import org.junit.jupiter.api.Test;

/** Contract 3: who somebody is by their e-mail address is what the issuer verified at this sign-in, never one stored earlier. */
class AddressOfSignInTest {

    private static final String OLD = "ops@example.com";
    private static final String NEW = "new@example.com";

    private final LoginWorld world = new LoginWorld();

    private Ask.Answer signIn(String subject, String email) {
        return world.callback(world.begin("/"), ScriptedIssuer.identity(subject, email))
                .of(world.finish);
    }

    private Principal principal(Ask.Answer signedIn, String operator) {
        var authentication = new SessionAuthentication(
                world.seal, world.sessions, new Operators(Set.of(operator), null), "__Host-omni_session", world.clock);
        return ((SignedIn) authentication.authenticate(signedIn.cookie("__Host-omni_session"))).principal();
    }

    private String orgId() {
        return world.organizations.created().getFirst().organization().id();
    }

    @Test
    void whoSignsInWithAnotherAddressIsNoOperatorByTheOldOne() {
        signIn("ada", OLD);
        var again = signIn("ada", NEW);
        assertThat(principal(again, OLD).has(Scopes.OPERATOR)).isFalse();
        assertThat(principal(again, OLD).email()).isEqualTo(NEW);
        assertThat(principal(again, NEW).has(Scopes.OPERATOR)).isTrue();
    }

    @Test
    void theSessionTellsTheAddressOfItsSignInAndTheNextOneAnother() {
        var first = signIn("ada", OLD);
        var second = signIn("ada", "NEW@example.com");
        assertThat(principal(first, NEW).email()).isEqualTo(OLD);
        var cookie = second.cookie("__Host-omni_session");
        var told = Ask.of("GET", "/auth/session")
                .header("Cookie", cookie)
                .authorizer(world.authorized(cookie))
                .of(world.getSession);
        assertThat(told.json()).containsEntry("email", NEW);
    }

    @Test
    void aSignInStoresTheAddressByWhichAMemberIsListedAndRemoved() {
        signIn("ada", OLD);
        signIn("ada", NEW);
        assertThat(world.members.find(orgId(), new EmailAddress(OLD))).isNull();
        assertThat(world.members.find(orgId(), new EmailAddress(NEW)))
                .isInstanceOfSatisfying(
                        Member.Active.class,
                        member -> assertThat(member.human().subject()).isEqualTo("ada"));
        assertThat(Objects.requireNonNull(world.organizations.human(ScriptedIssuer.ISSUER, "ada"))
                        .email())
                .isEqualTo(NEW);
        assertThat(world.organizations.created()).hasSize(1);
    }

    private Member.Invited invite(String email) {
        var invited = new Member.Invited(orgId(), new EmailAddress(email), world.clock.instant());
        assertThat(world.members.invite(invited, 5, event())).isEqualTo(Members.Invitation.INVITED);
        return invited;
    }

    private AuditEvent event() {
        return new AuditEvent(
                "evt_1", orgId(), "audit", "member.x", "usr_1", "session", "api", "req_1", Map.of(), Fixture.START);
    }

    @Test
    void theNewAddressIsRecordedByWhoSignedIn() {
        signIn("ada", OLD);
        signIn("ada", NEW);
        var ada = Objects.requireNonNull(world.organizations.human(ScriptedIssuer.ISSUER, "ada"));
        assertThat(world.members.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("member.updated");
            assertThat(event.actorPrincipalId()).isEqualTo(ada.userId());
            assertThat(event.authMode()).isEqualTo("session");
            assertThat(event.data())
                    .containsEntry("email", NEW)
                    .containsEntry("previous", Map.of("email", OLD))
                    .containsEntry("new", Map.of("email", NEW));
        });
    }

    @Test
    void anInvitationOfTheirOwnOrganizationToTheNewAddressIsTheirs() {
        signIn("ada", OLD);
        invite(NEW);
        signIn("ada", NEW);
        assertThat(world.members.list(orgId())).singleElement().isInstanceOf(Member.Active.class);
    }

    @Test
    void anAddressUnderWhichSomebodyElseIsListedCountsInTheSessionAndLeavesTheListAsItIs() {
        signIn("ada", OLD);
        var eve = new Human(ScriptedIssuer.ISSUER, "eve", "usr_eve", orgId(), NEW, Fixture.START);
        world.members.put(new Member.Active(eve, Fixture.START));
        var again = signIn("ada", NEW);
        assertThat(principal(again, OLD).has(Scopes.OPERATOR)).isFalse();
        assertThat(principal(again, NEW).has(Scopes.OPERATOR)).isTrue();
        assertThat(world.members.find(orgId(), new EmailAddress(NEW))).isEqualTo(new Member.Active(eve, Fixture.START));
        assertThat(world.members.find(orgId(), new EmailAddress(OLD))).isNotNull();
    }

    @Test
    void anInvitationThatComesOrGoesMeanwhileIsLookedAtAgain() {
        signIn("ada", OLD);
        world.members.beforeNextChange(() -> invite(NEW));
        assertThat(principal(signIn("ada", NEW), NEW).email()).isEqualTo(NEW);
        assertThat(world.members.list(orgId())).singleElement().isInstanceOf(Member.Active.class);
        var third = invite("third@example.com");
        world.members.beforeNextChange(() -> world.members.remove(third, event()));
        signIn("ada", "third@example.com");
        assertThat(world.members.list(orgId()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Member.Active.class,
                        member -> assertThat(member.human().email()).isEqualTo("third@example.com"));
    }

    @Test
    void whoIsRemovedMeanwhileFindsNoWayBackByANewAddress() {
        signIn("ada", OLD);
        var eve = new Human(ScriptedIssuer.ISSUER, "eve", "usr_eve", orgId(), "eve@example.com", Fixture.START);
        world.members.put(new Member.Active(eve, Fixture.START));
        var ada = Objects.requireNonNull(world.members.find(orgId(), new EmailAddress(OLD)));
        world.members.beforeNextChange(() -> world.members.remove(ada, event()));
        assertThat(signIn("ada", NEW).status()).as("founds their own").isEqualTo(200);
        assertThat(world.members.list(orgId())).containsExactly(new Member.Active(eve, Fixture.START));
    }
}

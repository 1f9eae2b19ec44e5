package omni.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omni.access.IdentityProvider.Identity;
import omni.access.SecretFormat;
import omni.billing.InvoicePeriod;
import omni.event.AuditEvent;
import omni.fakes.Fixture;
import omni.json.Json;
import org.junit.jupiter.api.Test;

class SignUpTest {

    private static final Identity ADA = new Identity("https://issuer.example", "sub|1", "Ada@Example.com", true, "Ada");

    private final SignUp.Prepared prepared = Fixture.SIGN_UP.prepare(ADA, Fixture.ids(3), "req_1", Fixture.START);
    private final Organizations.NewOrganization made = prepared.organization();

    @Test
    void theSameInputsMakeTheSame() {
        assertThat(Fixture.SIGN_UP.prepare(ADA, Fixture.ids(3), "req_1", Fixture.START))
                .isEqualTo(prepared);
    }

    @Test
    void theFirstKeyIsLiveReadsOnlyAndIsStoredAsHash() {
        var format = new SecretFormat("secapi");
        var key = made.firstKey();
        assertThat(format.parseKey(prepared.secret()))
                .contains(new SecretFormat.Parsed(made.organization().id(), true));
        assertThat(key.hash()).isEqualTo(Fixture.SIGN_UP.hasher().hash(prepared.secret()));
        assertThat(key.livemode()).isTrue();
        assertThat(key.label()).isEqualTo("First key");
        assertThat(key.scopes()).containsExactly("read:sec");
        assertThat(key.keyPrefix()).isEqualTo(prepared.secret().substring(0, 20));
        assertThat(key.activeAt(Fixture.START)).isTrue();
    }

    @Test
    void theGrantIsOnTheLiveAccountAlone() {
        assertThat(made.account().live()).isTrue();
        assertThat(made.account().grant().unitsLeft()).isEqualTo(250);
        assertThat(made.account().grant().period()).isEqualTo(InvoicePeriod.at(Fixture.START));
        assertThat(made.testAccount().live()).isFalse();
        assertThat(made.testAccount().grant().total()).isZero();
        assertThat(made.testAccount().keysVersion()).isEqualTo(made.account().keysVersion());
    }

    @Test
    void everythingBelongsToTheOneOrganization() {
        var orgId = made.organization().id();
        assertThat(List.of(
                        made.founder().orgId(),
                        made.account().orgId(),
                        made.testAccount().orgId(),
                        made.firstKey().orgId(),
                        made.events().getFirst().orgId(),
                        made.events().getLast().orgId()))
                .containsOnly(orgId);
        assertThat(made.founder().email()).isEqualTo("ada@example.com");
        assertThat(made.session())
                .isNotNull()
                .extracting(Session::orgId, Session::userId)
                .containsExactly(orgId, made.founder().userId());
    }

    @Test
    void eachChangeHasItsEventByTheNewPerson() {
        assertThat(made.events())
                .extracting(AuditEvent::type)
                .containsExactly("organization.created", "api_key.created");
        assertThat(made.events()).allSatisfy(event -> {
            assertThat(event.kind()).isEqualTo("audit");
            assertThat(event.actorPrincipalId()).isEqualTo(made.founder().userId());
            assertThat(event.authMode()).isEqualTo("session");
            assertThat(event.source()).isEqualTo("api");
            assertThat(event.requestId()).isEqualTo("req_1");
            assertThat(event.occurredAt()).isEqualTo(Fixture.START);
        });
    }

    @Test
    void theSecretIsNowhereButInItsPlace() {
        assertThat(Json.text(made)).doesNotContain(prepared.secret());
        assertThat(prepared.toString()).doesNotContain(prepared.secret());
    }
}

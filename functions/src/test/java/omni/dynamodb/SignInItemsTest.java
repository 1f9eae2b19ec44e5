package omni.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.access.EmailAddress;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import omni.event.AuditEvent;
import omni.fakes.Fixture;
import omni.fakes.ScriptedIssuer;
import omni.member.Member;
import omni.member.Organizations.NewOrganization;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SignInItemsTest {

    private static final NewOrganization MADE = Fixture.SIGN_UP
            .prepare(ScriptedIssuer.identity("ada", "Ada@Example.com"), Fixture.ids(1), "req_1", Fixture.START)
            .organization();
    private static final ApiKey FULL = new ApiKey(
            "key_2",
            "org_1",
            "abc",
            false,
            null,
            "secapi_test_01234567",
            List.of("read:sec", "*"),
            Fixture.START,
            Fixture.START.plusSeconds(1),
            Fixture.START.plusSeconds(2),
            "key_1",
            null,
            null);

    @Test
    void aKeyReadsBackAsItWas() {
        assertThat(KeyItem.read(KeyItem.of(FULL))).isEqualTo(FULL);
        assertThat(KeyItem.read(KeyItem.of(MADE.firstKey()))).isEqualTo(MADE.firstKey());
        assertThat(KeyItem.of(FULL))
                .containsEntry("PK", AttributeValue.fromS("KEY#abc"))
                .containsEntry("SK", AttributeValue.fromS("KEY"));
    }

    @Test
    void aKeyRingReadsBackAsItWas() {
        var ring = new KeyRing("org_1", 7, List.of(FULL, MADE.firstKey()));
        assertThat(KeyRingItem.read(KeyRingItem.of(ring))).isEqualTo(ring);
        assertThat(KeyRingItem.of(ring))
                .containsEntry("PK", AttributeValue.fromS("ORG#org_1"))
                .containsEntry("SK", AttributeValue.fromS("KEYRING"));
    }

    @Test
    void aFullKeyRingFitsIntoAnItem() {
        var bytes = KeyRingItem.of(new KeyRing(
                        "org_1",
                        1,
                        java.util.stream.IntStream.range(0, KeyRing.MAX_KEPT + 1)
                                .mapToObj(number -> key("key_" + "x".repeat(56) + number))
                                .toList()))
                .toString()
                .length();
        assertThat(bytes).isLessThan(400 * 1024);
    }

    private static ApiKey key(String id) {
        return new ApiKey(
                id,
                "org_012345678901",
                "f".repeat(64),
                true,
                "L".repeat(120),
                "secapi_live_01234567",
                List.of("read:sec", "write:sec", "billing:read", "billing:manage", "api_keys:manage"),
                Fixture.START,
                Fixture.START,
                Fixture.START,
                id,
                null,
                null);
    }

    @Test
    void aSessionReadsBackAsItWas() {
        var session = Objects.requireNonNull(MADE.session());
        assertThat(SessionItem.read(SessionItem.of(session))).isEqualTo(session);
        assertThat(SessionItem.of(session))
                .containsEntry(
                        "ttl",
                        AttributeValue.fromN(Long.toString(session.expiresAt().getEpochSecond() + 1)));
    }

    @Test
    void aPersonAndTheirOrganizationReadBackAsTheyWere() {
        var founder = MADE.founder();
        assertThat(OrganizationItems.readUser(founder.issuer(), founder.subject(), OrganizationItems.user(founder)))
                .isEqualTo(founder);
        assertThat(OrganizationItems.readProfile(OrganizationItems.profile(MADE.organization())))
                .isEqualTo(MADE.organization());
        var member = Member.Active.founder(founder);
        assertThat(MemberItem.read(founder.orgId(), MemberItem.of(member))).isEqualTo(member);
        assertThat(MemberItem.of(member)).containsEntry("SK", AttributeValue.fromS("MEMBER#ada@example.com"));
    }

    @Test
    void anInvitationReadsBackAsItWasFromBothItsItems() {
        var invited = new Member.Invited("org_1", new EmailAddress("Bob@Example.com"), Fixture.START);
        assertThat(MemberItem.read("org_1", MemberItem.of(invited))).isEqualTo(invited);
        assertThat(MemberItem.readInvitation(invited.email(), MemberItem.invitation(invited)))
                .isEqualTo(invited);
        assertThat(MemberItem.invitation(invited))
                .containsEntry("PK", AttributeValue.fromS("INVITE#bob@example.com"))
                .containsEntry("SK", AttributeValue.fromS("001777636800123#org_1"));
    }

    @Test
    void eventsSortByTimeAndThenIdAndGoAfter400Days() {
        var event = new AuditEvent(
                "evt_1",
                "org_1",
                "audit",
                "api_key.created",
                "usr_1",
                "session",
                "api",
                null,
                Map.of(
                        "livemode",
                        true,
                        "scopes",
                        List.of("read:sec"),
                        "count",
                        3L,
                        "from",
                        Map.of("at", Fixture.START)),
                Fixture.START);
        var item = EventItem.of(event);
        assertThat(item)
                .containsEntry("PK", AttributeValue.fromS("EVENT#org_1"))
                .containsEntry("SK", AttributeValue.fromS("001777636800123#evt_1"))
                .containsEntry("outcome", AttributeValue.fromS("succeeded"))
                .containsEntry("ttl", AttributeValue.fromN(Long.toString(1777636800L + 400 * 86_400L)))
                .doesNotContainKey("requestId");
        assertThat(Objects.requireNonNull(item.get("data")).m())
                .containsEntry("livemode", AttributeValue.fromBool(true))
                .containsEntry("scopes", AttributeValue.fromL(List.of(AttributeValue.fromS("read:sec"))))
                .containsEntry("count", AttributeValue.fromN("3"))
                .containsEntry(
                        "from", AttributeValue.fromM(Map.of("at", AttributeValue.fromS("2026-05-01T12:00:00.123Z"))));
    }
}

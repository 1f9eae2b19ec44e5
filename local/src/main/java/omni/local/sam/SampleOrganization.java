package omni.local.sam;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.access.AuthMode;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.access.Scopes;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.account.Account;
import omni.billing.MeterClass;
import omni.credential.ApiKey;
import omni.credential.SponsorToken;
import omni.dynamodb.DynamoKeys;
import omni.dynamodb.DynamoMembers;
import omni.dynamodb.DynamoOrganizations;
import omni.dynamodb.DynamoSponsorTokens;
import omni.dynamodb.Table;
import omni.event.AuditEvent;
import omni.lambda.Foundation;
import omni.member.Member;
import omni.member.Organization;
import omni.member.Organizations;
import omni.member.Session;

/**
 * The organization that the files in {@code events/} speak of: a founder who is signed in, a live key, a test key that was
 * revoked, a sponsor token, somebody invited. Its secrets are no secrets: they stand in the event files, and count in a local world alone.
 */
public final class SampleOrganization {

    static final String ORG_ID = "org_AbCdEf012345";
    static final String LIVE_KEY_ID = "key_sampleLive";
    static final String TEST_KEY_ID = "key_sampleTest";
    static final String TOKEN_ID = "abt_sample";
    static final String USER_ID = "usr_sample";
    static final String SESSION_ID = "ses_sample";

    static final EmailAddress INVITED = new EmailAddress("other@example.com");

    private static final String ISSUER = "https://issuer.example.com";
    private static final String SUBJECT = "sample";
    private static final String EMAIL = "sample@example.com";

    /** The contract's test vector (3.2), and its twin for live calls. */
    static final String LIVE_SECRET = "secapi_live_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123453vH9Ag";

    static final String TEST_SECRET = "secapi_test_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123452hMMZ4";

    static final String TOKEN_SECRET = "agbt_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123450iLIWC";

    private final Foundation foundation;
    private final Table table;

    public SampleOrganization(Foundation foundation, Table table) {
        this.foundation = foundation;
        this.table = table;
    }

    /** Makes the organization where it is not there yet. */
    public void create() {
        var now = foundation.clock().instant();
        var classes = foundation.catalog().meterClasses().stream()
                .map(MeterClass::number)
                .toList();
        var organizations = new DynamoOrganizations(table, classes);
        if (organizations.create(organization(now)) == Organizations.Creation.EXISTS) {
            return;
        }
        var keys = new DynamoKeys(table);
        var ring = keys.ring(ORG_ID);
        var key = key(TEST_KEY_ID, false, now).revokedAt(now);
        keys.create(ring, key, event("evt_sampleTestKey", "api_key.revoked", Map.of("keyId", TEST_KEY_ID), now));
        new DynamoMembers(table)
                .invite(
                        new Member.Invited(ORG_ID, INVITED, now),
                        2,
                        event("evt_sampleInvited", "member.invited", Map.of("email", INVITED.value()), now));
        new DynamoSponsorTokens(table)
                .issue(
                        token(now),
                        event("evt_sampleToken", "bootstrap_token.created", Map.of("tokenId", TOKEN_ID), now));
    }

    private SponsorToken token(Instant now) {
        return new SponsorToken(
                TOKEN_ID,
                ORG_ID,
                new SecretHasher(foundation.configuration().peppers()).hash(TOKEN_SECRET),
                true,
                "Sample",
                SecretFormat.tokenPrefix(TOKEN_SECRET),
                SponsorToken.SCOPES,
                USER_ID,
                now,
                now,
                now.plus(SponsorToken.MAX_LIFE),
                null,
                null,
                new SponsorToken.IssuedAs(ISSUER, SUBJECT, now),
                null);
    }

    private Organizations.NewOrganization organization(Instant now) {
        var founder = new Human(ISSUER, SUBJECT, USER_ID, ORG_ID, EMAIL, now);
        return new Organizations.NewOrganization(
                new Organization(ORG_ID, "Sample", now),
                founder,
                Account.open(ORG_ID, true, foundation.configuration().grantCalls(), now),
                Account.open(ORG_ID, false, 0, now),
                key(LIVE_KEY_ID, true, now),
                new Session(
                        SESSION_ID,
                        USER_ID,
                        ISSUER,
                        SUBJECT,
                        ORG_ID,
                        EMAIL,
                        null,
                        now,
                        now.plus(Session.SLIDING),
                        false),
                List.of(event("evt_sampleCreated", "organization.created", Map.of("email", EMAIL), now)));
    }

    private ApiKey key(String id, boolean live, Instant now) {
        var secret = live ? LIVE_SECRET : TEST_SECRET;
        return new ApiKey(
                id,
                ORG_ID,
                new SecretHasher(foundation.configuration().peppers()).hash(secret),
                live,
                "Sample",
                SecretFormat.keyPrefix(secret),
                Scopes.NEW_KEY,
                now,
                null,
                null,
                null,
                null,
                null);
    }

    private static AuditEvent event(String id, String type, Map<String, Object> data, Instant now) {
        return new AuditEvent(
                id, ORG_ID, "audit", type, USER_ID, AuthMode.SESSION.wire(), "api", "req_sample", data, now);
    }
}

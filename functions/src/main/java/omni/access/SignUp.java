package omni.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.access.IdentityProvider.Identity;
import omni.metering.Account;
import omni.metering.AuthMode;

/**
 * What a person's first sign-in makes: organisation, grant, first key and session, as one value to be written in one
 * transaction (contract 11.1).
 *
 * @param grantCalls {@code grant.calls}: of the live account; a test key draws on no grant
 */
public record SignUp(SecretFormat format, SecretHasher hasher, long grantCalls) {

    public static final String FIRST_KEY_LABEL = "First key";

    /**
     * A sign-up ready to be written.
     *
     * @param secret of the first key, to be shown once and kept nowhere
     */
    public record Prepared(Organizations.NewOrganization organization, String secret) {
        @Override
        public String toString() {
            return "Prepared[" + organization + "]";
        }
    }

    /** Ids are fresh ones of {@code ids}; everything happens at {@code now}. */
    public Prepared prepare(Identity identity, Ids ids, String requestId, Instant now) {
        var organization = new Organization(ids.organization(), null, now);
        var founder = new Human(
                identity.issuer(),
                identity.subject(),
                ids.of("usr"),
                organization.id(),
                EmailAddress.folded(identity.email()),
                now);
        var secret = format.newKey(ids, organization.id(), true);
        var key = firstKey(ids.of("key"), organization.id(), secret, now);
        return new Prepared(
                new Organizations.NewOrganization(
                        organization,
                        founder,
                        Account.opened(organization.id(), true, grantCalls, now),
                        Account.opened(organization.id(), false, 0, now),
                        key,
                        Session.opened(ids, founder, identity.operatorGroup(), now),
                        events(ids, founder, key, requestId, now)),
                secret);
    }

    private ApiKey firstKey(String id, String orgId, String secret, Instant now) {
        return new ApiKey(
                id,
                orgId,
                hasher.hash(secret),
                true,
                FIRST_KEY_LABEL,
                SecretFormat.keyPrefix(secret),
                Scopes.NEW_KEY,
                now,
                null,
                null,
                null);
    }

    private List<AuditEvent> events(Ids ids, Human founder, ApiKey key, String requestId, Instant now) {
        var created = Map.<String, Object>of("email", founder.email(), "grantCalls", grantCalls);
        var keyed = Map.<String, Object>of(
                "keyId", key.id(), "label", FIRST_KEY_LABEL, "livemode", true, "scopes", key.scopes());
        return List.of(
                event(ids, founder, "organization.created", created, requestId, now),
                event(ids, founder, "api_key.created", keyed, requestId, now));
    }

    private static AuditEvent event(
            Ids ids, Human actor, String type, Map<String, Object> data, String requestId, Instant now) {
        return new AuditEvent(
                ids.of("evt"),
                actor.orgId(),
                "audit",
                type,
                actor.userId(),
                AuthMode.SESSION.wire(),
                "api",
                requestId,
                data,
                now);
    }
}

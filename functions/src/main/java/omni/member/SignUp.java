package omni.member;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.access.AuthMode;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.access.IdentityProvider.Identity;
import omni.access.Ids;
import omni.access.Scopes;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.account.Account;
import omni.credential.ApiKey;
import omni.credential.KeyCreator;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a person without an organization makes, by their first sign-in or by CreateOrganization: organization, grant, first key,
 * and for a browser a session, as one value to be written in one transaction (contract 11.1).
 *
 * @param grantCalls {@code grant.calls}: of the live account; a test key draws on no grant
 */
public record SignUp(SecretFormat format, SecretHasher hasher, long grantCalls) {

    public static final String FIRST_KEY_LABEL = "First key";

    /**
     * A sign-up ready to be written.
     *
     * @param secret of the first key, to be shown once and stored nowhere
     */
    public record Prepared(Organizations.NewOrganization organization, String secret) {
        @Override
        public String toString() {
            return "Prepared[" + organization + "]";
        }
    }

    /**
     * Who makes an organization, and how.
     *
     * @param identity with a verified e-mail address, by which members are known
     * @param provedBy how they proved it; a session is opened for a browser alone
     * @param undecidedSession the session in which they chose to found one, which the new one goes on from; null for a first sign-in and
     *     for a founder without a browser
     * @param name of the organization; null for none yet
     * @param keyId of the first key
     */
    public record Founding(
            Identity identity,
            AuthMode provedBy,
            @Nullable Session undecidedSession,
            @Nullable String name,
            String keyId) {
        public Founding {
            if (!identity.emailVerified()) {
                throw new IllegalArgumentException("a founder has a verified e-mail address");
            }
        }
    }

    /** By a first sign-in. Ids are fresh ones of {@code ids}; everything happens at {@code now}. */
    public Prepared prepare(Identity identity, Ids ids, String requestId, Instant now) {
        return prepare(new Founding(identity, AuthMode.SESSION, null, null, ids.of("key")), ids, requestId, now);
    }

    public Prepared prepare(Founding founding, Ids ids, String requestId, Instant now) {
        var organization = new Organization(ids.organization(), founding.name(), now);
        var founder = founder(founding.identity(), organization.id(), now);
        var secret = format.newKey(ids, organization.id(), true);
        var key = firstKey(founding.keyId(), founder, secret, now);
        return new Prepared(
                new Organizations.NewOrganization(
                        organization,
                        founder,
                        Account.open(organization.id(), true, grantCalls, now),
                        Account.open(organization.id(), false, 0, now),
                        key,
                        session(founding, founder, ids, now),
                        events(ids, founder, founding.provedBy(), key, requestId, now)),
                secret);
    }

    private static @Nullable Session session(Founding founding, Human founder, Ids ids, Instant now) {
        if (founding.provedBy() != AuthMode.SESSION) {
            return null;
        }
        var undecided = founding.undecidedSession();
        return undecided == null
                ? Session.open(ids, founder, founding.identity().operatorGroup(), now)
                : undecided.settle(ids, founder, now);
    }

    private static Human founder(Identity identity, String orgId, Instant now) {
        return new Human(
                identity.issuer(),
                identity.subject(),
                Human.userId(identity.issuer(), identity.subject()),
                orgId,
                EmailAddress.fold(identity.email()),
                now);
    }

    private ApiKey firstKey(String id, Human founder, String secret, Instant now) {
        return new ApiKey(
                id,
                founder.orgId(),
                hasher.hash(secret),
                true,
                FIRST_KEY_LABEL,
                SecretFormat.keyPrefix(secret),
                Scopes.NEW_KEY,
                now,
                null,
                null,
                null,
                null,
                KeyCreator.signUp(founder.userId()));
    }

    private List<AuditEvent> events(
            Ids ids, Human founder, AuthMode provedBy, ApiKey key, String requestId, Instant now) {
        var created = Map.<String, Object>of("email", founder.email(), "grantCalls", grantCalls);
        var keyed = Map.<String, Object>of(
                "keyId", key.id(), "label", FIRST_KEY_LABEL, "livemode", true, "scopes", key.scopes());
        return List.of(
                event(ids, founder, provedBy, "organization.created", created, requestId, now),
                event(ids, founder, provedBy, "api_key.created", keyed, requestId, now));
    }

    private static AuditEvent event(
            Ids ids,
            Human actor,
            AuthMode provedBy,
            String type,
            Map<String, Object> data,
            String requestId,
            Instant now) {
        return new AuditEvent(
                ids.of("evt"),
                actor.orgId(),
                "audit",
                type,
                actor.userId(),
                provedBy.wire(),
                "api",
                requestId,
                data,
                now);
    }
}

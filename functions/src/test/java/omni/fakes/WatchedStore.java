package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.access.Human;
import omni.access.StoreCheck;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import omni.credential.Keys;
import omni.credential.SponsorTokens;
import omni.event.AuditEvent;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.member.Organization;
import omni.member.Organizations;
import omni.member.Sessions;
import omni.meter.CommitPlan;
import omni.meter.Meter;

/**
 * The ports that endpoints and authorizer work with, in memory, over one table. Each call of them is counted, they can be
 * made unreachable, and the meter can be told what to answer next.
 */
public final class WatchedStore {

    public final InMemoryStore table = new InMemoryStore();
    final InMemorySessions sessions = new InMemorySessions(table);
    private final InMemoryCredentials credentials = new InMemoryCredentials(sessions);
    private final InMemoryOrganizations organizations = new InMemoryOrganizations(sessions, credentials);
    private final List<Meter.Result> scripted = new ArrayList<>();
    private final List<CommitPlan> writes = new ArrayList<>();
    private int reads;
    private boolean reachable = true;

    public void reachable(boolean now) {
        reachable = now;
        credentials.reachable(now);
    }

    /** How often any port but the meter was asked. */
    public int reads() {
        return reads;
    }

    public List<AuditEvent> events() {
        return table.events().all();
    }

    /** The writes of the meter, refused ones included. */
    public List<CommitPlan> writes() {
        return writes;
    }

    /** What the meter answers to its next writes, without writing. */
    public void script(Meter.Result... results) {
        scripted.addAll(List.of(results));
    }

    public void put(Account account) {
        table.put(account);
    }

    public void put(BillingRecord record) {
        table.put(record);
    }

    public void put(Organization organization) {
        organizations.put(organization);
    }

    public void put(Human human) {
        sessions.put(human);
    }

    /** As when their membership was taken from them. */
    public void remove(Human human) {
        sessions.forget(human);
    }

    /** As removal leaves the ring: moved on. */
    void moveRing(String orgId) {
        credentials.moveRing(orgId);
    }

    public void put(RollUp rollUp) {
        table.usage().put(rollUp);
    }

    public void put(ApiKey key, Instant now) {
        credentials.put(key, now);
    }

    public void used(String orgId, String keyId, Instant at) {
        table.usage().recordUse(orgId, keyId, at);
    }

    public Account account(String orgId, boolean ofLive) {
        return table.account(orgId, ofLive);
    }

    public KeyRing ring(String orgId) {
        return credentials.ring(orgId);
    }

    private <T> T watched(Class<T> port, T fake) {
        return Around.port(port, fake, call -> {
            reads++;
            if (!reachable && !call.is("authenticate")) {
                throw new StoreUnavailable("a test's call", new IllegalStateException("switched off"));
            }
            return call.make();
        });
    }

    public Meter meter() {
        return plan -> {
            writes.add(plan);
            return scripted.isEmpty() ? table.write(plan) : scripted.removeFirst();
        };
    }

    public Organizations organizations() {
        return watched(Organizations.class, organizations);
    }

    public RollUps rollUps() {
        return watched(RollUps.class, table.usage());
    }

    public Accounts accounts() {
        return watched(Accounts.class, table);
    }

    public StoreCheck check() {
        return () -> reachable ? Optional.empty() : Optional.of("switched off");
    }

    public Keys keys() {
        return watched(Keys.class, credentials);
    }

    public SponsorTokens tokens() {
        return watched(SponsorTokens.class, credentials);
    }

    public Sessions sessions() {
        return watched(Sessions.class, sessions);
    }
}

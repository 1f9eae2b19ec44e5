package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import omni.access.Human;
import omni.access.StoreCheck;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.Approval;
import omni.billing.BillingRecord;
import omni.billing.BudgetCaps;
import omni.billing.OperatorRecord;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import omni.credential.Keys;
import omni.credential.SponsorToken;
import omni.credential.SponsorTokens;
import omni.event.AuditEvent;
import omni.event.ListPosition;
import omni.event.Page;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.ledger.UsageRow;
import omni.member.Organization;
import omni.member.Organizations;
import omni.meter.CommitPlan;
import omni.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * One organization after another in memory, behind the ports that endpoints and authorizer work with. It can be made
 * unreachable, and the meter can be told what to answer next.
 */
public final class MemoryStore {

    private final Map<String, Account> live = new HashMap<>();
    private final Map<String, Account> test = new HashMap<>();
    private final Map<String, KeyRing> rings = new HashMap<>();
    private final Map<String, Instant> lastUse = new HashMap<>();
    private final Map<String, BillingRecord> billing = new HashMap<>();
    private final Map<String, Human> humans = new HashMap<>();
    private final Map<String, Organization> organizations = new HashMap<>();
    private final Map<RollUp.Scope, RollUp> rollUps = new HashMap<>();
    private final Map<String, SponsorToken> tokens = new HashMap<>();
    private final List<AuditEvent> events = new ArrayList<>();
    private final List<Meter.Result> scripted = new ArrayList<>();
    private final List<CommitPlan> writes = new ArrayList<>();
    private int reads;
    private boolean reachable = true;

    public void reachable(boolean now) {
        reachable = now;
    }

    /** How often anything was read. */
    public int reads() {
        return reads;
    }

    public List<AuditEvent> events() {
        return events;
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
        (account.live() ? live : test).put(account.orgId(), account);
    }

    public void put(BillingRecord record) {
        billing.put(record.orgId(), record);
    }

    public void put(Organization organization) {
        organizations.put(organization.id(), organization);
    }

    public void put(Human human) {
        humans.put(human.issuer() + " " + human.subject(), human);
    }

    /** As when their membership was taken from them. */
    public void remove(Human human) {
        humans.remove(human.issuer() + " " + human.subject());
    }

    /** As removal does: the person is gone, and the ring moves on. */
    public void removed(Human human) {
        remove(human);
        var ring = ring(human.orgId());
        rings.put(human.orgId(), new KeyRing(ring.orgId(), ring.version() + 1, ring.keys()));
    }

    public void put(RollUp rollUp) {
        rollUps.put(rollUp.scope(), rollUp);
    }

    public void put(ApiKey key, Instant now) {
        rings.put(key.orgId(), ring(key.orgId()).with(key, now));
    }

    public void used(String keyId, Instant at) {
        lastUse.put(keyId, at);
    }

    public Account account(String orgId, boolean ofLive) {
        var account = (ofLive ? live : test).get(orgId);
        if (account == null) {
            throw new AssertionError("a test reads an account that it did not make: " + orgId);
        }
        return account;
    }

    public KeyRing ring(String orgId) {
        return rings.getOrDefault(orgId, new KeyRing(orgId, 0, List.of()));
    }

    private <T extends @Nullable Object> T fetch(Supplier<T> value) {
        reads++;
        if (!reachable) {
            throw new StoreUnavailable("a test's read", new IllegalStateException("switched off"));
        }
        return value.get();
    }

    public Meter meter() {
        return plan -> {
            writes.add(plan);
            if (!scripted.isEmpty()) {
                return scripted.removeFirst();
            }
            var current = account(plan.basis().orgId(), plan.basis().live());
            if (!plan.holds(current)) {
                return new Meter.Result.Refused(current);
            }
            var after = plan.apply(current);
            put(after);
            return new Meter.Result.Applied(after);
        };
    }

    public Organizations organizations() {
        return new Organizations() {
            @Override
            public @Nullable Organization find(String orgId) {
                return fetch(() -> organizations.get(orgId));
            }

            @Override
            public @Nullable Human human(String issuer, String subject) {
                return fetch(() -> humans.get(issuer + " " + subject));
            }

            @Override
            public Creation create(NewOrganization made) {
                var founder = made.founder();
                if (humans.containsKey(founder.issuer() + " " + founder.subject())) {
                    return Creation.EXISTS;
                }
                MemoryStore.this.put(founder);
                MemoryStore.this.put(made.organization());
                MemoryStore.this.put(made.account());
                MemoryStore.this.put(made.testAccount());
                MemoryStore.this.put(made.firstKey(), made.organization().createdAt());
                events.addAll(made.events());
                return Creation.CREATED;
            }
        };
    }

    public RollUps rollUps() {
        return new RollUps() {
            @Override
            public RollUp read(RollUp.Scope scope) {
                return MemoryStore.this.fetch(() -> rollUps.getOrDefault(scope, RollUp.empty(scope)));
            }

            @Override
            public boolean write(RollUp next, List<AuditEvent> told) {
                throw new AssertionError("endpoints write no roll-ups");
            }

            @Override
            public List<UsageRow> rows(RollUp.Scope scope) {
                throw new AssertionError("endpoints read no rows here");
            }
        };
    }

    public Accounts accounts() {
        return new Accounts() {
            @Override
            public @Nullable Account load(String orgId) {
                return fetch(() -> live.get(orgId));
            }

            @Override
            public BillingRecord billing(String orgId) {
                return fetch(() -> billing.getOrDefault(orgId, BillingRecord.empty(orgId)));
            }

            @Override
            public boolean replaceStanding(Account basis, Account.Standing standing, BillingRecord record) {
                throw new AssertionError("no facts change here");
            }

            @Override
            public boolean replaceStanding(
                    Account basis, Account.Standing standing, BillingRecord record, OperatorRecord said) {
                throw new AssertionError("no facts change here");
            }

            @Override
            public OperatorRecord operatorRecord(String orgId) {
                throw new AssertionError("what operators say is read by their own port");
            }

            @Override
            public boolean replaceBudget(Account basis, BudgetCaps caps, List<Approval> approvals) {
                throw new AssertionError("no budget changes here");
            }

            @Override
            public boolean saveBilling(BillingRecord next) {
                throw new AssertionError("no record changes here");
            }

            @Override
            public @Nullable String organizationOf(String stripeCustomerId) {
                throw new AssertionError("nobody asks Stripe here");
            }
        };
    }

    public StoreCheck check() {
        return () -> reachable ? Optional.empty() : Optional.of("switched off");
    }

    public Keys keys() {
        return new MemoryKeys();
    }

    public SponsorTokens tokens() {
        return new MemoryTokens();
    }

    private final class MemoryTokens implements SponsorTokens {

        @Override
        public SponsorToken issue(SponsorToken token, AuditEvent event) {
            var earlier = tokens.values().stream()
                    .filter(known -> known.id().equals(token.id()))
                    .findFirst();
            if (earlier.isPresent()) {
                return earlier.get();
            }
            tokens.put(token.hash(), token);
            events.add(event);
            return token;
        }

        @Override
        public @Nullable SponsorToken find(List<String> acceptedHashes) {
            return fetch(() -> acceptedHashes.stream()
                    .filter(tokens::containsKey)
                    .findFirst()
                    .map(tokens::get)
                    .orElse(null));
        }

        @Override
        public Redemption redeem(SponsorToken used, KeyRing basis, ApiKey key, List<AuditEvent> recorded) {
            var stored = tokens.get(used.hash());
            if (stored == null || stored.isUsed() || stored.revokedAt() != null || gone(stored)) {
                return Redemption.ENDED;
            }
            if (ring(basis.orgId()).version() != basis.version()) {
                return Redemption.CONFLICT;
            }
            rings.put(basis.orgId(), basis.with(key, key.createdAt()));
            tokens.put(used.hash(), used);
            events.addAll(recorded);
            return Redemption.DONE;
        }

        /** Whether the issuer is not the member any more that they were. */
        private boolean gone(SponsorToken token) {
            var as = token.issuedAs();
            return as != null
                    && !as.joinedAt()
                            .equals(Optional.ofNullable(humans.get(as.issuer() + " " + as.subject()))
                                    .filter(human -> human.orgId().equals(token.orgId()))
                                    .map(Human::joinedAt)
                                    .orElse(null));
        }

        @Override
        public @Nullable SponsorToken byId(String tokenId) {
            return tokens.values().stream()
                    .filter(token -> token.id().equals(tokenId))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Page<SponsorToken> list(String orgId, int limit, @Nullable ListPosition after) {
            var order = Comparator.comparing(SponsorToken::createdAt)
                    .thenComparing(SponsorToken::id)
                    .reversed();
            var rows = tokens.values().stream()
                    .filter(token -> token.orgId().equals(orgId))
                    .sorted(order)
                    .filter(token -> after == null
                            || token.createdAt().isBefore(after.time())
                            || (token.createdAt().equals(after.time())
                                    && token.id().compareTo(after.id()) < 0))
                    .toList();
            var page = rows.stream().limit(limit).toList();
            var last = page.isEmpty() ? null : page.getLast();
            return new Page<>(
                    page, last == null || rows.size() <= limit ? null : new ListPosition(last.createdAt(), last.id()));
        }

        @Override
        public boolean revoke(SponsorToken revoked, AuditEvent event) {
            var stored = tokens.get(revoked.hash());
            if (stored == null || stored.isUsed() || stored.revokedAt() != null) {
                return false;
            }
            tokens.put(revoked.hash(), revoked);
            events.add(event);
            return true;
        }

        @Override
        public void record(AuditEvent event) {
            events.add(event);
        }
    }

    private final class MemoryKeys implements Keys {

        @Override
        public Lookup authenticate(List<String> acceptedHashes, String orgId, boolean ofLive, Instant now) {
            try {
                return fetch(() -> look(acceptedHashes, orgId, ofLive));
            } catch (StoreUnavailable e) {
                return new Lookup.Unreachable("switched off");
            }
        }

        private Lookup look(List<String> acceptedHashes, String orgId, boolean ofLive) {
            var found = live.get(orgId);
            var key = acceptedHashes.stream()
                    .flatMap(hash -> MemoryStore.this.ring(orgId).keys().stream()
                            .filter(each -> each.hash().equals(hash)))
                    .findFirst();
            return found == null || key.isEmpty()
                    ? new Lookup.Unknown()
                    : new Lookup.Found(key.get(), found, ofLive ? null : test.get(orgId));
        }

        @Override
        public KeyRing ring(String orgId) {
            return fetch(() -> MemoryStore.this.ring(orgId));
        }

        @Override
        public Map<String, Instant> lastUse(String orgId) {
            return fetch(() -> Map.copyOf(lastUse));
        }

        @Override
        public Change create(KeyRing basis, ApiKey key, AuditEvent event) {
            return change(basis, key, event);
        }

        @Override
        public Change revoke(KeyRing basis, ApiKey revoked, AuditEvent event) {
            return change(basis, revoked, event);
        }

        @Override
        public Change revokeAll(KeyRing basis, List<ApiKey> revoked, List<AuditEvent> recorded) {
            if (MemoryStore.this.ring(basis.orgId()).version() != basis.version()) {
                return Change.CONFLICT;
            }
            rings.put(basis.orgId(), basis.withAll(revoked, recorded.getFirst().occurredAt()));
            events.addAll(recorded);
            return Change.DONE;
        }

        @Override
        public Change rotate(KeyRing basis, ApiKey ended, ApiKey successor, AuditEvent event) {
            return change(basis, basis.rotate(ended, successor, event.occurredAt()), event);
        }

        private Change change(KeyRing basis, ApiKey key, AuditEvent event) {
            return change(basis, basis.with(key, event.occurredAt()), event);
        }

        private Change change(KeyRing basis, KeyRing next, AuditEvent event) {
            if (MemoryStore.this.ring(basis.orgId()).version() != basis.version()) {
                return Change.CONFLICT;
            }
            rings.put(basis.orgId(), next);
            events.add(event);
            return Change.DONE;
        }

        @Override
        public @Nullable ApiKey read(String hash) {
            throw new AssertionError("the meter's own check is asked");
        }
    }
}

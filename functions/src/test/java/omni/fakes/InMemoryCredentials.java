package omni.fakes;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import omni.credential.Keys;
import omni.credential.SponsorToken;
import omni.credential.SponsorTokens;
import omni.event.AuditEvent;
import omni.event.ListPosition;
import omni.event.Page;
import org.jspecify.annotations.Nullable;

/** Keys, rings and sponsor tokens in memory, each change all or nothing. */
public final class InMemoryCredentials implements Keys, SponsorTokens {

    private final Map<String, ApiKey> keys = new HashMap<>();
    private final Map<String, KeyRing> rings = new HashMap<>();
    private final Map<String, SponsorToken> tokens = new HashMap<>();
    private final InMemorySessions sessions;
    private final InMemoryStore accounts;
    private boolean reachable = true;

    /** Of the people and accounts that sessions share. */
    public InMemoryCredentials(InMemorySessions sessions) {
        this.sessions = sessions;
        this.accounts = sessions.accounts();
    }

    public synchronized void reachable(boolean now) {
        reachable = now;
    }

    /** Puts a key there, as it was made or changed before a test begins. */
    public synchronized void put(ApiKey key, Instant now) {
        change(ring(key.orgId()).with(key, now), List.of(key), List.of());
    }

    /** What the removal of a member does to a ring. */
    public synchronized void moveRing(String orgId) {
        var ring = ring(orgId);
        rings.put(orgId, new KeyRing(orgId, ring.version() + 1, ring.keys()));
    }

    @Override
    public synchronized Lookup authenticate(List<String> acceptedHashes, String orgId, boolean live, Instant now) {
        if (!reachable) {
            return new Lookup.Unreachable("switched off");
        }
        var key =
                acceptedHashes.stream().map(this::read).filter(Objects::nonNull).findFirst();
        var account = accounts.load(orgId);
        return key.isEmpty()
                        || account == null
                        || !key.get().orgId().equals(orgId)
                        || key.get().livemode() != live
                ? new Lookup.Unknown()
                : new Lookup.Found(key.get(), account, live ? null : accounts.account(orgId, false));
    }

    @Override
    public synchronized KeyRing ring(String orgId) {
        return rings.getOrDefault(orgId, new KeyRing(orgId, 0, List.of()));
    }

    @Override
    public Map<String, Instant> lastUse(String orgId) {
        return accounts.lastUse(orgId);
    }

    @Override
    public synchronized Change create(KeyRing basis, ApiKey key, AuditEvent event) {
        return !current(basis) || keys.containsKey(key.hash())
                ? Change.CONFLICT
                : change(basis.with(key, event.occurredAt()), List.of(key), List.of(event));
    }

    @Override
    public synchronized Change revoke(KeyRing basis, ApiKey revoked, AuditEvent event) {
        if (!current(basis) || !keys.containsKey(revoked.hash())) {
            return Change.CONFLICT;
        }
        accounts.moveKeys(basis.orgId());
        return change(basis.with(revoked, event.occurredAt()), List.of(revoked), List.of(event));
    }

    @Override
    public synchronized Change revokeAll(KeyRing basis, List<ApiKey> revoked, List<AuditEvent> recorded) {
        if (!current(basis) || revoked.stream().anyMatch(key -> !keys.containsKey(key.hash()))) {
            return Change.CONFLICT;
        }
        accounts.moveKeys(basis.orgId());
        return change(basis.withAll(revoked, recorded.getFirst().occurredAt()), revoked, recorded);
    }

    @Override
    public synchronized Change rotate(KeyRing basis, ApiKey ended, ApiKey successor, AuditEvent event) {
        if (!current(basis) || !keys.containsKey(ended.hash()) || keys.containsKey(successor.hash())) {
            return Change.CONFLICT;
        }
        accounts.moveKeys(basis.orgId());
        return change(basis.rotate(ended, successor, event.occurredAt()), List.of(ended, successor), List.of(event));
    }

    @Override
    public synchronized @Nullable ApiKey read(String hash) {
        return keys.get(hash);
    }

    @Override
    public synchronized SponsorToken issue(SponsorToken token, AuditEvent event) {
        var earlier = tokens.values().stream()
                .filter(known -> known.id().equals(token.id()))
                .findFirst();
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (tokens.putIfAbsent(token.hash(), token) != null) {
            throw new IllegalStateException("a fresh sponsor token could not be stored");
        }
        accounts.events().add(event);
        return token;
    }

    @Override
    public synchronized @Nullable SponsorToken find(List<String> acceptedHashes) {
        for (var hash : acceptedHashes) {
            var token = tokens.get(hash);
            if (token != null) {
                return token;
            }
        }
        return null;
    }

    @Override
    public synchronized Redemption redeem(SponsorToken used, KeyRing basis, ApiKey key, List<AuditEvent> recorded) {
        var stored = tokens.get(used.hash());
        if (stored == null || stored.isUsed() || stored.revokedAt() != null || isIssuerGone(stored)) {
            return Redemption.ENDED;
        }
        if (!current(basis) || keys.containsKey(key.hash())) {
            return Redemption.CONFLICT;
        }
        tokens.put(used.hash(), used);
        change(basis.with(key, key.createdAt()), List.of(key), recorded);
        return Redemption.DONE;
    }

    private boolean isIssuerGone(SponsorToken token) {
        var issuer = token.issuedAs();
        var human = issuer == null ? null : sessions.people().human(issuer.issuer(), issuer.subject());
        return issuer != null
                && (human == null
                        || !human.orgId().equals(token.orgId())
                        || !human.joinedAt().equals(issuer.joinedAt()));
    }

    @Override
    public synchronized @Nullable SponsorToken byId(String tokenId) {
        return tokens.values().stream()
                .filter(token -> token.id().equals(tokenId))
                .findFirst()
                .orElse(null);
    }

    @Override
    public synchronized Page<SponsorToken> list(String orgId, int limit, @Nullable ListPosition after) {
        var order = Comparator.comparing(SponsorToken::createdAt)
                .thenComparing(SponsorToken::id)
                .reversed();
        var rows = tokens.values().stream()
                .filter(token -> token.orgId().equals(orgId))
                .sorted(order)
                .filter(token -> after == null
                        || token.createdAt().isBefore(after.time())
                        || (token.createdAt().equals(after.time()) && token.id().compareTo(after.id()) < 0))
                .toList();
        var page = rows.stream().limit(limit).toList();
        var last = page.isEmpty() ? null : page.getLast();
        return new Page<>(
                page, last == null || rows.size() <= limit ? null : new ListPosition(last.createdAt(), last.id()));
    }

    @Override
    public synchronized boolean revoke(SponsorToken revoked, AuditEvent event) {
        var stored = tokens.get(revoked.hash());
        if (stored == null || stored.isUsed() || stored.revokedAt() != null) {
            return false;
        }
        tokens.put(revoked.hash(), revoked);
        accounts.events().add(event);
        return true;
    }

    @Override
    public synchronized void record(AuditEvent event) {
        accounts.events().add(event);
    }

    private boolean current(KeyRing basis) {
        return ring(basis.orgId()).version() == basis.version();
    }

    private Change change(KeyRing next, List<ApiKey> stored, List<AuditEvent> recorded) {
        rings.put(next.orgId(), next);
        stored.forEach(key -> keys.put(key.hash(), key));
        recorded.forEach(accounts.events()::add);
        return Change.DONE;
    }
}

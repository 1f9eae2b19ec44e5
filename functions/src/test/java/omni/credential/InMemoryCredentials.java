package omni.credential;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.account.Account;
import omni.event.AuditEvent;
import omni.event.ListPosition;
import omni.event.Page;
import org.jspecify.annotations.Nullable;

/** Keys, rings and sponsor tokens in memory, each change all or nothing. */
public final class InMemoryCredentials implements Keys, SponsorTokens {

    private final Map<String, ApiKey> keys = new HashMap<>();
    private final Map<String, KeyRing> rings = new HashMap<>();
    private final Map<String, SponsorToken> tokens = new HashMap<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Long> keysVersions = new HashMap<>();
    private final java.util.Set<SponsorToken.IssuedAs> removed = new java.util.HashSet<>();
    private final List<AuditEvent> events = new ArrayList<>();

    /** Makes an organization's accounts known to authentication. */
    public synchronized void open(Account live, Account test) {
        accounts.put(live.orgId() + true, live);
        accounts.put(test.orgId() + false, test);
    }

    public synchronized List<AuditEvent> events() {
        return List.copyOf(events);
    }

    /** How often the keys of this organization moved. */
    public synchronized long keysVersion(String orgId) {
        return keysVersions.getOrDefault(orgId, 0L);
    }

    @Override
    public synchronized Lookup authenticate(List<String> acceptedHashes, String orgId, boolean live, Instant now) {
        var key = acceptedHashes.stream()
                .map(this::read)
                .filter(found -> found != null)
                .findFirst();
        var account = Optional.ofNullable(accounts.get(orgId + true));
        var test = Optional.ofNullable(accounts.get(orgId + false));
        if (key.isEmpty()
                || account.isEmpty()
                || !key.get().orgId().equals(orgId)
                || key.get().livemode() != live
                || (!live && test.isEmpty())) {
            return new Lookup.Unknown();
        }
        return new Lookup.Found(key.get(), account.get(), live ? null : test.orElseThrow());
    }

    @Override
    public synchronized KeyRing ring(String orgId) {
        return rings.getOrDefault(orgId, new KeyRing(orgId, 0, List.of()));
    }

    @Override
    public Map<String, Instant> lastUse(String orgId) {
        return Map.of();
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
        keysVersions.merge(basis.orgId(), 1L, Long::sum);
        return change(basis.with(revoked, event.occurredAt()), List.of(revoked), List.of(event));
    }

    @Override
    public synchronized Change revokeAll(KeyRing basis, List<ApiKey> revoked, List<AuditEvent> recorded) {
        if (!current(basis) || revoked.stream().anyMatch(key -> !keys.containsKey(key.hash()))) {
            return Change.CONFLICT;
        }
        keysVersions.merge(basis.orgId(), 1L, Long::sum);
        return change(basis.withAll(revoked, recorded.getFirst().occurredAt()), revoked, recorded);
    }

    @Override
    public synchronized Change rotate(KeyRing basis, ApiKey ended, ApiKey successor, AuditEvent event) {
        if (!current(basis) || !keys.containsKey(ended.hash()) || keys.containsKey(successor.hash())) {
            return Change.CONFLICT;
        }
        keysVersions.merge(basis.orgId(), 1L, Long::sum);
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
        events.add(event);
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

    /** Makes that issuer somebody else, or nobody. */
    public synchronized void removeMember(SponsorToken.IssuedAs member) {
        removed.add(member);
    }

    private boolean isIssuerGone(SponsorToken token) {
        return removed.contains(token.issuedAs());
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
        events.add(event);
        return true;
    }

    @Override
    public synchronized void record(AuditEvent event) {
        events.add(event);
    }

    private boolean current(KeyRing basis) {
        return ring(basis.orgId()).version() == basis.version();
    }

    private Change change(KeyRing next, List<ApiKey> stored, List<AuditEvent> recorded) {
        rings.put(next.orgId(), next);
        stored.forEach(key -> keys.put(key.hash(), key));
        events.addAll(recorded);
        return Change.DONE;
    }
}

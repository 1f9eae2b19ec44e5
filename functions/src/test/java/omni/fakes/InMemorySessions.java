package omni.fakes;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import omni.access.Human;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.member.Member;
import omni.member.Session;
import omni.member.SessionCookie;
import omni.member.Sessions;
import org.jspecify.annotations.Nullable;

/** Sessions in memory; counts reads and writes, and can be unreachable. */
public final class InMemorySessions implements Sessions {

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final InMemoryStore accounts;
    private final People people = new People();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger slides = new AtomicInteger();
    private volatile boolean readable = true;
    private volatile boolean writable = true;

    public InMemorySessions() {
        this(new InMemoryStore());
    }

    /** With accounts that others work with too. */
    public InMemorySessions(InMemoryStore accounts) {
        this.accounts = accounts;
    }

    public void readable(boolean now) {
        readable = now;
    }

    public void writable(boolean now) {
        writable = now;
    }

    public int reads() {
        return reads.get();
    }

    public int slides() {
        return slides.get();
    }

    public int size() {
        return sessions.size();
    }

    People people() {
        return people;
    }

    /** Makes a person a member of their organization, unless they belong somewhere. */
    public void put(Human human) {
        people.add(Member.Active.founder(human));
    }

    /** Takes the way from a person to their organization away. */
    public void forget(Human human) {
        people.remove(Member.Active.founder(human));
    }

    InMemoryStore accounts() {
        return accounts;
    }

    public void forgetAccounts() {
        accounts.clear();
    }

    @Override
    public void open(Session session) {
        reach(writable);
        sessions.put(session.id(), session);
    }

    @Override
    public @Nullable Session find(String sessionId) {
        reach(readable);
        reads.incrementAndGet();
        return sessions.get(sessionId);
    }

    @Override
    public Opened resolve(SessionCookie cookie) {
        reach(readable);
        reads.incrementAndGet();
        var orgId = cookie.orgId();
        return new Opened(
                sessions.get(cookie.sessionId()),
                people.human(cookie.issuer(), cookie.subject()),
                orgId == null ? null : accounts.load(orgId));
    }

    @Override
    public Opened resolve(String issuer, String subject, String orgId) {
        reach(readable);
        reads.incrementAndGet();
        return new Opened(null, people.human(issuer, subject), accounts.load(orgId));
    }

    @Override
    public void revoke(String sessionId) {
        reach(writable);
        sessions.computeIfPresent(sessionId, (id, session) -> with(session, session.expiresAt(), true));
    }

    @Override
    public void slide(String sessionId, Instant expiresAt) {
        reach(writable);
        slides.incrementAndGet();
        sessions.computeIfPresent(
                sessionId,
                (id, session) -> session.isRevoked() || !session.expiresAt().isBefore(expiresAt)
                        ? session
                        : with(session, expiresAt, false));
    }

    private static Session with(Session session, Instant expiresAt, boolean revoked) {
        return new Session(
                session.id(),
                session.userId(),
                session.issuer(),
                session.subject(),
                session.orgId(),
                session.email(),
                session.operatorGroup(),
                session.openedAt(),
                expiresAt,
                revoked);
    }

    @Override
    public @Nullable Account account(String orgId) {
        reach(readable);
        reads.incrementAndGet();
        return accounts.load(orgId);
    }

    private static void reach(boolean reachable) {
        if (!reachable) {
            throw new StoreUnavailable("a test", new IllegalStateException("switched off"));
        }
    }
}

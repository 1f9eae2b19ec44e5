package omni.fakes;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import omni.access.Human;
import omni.access.StoreUnavailable;
import omni.member.Member;
import omni.member.Organization;
import omni.member.Organizations;
import omni.member.Roster;
import org.jspecify.annotations.Nullable;

/** Organizations in memory, sharing people and accounts with {@link InMemorySessions}. */
public final class InMemoryOrganizations implements Organizations, Roster {

    private final NavigableMap<String, Organization> organizations = new ConcurrentSkipListMap<>();
    private final List<NewOrganization> created = new CopyOnWriteArrayList<>();
    private final InMemorySessions sessions;
    private final InMemoryCredentials credentials;
    private volatile boolean reachable = true;

    public InMemoryOrganizations(InMemorySessions sessions) {
        this(sessions, new InMemoryCredentials(sessions));
    }

    /** With the store that first keys go to. */
    public InMemoryOrganizations(InMemorySessions sessions, InMemoryCredentials credentials) {
        this.sessions = sessions;
        this.credentials = credentials;
    }

    public void reachable(boolean now) {
        reachable = now;
    }

    /** Everything that was made, in order. */
    public List<NewOrganization> created() {
        return List.copyOf(created);
    }

    public void put(Organization organization) {
        organizations.put(organization.id(), organization);
    }

    @Override
    public @Nullable Organization find(String orgId) {
        return organizations.get(orgId);
    }

    @Override
    public @Nullable Human human(String issuer, String subject) {
        if (!reachable) {
            throw new StoreUnavailable("a test", new IllegalStateException("switched off"));
        }
        return sessions.people().human(issuer, subject);
    }

    @Override
    public Creation create(NewOrganization made) {
        if (!sessions.people().add(Member.Active.founder(made.founder()))) {
            return Creation.EXISTS;
        }
        put(made.organization());
        sessions.accounts().put(made.account());
        sessions.accounts().put(made.testAccount());
        credentials.put(made.firstKey(), made.organization().createdAt());
        var session = made.session();
        if (session != null) {
            sessions.open(session);
        }
        created.add(made);
        made.events().forEach(sessions.accounts().events()::add);
        return Creation.CREATED;
    }

    @Override
    public List<String> after(@Nullable String orgId, int limit) {
        var rest = orgId == null ? organizations : organizations.tailMap(orgId, false);
        return rest.keySet().stream().limit(limit).toList();
    }
}

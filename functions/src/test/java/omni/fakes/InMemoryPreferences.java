package omni.fakes;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import omni.access.Human;
import omni.event.AuditEvent;
import omni.member.Appearance;
import omni.member.Membership;
import omni.member.Organization;
import omni.member.OrganizationSettings;
import omni.member.PersonSettings;
import omni.member.Preferences;
import org.jspecify.annotations.Nullable;

/** Settings in maps; each change is atomic with its event. */
public final class InMemoryPreferences implements Preferences {

    private record Person(String orgId, String id) {}

    private final InMemoryEvents events;
    private final Map<String, OrganizationSettings> organizations = new HashMap<>();
    private final Map<Person, PersonSettings> people = new HashMap<>();
    private final Map<Person, Membership> members = new HashMap<>();

    public InMemoryPreferences(InMemoryEvents events) {
        this.events = events;
    }

    public synchronized void put(Organization organization) {
        organizations.put(
                organization.id(),
                new OrganizationSettings(
                        organization.id(),
                        organization.createdAt(),
                        organization.name(),
                        null,
                        null,
                        Appearance.NONE,
                        null));
    }

    public synchronized void put(Human human) {
        members.put(
                new Person(human.orgId(), human.userId()),
                new Membership(human.orgId(), human.userId(), human.email(), human.joinedAt(), human.joinedAt()));
    }

    /** Takes a person's membership away. */
    public synchronized void remove(Human human) {
        members.remove(new Person(human.orgId(), human.userId()));
    }

    @Override
    public synchronized @Nullable OrganizationSettings ofOrganization(String orgId) {
        return organizations.get(orgId);
    }

    @Override
    public synchronized PersonSettings ofPerson(String orgId, String userId) {
        return people.getOrDefault(new Person(orgId, userId), new PersonSettings(orgId, userId, null, null));
    }

    @Override
    public synchronized @Nullable Membership membership(String orgId, String userId) {
        return members.get(new Person(orgId, userId));
    }

    @Override
    public synchronized boolean change(Change change, AuditEvent event) {
        var done = switch (change) {
            case Change.OfProfile(var basis, var next) -> profile(basis, next, event);
            case Change.OfName(var basis, var next) -> name(basis, next, event);
            case Change.OfAppearance(var basis, var next) -> appearance(basis, next);
            case Change.OfDeletion deletion -> deletion(deletion);
        };
        if (done) {
            events.add(event);
        }
        return done;
    }

    private boolean profile(PersonSettings basis, @Nullable String next, AuditEvent event) {
        var stored = ofPerson(basis.orgId(), basis.userId());
        if (!Objects.equals(stored.displayName(), basis.displayName())) {
            return false;
        }
        people.put(
                new Person(basis.orgId(), basis.userId()),
                new PersonSettings(basis.orgId(), basis.userId(), next, event.occurredAt()));
        return true;
    }

    private boolean name(OrganizationSettings basis, String next, AuditEvent event) {
        var stored = organizations.get(basis.orgId());
        if (stored == null || !Objects.equals(stored.displayName(), basis.displayName())) {
            return false;
        }
        return put(new OrganizationSettings(
                stored.orgId(),
                stored.createdAt(),
                stored.givenName(),
                next,
                event.occurredAt(),
                stored.appearance(),
                stored.deletion()));
    }

    private boolean appearance(OrganizationSettings basis, Appearance next) {
        var stored = organizations.get(basis.orgId());
        if (stored == null) {
            return false;
        }
        var was = basis.appearance();
        var is = stored.appearance();
        var ofTheme = next.theme() != was.theme();
        var ofDensity = next.density() != was.density();
        if ((ofTheme && is.theme() != was.theme()) || (ofDensity && is.density() != was.density())) {
            return false;
        }
        return put(new OrganizationSettings(
                stored.orgId(),
                stored.createdAt(),
                stored.givenName(),
                stored.displayName(),
                stored.displayNameAt(),
                new Appearance(ofTheme ? next.theme() : is.theme(), ofDensity ? next.density() : is.density()),
                stored.deletion()));
    }

    private boolean deletion(Change.OfDeletion change) {
        var stored = organizations.get(change.orgId());
        if (stored == null || stored.deletion() != null) {
            return false;
        }
        return put(new OrganizationSettings(
                stored.orgId(),
                stored.createdAt(),
                stored.givenName(),
                stored.displayName(),
                stored.displayNameAt(),
                stored.appearance(),
                change.request()));
    }

    private boolean put(OrganizationSettings next) {
        organizations.put(next.orgId(), next);
        return true;
    }
}

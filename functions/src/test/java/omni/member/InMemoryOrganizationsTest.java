package omni.member;

import omni.fakes.InMemoryOrganizations;
import omni.fakes.InMemorySessions;

class InMemoryOrganizationsTest extends OrganizationsContract {

    private final InMemorySessions sessions = new InMemorySessions();
    private final InMemoryOrganizations organizations = new InMemoryOrganizations(sessions);

    @Override
    protected Organizations organizations() {
        return organizations;
    }

    @Override
    protected Sessions sessions() {
        return sessions;
    }

    @Override
    protected Roster roster() {
        return organizations;
    }
}

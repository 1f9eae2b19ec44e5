package omni.member;

import java.util.List;
import omni.event.AuditEvent;
import omni.fakes.InMemoryMembers;
import omni.fakes.InMemoryOrganizations;
import omni.fakes.InMemorySessions;

class InMemoryMembersTest extends MembersContract {

    private final InMemorySessions sessions = new InMemorySessions();
    private final InMemoryOrganizations organizations = new InMemoryOrganizations(sessions);
    private final InMemoryMembers members = new InMemoryMembers(sessions);

    @Override
    protected Members members() {
        return members;
    }

    @Override
    protected Organizations organizations() {
        return organizations;
    }

    @Override
    protected Sessions sessions() {
        return sessions;
    }

    @Override
    protected List<String> eventTypes(String orgId) {
        return members.events().stream()
                .filter(event -> event.orgId().equals(orgId))
                .map(AuditEvent::type)
                .toList();
    }
}

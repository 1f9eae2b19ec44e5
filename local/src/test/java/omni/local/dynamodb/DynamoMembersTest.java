package omni.local.dynamodb;

import java.util.List;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoMembers;
import omni.dynamodb.DynamoOrganizations;
import omni.dynamodb.DynamoSessions;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.member.Members;
import omni.member.MembersContract;
import omni.member.Organizations;
import omni.member.Sessions;
import org.junit.jupiter.api.AfterAll;

class DynamoMembersTest extends MembersContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
    }

    @Override
    protected Members members() {
        return new DynamoMembers(STORE.table());
    }

    @Override
    protected Organizations organizations() {
        return new DynamoOrganizations(STORE.table(), List.of(1, 2, 3));
    }

    @Override
    protected Sessions sessions() {
        return new DynamoSessions(STORE.table());
    }

    @Override
    protected List<String> eventTypes(String orgId) {
        return new DynamoEvents(STORE.table())
                .page(orgId, Events.Filter.ALL, 100, null).rows().stream()
                        .map(AuditEvent::type)
                        .toList();
    }
}

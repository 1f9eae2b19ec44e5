package omni.local.dynamodb;

import java.util.List;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoMembers;
import omni.dynamodb.DynamoOrganizations;
import omni.dynamodb.DynamoSessions;
import omni.dynamodb.Table;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.member.Members;
import omni.member.MembersContract;
import omni.member.Organizations;
import omni.member.Sessions;

class DynamoMembersTest extends MembersContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected Members members() {
        return new DynamoMembers(TABLE);
    }

    @Override
    protected Organizations organizations() {
        return new DynamoOrganizations(TABLE, List.of(1, 2, 3));
    }

    @Override
    protected Sessions sessions() {
        return new DynamoSessions(TABLE);
    }

    @Override
    protected List<String> eventTypes(String orgId) {
        return new DynamoEvents(TABLE)
                .page(orgId, Events.Filter.ALL, 100, null).rows().stream()
                        .map(AuditEvent::type)
                        .toList();
    }
}

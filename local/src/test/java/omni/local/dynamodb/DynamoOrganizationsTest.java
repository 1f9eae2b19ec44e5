package omni.local.dynamodb;

import java.util.List;
import omni.dynamodb.DynamoOrganizations;
import omni.dynamodb.DynamoRoster;
import omni.dynamodb.DynamoSessions;
import omni.member.Organizations;
import omni.member.OrganizationsContract;
import omni.member.Roster;
import omni.member.Sessions;
import org.junit.jupiter.api.AfterAll;

class DynamoOrganizationsTest extends OrganizationsContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
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
    protected Roster roster() {
        return new DynamoRoster(STORE.table());
    }
}

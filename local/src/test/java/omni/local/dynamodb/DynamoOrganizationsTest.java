package omni.local.dynamodb;

import java.util.List;
import omni.dynamodb.DynamoOrganizations;
import omni.dynamodb.DynamoRoster;
import omni.dynamodb.DynamoSessions;
import omni.dynamodb.Table;
import omni.member.Organizations;
import omni.member.OrganizationsContract;
import omni.member.Roster;
import omni.member.Sessions;

class DynamoOrganizationsTest extends OrganizationsContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected Organizations organizations() {
        return new DynamoOrganizations(TABLE, List.of(1, 2, 3));
    }

    @Override
    protected Sessions sessions() {
        return new DynamoSessions(TABLE);
    }

    @Override
    protected Roster roster() {
        return new DynamoRoster(TABLE);
    }
}

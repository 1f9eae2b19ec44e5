package omni.local.dynamodb;

import omni.dynamodb.DynamoSessions;
import omni.dynamodb.Table;
import omni.member.Sessions;
import omni.member.SessionsContract;

class DynamoSessionsTest extends SessionsContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected Sessions sessions() {
        return new DynamoSessions(TABLE);
    }
}

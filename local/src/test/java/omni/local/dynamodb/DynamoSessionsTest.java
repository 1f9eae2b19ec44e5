package omni.local.dynamodb;

import omni.dynamodb.DynamoSessions;
import omni.member.Sessions;
import omni.member.SessionsContract;
import org.junit.jupiter.api.AfterAll;

class DynamoSessionsTest extends SessionsContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
    }

    @Override
    protected Sessions sessions() {
        return new DynamoSessions(STORE.table());
    }
}

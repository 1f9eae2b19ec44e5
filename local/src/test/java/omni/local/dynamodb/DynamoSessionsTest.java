package omni.local.dynamodb;

import omni.access.Sessions;
import omni.access.SessionsContract;
import omni.dynamodb.DynamoSessions;
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

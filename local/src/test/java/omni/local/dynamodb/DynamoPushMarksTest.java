package omni.local.dynamodb;

import java.util.Random;
import omni.access.Ids;
import omni.dynamodb.DynamoPushMarks;
import omni.invoicing.PushMarks;
import omni.invoicing.PushMarksContract;
import org.junit.jupiter.api.AfterAll;

class DynamoPushMarksTest extends PushMarksContract {

    private static final StoreOfTests STORE = StoreOfTests.open();
    private static final PushMarks MARKS = new DynamoPushMarks(STORE.table(), new Ids(new Random()));

    @AfterAll
    static void close() {
        STORE.close();
    }

    @Override
    protected PushMarks marks() {
        return MARKS;
    }
}

package omni.local.dynamodb;

import java.util.Random;
import omni.access.Ids;
import omni.dynamodb.DynamoPushMarks;
import omni.dynamodb.Table;
import omni.invoicing.PushMarks;
import omni.invoicing.PushMarksContract;

class DynamoPushMarksTest extends PushMarksContract {

    private static final Table TABLE = StoreOfTests.table();
    private static final PushMarks MARKS = new DynamoPushMarks(TABLE, new Ids(new Random()));

    @Override
    protected PushMarks marks() {
        return MARKS;
    }
}

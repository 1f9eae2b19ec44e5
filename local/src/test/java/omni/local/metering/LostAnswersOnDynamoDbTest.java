package omni.local.metering;

import omni.fakes.InMemoryStore;
import omni.local.dynamodb.DynamoBooks;
import omni.meter.RandomAttacks;
import org.junit.jupiter.api.Test;

/** A sample of the attacks on the fake: the same seeds do the same to DynamoDB. */
class LostAnswersOnDynamoDbTest {

    @Test
    void theSameAttacksEndAsOnTheFake() {
        RandomAttacks.compare(InMemoryStore::new, new DynamoBooks(), System.nanoTime(), 40);
    }
}

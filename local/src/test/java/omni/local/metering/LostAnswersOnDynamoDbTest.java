package omni.local.metering;

import omni.fakes.InMemoryBooks;
import omni.local.dynamodb.DynamoBooks;
import omni.meter.RandomAttacks;
import org.junit.jupiter.api.Test;

/** A sample of the attacks on the fake: the same seeds do the same to DynamoDB. */
class LostAnswersOnDynamoDbTest {

    @Test
    void theSameAttacksEndAsOnTheFake() {
        var books = new DynamoBooks();
        RandomAttacks.compare(InMemoryBooks::new, books, System.nanoTime(), 40);
    }
}

package omni.local.dynamodb;

import java.util.Random;
import omni.dynamodb.DynamoUsageHistory;
import omni.fakes.Books;
import omni.ledger.UsageHistory;
import omni.meter.UsageAddsUpContract;
import org.junit.jupiter.api.Test;

class DynamoUsageAddsUpTest extends UsageAddsUpContract {

    @Test
    void whatTheReadsShowAddsUpOnDynamoDbToo() {
        var books = new DynamoBooks();
        play(books, new Random().nextLong(), 80);
    }

    @Override
    protected UsageHistory history(Books books) {
        return new DynamoUsageHistory(((DynamoBooks) books).table());
    }
}

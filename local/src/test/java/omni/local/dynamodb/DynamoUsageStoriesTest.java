package omni.local.dynamodb;

import java.util.Random;
import omni.dynamodb.DynamoMonthBooks;
import omni.invoicing.UsageStories;
import org.junit.jupiter.api.Test;

class DynamoUsageStoriesTest {

    @Test
    void whateverComesTheBooksAddUpOnDynamoDbToo() {
        var books = new DynamoBooks();
        UsageStories.wild(books, new DynamoMonthBooks(books.table()), new Random().nextLong(), 80);
    }

    @Test
    void eachMonthsInvoiceIsItsAccrualOnDynamoDbToo() {
        var books = new DynamoBooks();
        UsageStories.ordinary(books, new DynamoMonthBooks(books.table()), new Random().nextLong(), 60);
    }
}

package omni.local.dynamodb;

import omni.billing.StripeEvents;
import omni.billing.StripeEventsContract;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoStripeEvents;
import omni.event.Events;
import org.junit.jupiter.api.AfterAll;

class DynamoStripeEventsTest extends StripeEventsContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
    }

    @Override
    protected StripeEvents stripeEvents() {
        return new DynamoStripeEvents(STORE.table());
    }

    @Override
    protected Events events() {
        return new DynamoEvents(STORE.table());
    }
}

package omni.local.dynamodb;

import omni.billing.StripeEvents;
import omni.billing.StripeEventsContract;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoStripeEvents;
import omni.dynamodb.Table;
import omni.event.Events;

class DynamoStripeEventsTest extends StripeEventsContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected StripeEvents stripeEvents() {
        return new DynamoStripeEvents(TABLE);
    }

    @Override
    protected Events events() {
        return new DynamoEvents(TABLE);
    }
}

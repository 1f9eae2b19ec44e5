package omni.local.dynamodb;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.account.Announcements;
import omni.account.AnnouncementsContract;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoAnnouncements;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.Table;
import omni.event.Events;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoAnnouncementsTest extends AnnouncementsContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected Announcements announcements() {
        return new DynamoAnnouncements(TABLE);
    }

    @Override
    protected Events events() {
        return new DynamoEvents(TABLE);
    }

    @Override
    protected void put(Account account) {
        new DynamoAccounts(TABLE, List.of(1, 2, 3)).put(account);
    }

    @Override
    protected @Nullable Instant reminderAt(String orgId) {
        var item = TABLE.client()
                .getItem(get -> get.tableName(TABLE.name())
                        .consistentRead(true)
                        .key(Map.of("PK", AttributeValue.fromS("ORG#" + orgId), "SK", AttributeValue.fromS("ACCOUNT"))))
                .item();
        var reminded = item.get("t");
        return reminded == null ? null : Instant.ofEpochMilli(Long.parseLong(reminded.n()));
    }
}

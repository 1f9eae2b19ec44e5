package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import omni.chat.ChatConnection;
import omni.chat.ChatConnections;
import omni.chat.ChatConnectionsContract;
import omni.chat.ChatTicket;
import omni.dynamodb.DynamoChatConnections;
import omni.dynamodb.Table;
import org.junit.jupiter.api.Test;

class DynamoChatConnectionsTest extends ChatConnectionsContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected ChatConnections connections() {
        return new DynamoChatConnections(TABLE);
    }

    @Test
    void whatIsStoredEndsWithTheConnectionAndAUsedTicketIsRememberedLongerThanItCouldLive() {
        var own = StoreOfTests.table();
        new DynamoChatConnections(own).open(ticket(), connection(NOW), 20, NOW);

        var items = own.client().scan(scan -> scan.tableName(own.name())).items();

        assertThat(items).hasSize(3).allSatisfy(item -> {
            var isTicket = Objects.requireNonNull(item.get(Table.PK)).s().startsWith("TICKET#");
            var kept = Long.parseLong(Objects.requireNonNull(item.get("ttl")).n()) - NOW.getEpochSecond();
            assertThat(kept)
                    .isBetween(
                            isTicket ? ChatTicket.REMEMBERED.toSeconds() : ChatConnection.MAX_AGE.toSeconds() + 1,
                            isTicket ? 100L : ChatConnection.MAX_AGE.toSeconds() + 3600);
        });
    }
}

package omni.local.agents;

import java.util.List;
import java.util.Map;
import omni.access.CredentialsContract;
import omni.access.Keys;
import omni.access.SponsorTokens;
import omni.dynamodb.DynamoKeys;
import omni.dynamodb.DynamoSponsorTokens;
import omni.dynamodb.Table;
import omni.local.LocalPatience;
import omni.local.dynamodb.DynamoDbConnection;
import omni.local.dynamodb.LocalDynamoDb;
import omni.local.dynamodb.LocalTable;
import omni.root.Tables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rotation and sponsor tokens on DynamoDB Local; each test begins with a table that holds two accounts and no more. */
class DynamoCredentialsTest extends CredentialsContract {

    private static final String NAME = "omni";

    private static LocalDynamoDb dynamodb;
    private static Table table;

    @BeforeAll
    static void start() {
        dynamodb = LocalDynamoDb.inMemory();
        table = Tables.connect(
                NAME,
                "us-east-1",
                dynamodb.endpoint(),
                DynamoDbConnection.ANY_CREDENTIALS,
                LocalPatience.OF_FUNCTIONS.store());
        LocalTable.createIn(table.client(), NAME);
    }

    @AfterAll
    static void stop() {
        table.client().close();
        table.once().close();
        dynamodb.close();
    }

    @Override
    protected Store store() {
        items().forEach(item -> table.client()
                .deleteItem(delete -> delete.tableName(NAME)
                        .key(Map.of(
                                "PK", AttributeValue.fromS(text(item, "PK")),
                                "SK", AttributeValue.fromS(text(item, "SK"))))));
        account("ACCOUNT");
        account("ACCOUNT#TEST");
        return new Store() {
            @Override
            public Keys keys() {
                return new DynamoKeys(table);
            }

            @Override
            public SponsorTokens tokens() {
                return new DynamoSponsorTokens(table);
            }

            @Override
            public List<String> eventTypes() {
                return items().stream()
                        .filter(item -> text(item, "PK").equals("EVENT#" + ORG))
                        .map(item -> text(item, "type"))
                        .toList();
            }

            @Override
            public List<Long> keysVersions() {
                return List.of(keysVersion("ACCOUNT"), keysVersion("ACCOUNT#TEST"));
            }
        };
    }

    private static List<Map<String, AttributeValue>> items() {
        return table.client().scan(scan -> scan.tableName(NAME)).items();
    }

    private static void account(String sort) {
        table.client()
                .putItem(put -> put.tableName(NAME)
                        .item(Map.of(
                                "PK", AttributeValue.fromS("ORG#" + ORG),
                                "SK", AttributeValue.fromS(sort),
                                "k", AttributeValue.fromN("0"))));
    }

    private static long keysVersion(String sort) {
        var item = table.client()
                .getItem(get -> get.tableName(NAME)
                        .key(Map.of("PK", AttributeValue.fromS("ORG#" + ORG), "SK", AttributeValue.fromS(sort))))
                .item();
        return Long.parseLong(item.getOrDefault("k", AttributeValue.fromN("-1")).n());
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, AttributeValue.fromS("")).s();
    }
}

package omni.local.agents;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.access.Human;
import omni.credential.CredentialsContract;
import omni.credential.Keys;
import omni.credential.SponsorTokens;
import omni.dynamodb.DynamoKeys;
import omni.dynamodb.DynamoSponsorTokens;
import omni.dynamodb.Table;
import omni.lambda.Tables;
import omni.local.dynamodb.DynamoDbConnection;
import omni.local.dynamodb.LocalDynamoDb;
import omni.local.dynamodb.LocalTable;
import omni.local.machine.LocalPatience;
import org.jspecify.annotations.Nullable;
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
        issuer(ISSUER);
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
            public void issuerIs(@Nullable Human human) {
                issuer(human);
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

    /** As joining leaves the way from that person to their organization, and removal takes it away. */
    private static void issuer(@Nullable Human human) {
        var place = Map.of(
                "PK", AttributeValue.fromS("USER#" + ISSUER.issuer() + "#" + ISSUER.subject()),
                "SK", AttributeValue.fromS("ORG"));
        if (human == null) {
            table.client().deleteItem(delete -> delete.tableName(NAME).key(place));
            return;
        }
        var item = new HashMap<>(place);
        item.put("org", AttributeValue.fromS(human.orgId()));
        item.put("joinedAt", AttributeValue.fromN(Long.toString(human.joinedAt().toEpochMilli())));
        table.client().putItem(put -> put.tableName(NAME).item(item));
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

package omni.local.dynamodb;

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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rotation and sponsor tokens on DynamoDB Local; each test begins with a table that holds two accounts and no more. */
class DynamoCredentialsTest extends CredentialsContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected Store store() {
        items().forEach(item -> TABLE.client()
                .deleteItem(delete -> delete.tableName(TABLE.name())
                        .key(Map.of(
                                "PK", AttributeValue.fromS(text(item, "PK")),
                                "SK", AttributeValue.fromS(text(item, "SK"))))));
        account("ACCOUNT");
        account("ACCOUNT#TEST");
        issuer(ISSUER);
        return new Store() {
            @Override
            public Keys keys() {
                return new DynamoKeys(TABLE);
            }

            @Override
            public SponsorTokens tokens() {
                return new DynamoSponsorTokens(TABLE);
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
        return TABLE.client().scan(scan -> scan.tableName(TABLE.name())).items();
    }

    private static void account(String sort) {
        TABLE.client()
                .putItem(put -> put.tableName(TABLE.name())
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
            TABLE.client().deleteItem(delete -> delete.tableName(TABLE.name()).key(place));
            return;
        }
        var item = new HashMap<>(place);
        item.put("org", AttributeValue.fromS(human.orgId()));
        item.put("joinedAt", AttributeValue.fromN(Long.toString(human.joinedAt().toEpochMilli())));
        TABLE.client().putItem(put -> put.tableName(TABLE.name()).item(item));
    }

    private static long keysVersion(String sort) {
        var item = TABLE.client()
                .getItem(get -> get.tableName(TABLE.name())
                        .key(Map.of("PK", AttributeValue.fromS("ORG#" + ORG), "SK", AttributeValue.fromS(sort))))
                .item();
        return Long.parseLong(item.getOrDefault("k", AttributeValue.fromN("-1")).n());
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, AttributeValue.fromS("")).s();
    }
}

package omni.local.dynamodb;

import java.util.List;
import omni.dynamodb.Table;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The one table as the stack creates it, made where it does not exist yet. */
public final class LocalTable {

    private LocalTable() {}

    public static void createIn(DynamoDbClient tables, String name) {
        try {
            tables.createTable(table -> table.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            attribute(Table.PK, ScalarAttributeType.S),
                            attribute(Table.SK, ScalarAttributeType.S),
                            attribute(Table.BY_TIME_PK, ScalarAttributeType.S),
                            attribute(Table.BY_REQUEST_PK, ScalarAttributeType.S),
                            attribute(Table.PLACE, ScalarAttributeType.S))
                    .keySchema(keys(Table.PK, Table.SK))
                    .globalSecondaryIndexes(
                            index(Table.BY_TIME, Table.BY_TIME_PK, Table.PLACE),
                            index(Table.BY_REQUEST, Table.BY_REQUEST_PK, Table.PLACE))
                    .streamSpecification(
                            stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
        } catch (ResourceInUseException e) {
            // an earlier run on the same endpoint or folder made it
        }
        tables.waiter().waitUntilTableExists(table -> table.tableName(name));
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static List<KeySchemaElement> keys(String partition, String sort) {
        return List.of(
                KeySchemaElement.builder()
                        .attributeName(partition)
                        .keyType(KeyType.HASH)
                        .build(),
                KeySchemaElement.builder()
                        .attributeName(sort)
                        .keyType(KeyType.RANGE)
                        .build());
    }

    private static GlobalSecondaryIndex index(String name, String partition, String sort) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(keys(partition, sort))
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .build();
    }
}

package omni.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.dynamodb.Table;
import omni.http.Operation.TableGrant;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/** The one table (architecture 4), and what a function may do on it. */
final class BillingTable extends Construct {

    private final software.amazon.awscdk.services.dynamodb.Table table;

    BillingTable(Construct scope, String id) {
        super(scope, id);
        table = software.amazon.awscdk.services.dynamodb.Table.Builder.create(this, "Table")
                .partitionKey(attribute(Table.PK, AttributeType.STRING))
                .sortKey(attribute(Table.SK, AttributeType.STRING))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .timeToLiveAttribute(Table.TTL)
                .stream(StreamViewType.NEW_AND_OLD_IMAGES)
                .build();
        index(Table.BY_DAY, Table.BY_DAY_PK, Table.BY_DAY_SK);
        index(Table.BY_REQUEST, Table.BY_REQUEST_PK, Table.BY_REQUEST_SK);
    }

    private void index(String name, String partition, String sort) {
        table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                .indexName(name)
                .partitionKey(attribute(partition, AttributeType.STRING))
                .sortKey(attribute(sort, AttributeType.NUMBER))
                .projectionType(ProjectionType.ALL)
                .build());
    }

    private static Attribute attribute(String name, AttributeType type) {
        return Attribute.builder().name(name).type(type).build();
    }

    String name() {
        return table.getTableName();
    }

    String streamArn() {
        return java.util.Objects.requireNonNull(table.getTableStreamArn());
    }

    /**
     * One statement for each grant: its actions, on items whose partition key begins as it says. A request that names no
     * key is not covered: without the {@code Null} condition, "for all values" would be true of none.
     */
    List<PolicyStatement> statements(List<TableGrant> grants) {
        var statements = new ArrayList<PolicyStatement>();
        for (var grant : grants) {
            statements.add(PolicyStatement.Builder.create()
                    .actions(grant.actions().stream()
                            .map(action -> "dynamodb:" + action)
                            .toList())
                    .resources(List.of(table.getTableArn()))
                    .conditions(Map.of(
                            "ForAllValues:StringLike",
                            Map.of(
                                    "dynamodb:LeadingKeys",
                                    grant.leadingKeys().stream()
                                            .map(key -> key + "*")
                                            .toList()),
                            "Null",
                            Map.of("dynamodb:LeadingKeys", "false")))
                    .build());
        }
        return statements;
    }
}

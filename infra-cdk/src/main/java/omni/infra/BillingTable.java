package omni.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import omni.call.Operation.TableGrant;
import omni.dynamodb.Table;
import omni.infra.Stage.RestoredTable;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.TableAttributes;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * The one table (architecture 4), and what a function may do on it. Where the stage names one that was restored, that is used in its
 * place, and the stack's own stays as it is.
 */
final class BillingTable extends Construct {

    private static final String LEADING_KEYS = "dynamodb:LeadingKeys";

    /** What all others use. */
    private final ITable table;

    BillingTable(Construct scope, String id, Encryption encryption, Optional<RestoredTable> restored) {
        super(scope, id);
        var builder = software.amazon.awscdk.services.dynamodb.Table.Builder.create(this, "Table")
                .partitionKey(attribute(Table.PK, AttributeType.STRING))
                .sortKey(attribute(Table.SK, AttributeType.STRING))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .timeToLiveAttribute(Table.TTL)
                .stream(StreamViewType.NEW_AND_OLD_IMAGES);
        encryption
                .key()
                .ifPresentOrElse(
                        key -> builder.encryption(TableEncryption.CUSTOMER_MANAGED)
                                .encryptionKey(key),
                        () -> builder.encryption(TableEncryption.AWS_MANAGED));
        var own = builder.build();
        index(own, Table.BY_TIME, Table.BY_TIME_PK, Table.PLACE);
        index(own, Table.BY_REQUEST, Table.BY_REQUEST_PK, Table.PLACE);
        table = restored.map(this::reference).orElse(own);
    }

    private ITable reference(RestoredTable restored) {
        var stream = ArnComponents.builder()
                .service("dynamodb")
                .resource("table")
                .resourceName(restored.name() + "/stream/" + restored.streamLabel())
                .build();
        return software.amazon.awscdk.services.dynamodb.Table.fromTableAttributes(
                this,
                "Restored",
                TableAttributes.builder()
                        .tableName(restored.name())
                        .tableStreamArn(Stack.of(this).formatArn(stream))
                        .build());
    }

    private static void index(
            software.amazon.awscdk.services.dynamodb.Table own, String name, String partition, String sort) {
        own.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                .indexName(name)
                .partitionKey(attribute(partition, AttributeType.STRING))
                .sortKey(attribute(sort, AttributeType.STRING))
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
        return Objects.requireNonNull(table.getTableStreamArn());
    }

    /** What whoever consumes the stream may do on it. */
    PolicyStatement consumeStatement() {
        return PolicyStatement.Builder.create()
                .actions(List.of(
                        "dynamodb:DescribeStream",
                        "dynamodb:GetRecords",
                        "dynamodb:GetShardIterator",
                        "dynamodb:ListStreams"))
                .resources(List.of(streamArn()))
                .build();
    }

    /**
     * One statement for each grant: its actions, on items whose partition key begins as it says. A request that names no
     * key is not covered: without the {@code Null} condition, "for all values" would be true of none.
     */
    List<PolicyStatement> statements(List<TableGrant> grants) {
        var statements = new ArrayList<PolicyStatement>();
        for (var grant : grants) {
            var index = grant.index();
            statements.add(PolicyStatement.Builder.create()
                    .actions(grant.actions().stream()
                            .map(action -> "dynamodb:" + action)
                            .toList())
                    .resources(List.of(index == null ? table.getTableArn() : table.getTableArn() + "/index/" + index))
                    .conditions(onlyKeysThatBegin(grant.leadingKeys()))
                    .build());
        }
        return statements;
    }

    private static Map<String, Object> onlyKeysThatBegin(List<String> beginnings) {
        var patterns = beginnings.stream().map(beginning -> beginning + "*").toList();
        var conditions = new TreeMap<String, Object>();
        conditions.put("ForAllValues:StringLike", Map.of(LEADING_KEYS, patterns));
        conditions.put("Null", Map.of(LEADING_KEYS, "false"));
        return conditions;
    }
}

package omni.dynamodb;

import java.util.Collection;
import java.util.List;
import omni.meter.CommitPlan;
import omni.meter.Meter;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The commit: one UpdateItem, never retried by the SDK; a failed condition brings the item along. */
public final class DynamoMeter implements Meter {

    private final Table table;
    private final List<Integer> classes;

    /** @param classes the numbers of all classes of the catalog: their windows roll together */
    public DynamoMeter(Table table, Collection<Integer> classes) {
        this.table = table;
        this.classes = classes.stream().sorted().toList();
    }

    @Override
    public Result write(CommitPlan plan) {
        var expression = CommitExpression.of(plan, classes);
        var request = UpdateItemRequest.builder()
                .tableName(table.name())
                .key(AccountItem.key(plan.basis().orgId(), plan.basis().live()))
                .updateExpression(expression.update())
                .conditionExpression(expression.condition())
                .expressionAttributeValues(expression.values())
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            return new Result.Applied(
                    AccountItem.read(table.once().updateItem(request).attributes()));
        } catch (ConditionalCheckFailedException e) {
            if (!e.hasItem()) {
                throw new IllegalStateException("the account of " + plan.basis().orgId() + " is gone", e);
            }
            return new Result.Refused(AccountItem.read(e.item()));
        } catch (TransactionConflictException e) {
            return new Result.NotApplied("a transaction holds the item");
        } catch (AwsServiceException e) {
            return failure(e);
        } catch (SdkException e) {
            return new Result.Unknown("no answer: " + e.getClass().getSimpleName());
        }
    }

    private static Result failure(AwsServiceException e) {
        if (Table.throttled(e)) {
            return new Result.NotApplied("throttled");
        }
        if (e.statusCode() >= 500) {
            return new Result.Unknown("the table answered " + e.statusCode());
        }
        throw e;
    }
}

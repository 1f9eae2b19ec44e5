package omni.infra;

import java.util.List;
import java.util.Map;
import omni.json.Json;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.DestinationConfigProperty;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.FilterCriteriaProperty;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.FilterProperty;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.MetricsConfigProperty;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.OnFailureProperty;
import software.constructs.Construct;

/**
 * The way from the table's stream to RecordUsage (architecture 5): what cannot be recorded is halved until the bad record
 * stands alone, and parked in a bucket with all it holds; the records after it go on.
 */
final class UsageStream extends Construct {

    private static final int BATCH_SIZE = 100;
    private static final int BATCHING_WINDOW_SECONDS = 1;

    /** Outlasts an outage of the table, and leaves most of the stream's 24 hours for a hand. */
    private static final int MAX_RECORD_AGE_SECONDS = 6 * 60 * 60;

    private static final int MAX_RETRIES = 100;

    private final CfnEventSourceMapping mapping;

    UsageStream(LambdaFunction recordUsage, BillingTable table, ParkedRecords parked) {
        super(recordUsage, "Stream");
        mapping = CfnEventSourceMapping.Builder.create(this, "Mapping")
                .eventSourceArn(table.streamArn())
                .functionName(recordUsage.function().getFunctionName())
                .startingPosition("TRIM_HORIZON")
                .batchSize(BATCH_SIZE)
                .maximumBatchingWindowInSeconds(BATCHING_WINDOW_SECONDS)
                .bisectBatchOnFunctionError(true)
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                .maximumRecordAgeInSeconds(MAX_RECORD_AGE_SECONDS)
                .maximumRetryAttempts(MAX_RETRIES)
                .filterCriteria(FilterCriteriaProperty.builder()
                        .filters(List.of(
                                FilterProperty.builder().pattern(pattern()).build()))
                        .build())
                .destinationConfig(DestinationConfigProperty.builder()
                        .onFailure(OnFailureProperty.builder()
                                .destination(parked.arn())
                                .build())
                        .build())
                .metricsConfig(MetricsConfigProperty.builder()
                        .metrics(List.of("EventCount"))
                        .build())
                .build();
    }

    /** Account, void, proof and row items, by their sort keys. */
    static String pattern() {
        List<Object> sortKeys = List.of("ACCOUNT", "ACCOUNT#TEST", "VOID", "PROOF", Map.of("prefix", "ROW#"));
        return Json.text(Map.of("dynamodb", Map.of("Keys", Map.of("SK", Map.of("S", sortKeys)))));
    }

    /** Under which its events are counted. */
    String uuid() {
        return mapping.getRef();
    }
}

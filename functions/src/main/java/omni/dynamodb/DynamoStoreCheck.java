package omni.dynamodb;

import java.time.Duration;
import java.util.Optional;
import omni.access.StoreCheck;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Reads one item that nobody ever writes: half a read unit, one attempt. */
public final class DynamoStoreCheck implements StoreCheck {

    private static final String KEY = "READY#";

    private final Table table;
    private final Duration timeouts;

    public DynamoStoreCheck(Table table, Duration timeouts) {
        this.table = table;
        this.timeouts = timeouts;
    }

    /** Whatever keeps the read from the table counts: one without its table, or without its rights, is not ready either. */
    @Override
    public Optional<String> fault() {
        try {
            table.once()
                    .getItem(GetItemRequest.builder()
                            .tableName(table.name())
                            .key(Table.key(KEY, KEY))
                            .overrideConfiguration(override -> override.apiCallTimeout(timeouts))
                            .build());
            return Optional.empty();
        } catch (AwsServiceException e) {
            var details = e.awsErrorDetails();
            return Optional.of(details == null ? e.getClass().getSimpleName() : details.errorCode());
        } catch (SdkException e) {
            return Optional.of(e.getClass().getSimpleName());
        }
    }
}

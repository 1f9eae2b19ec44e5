package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import omni.dynamodb.DynamoStoreCheck;
import omni.dynamodb.Table;
import omni.local.machine.LocalTimeouts;
import org.junit.jupiter.api.Test;

/** Readiness against a table, and against an account that has none. */
class DynamoStoreCheckTest {

    @Test
    void aTableThatAnswersIsReadyAndOneThatIsMissingIsNot() {
        var table = StoreOfTests.table();
        assertThat(new DynamoStoreCheck(table, LocalTimeouts.HUNG).fault()).isEmpty();
        var missing = new Table(table.client(), table.once(), "missing");
        assertThat(new DynamoStoreCheck(missing, LocalTimeouts.HUNG).fault()).hasValue("ResourceNotFoundException");
    }
}

package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class LocalDynamoDbTest {

    @Test
    void aFolderKeepsItemsAcrossProcesses(@TempDir Path folder) {
        try (var database = LocalDynamoDb.in(folder.resolve("table"));
                var tables = Tables.at(database.endpoint()).create()) {
            tables.put("a", "b", 7);
        }
        try (var database = LocalDynamoDb.in(folder.resolve("table"));
                var tables = Tables.at(database.endpoint())) {
            assertThat(tables.client().scan(scan -> scan.tableName(Tables.NAME)).items())
                    .singleElement()
                    .extracting(item -> item.getOrDefault("number", AttributeValue.fromN("0"))
                            .n())
                    .isEqualTo("7");
        }
    }

    @Test
    void twoDatabasesInMemoryKnowNothingOfEachOther() {
        try (var one = LocalDynamoDb.inMemory();
                var other = LocalDynamoDb.inMemory();
                var tables = Tables.at(one.endpoint()).create();
                var strangers = Tables.at(other.endpoint())) {
            assertThat(tables.client().listTables().tableNames()).containsExactly(Tables.NAME);
            assertThat(strangers.client().listTables().tableNames()).isEmpty();
        }
    }

    @Test
    void startingPrintsNothingToStdout() {
        var stdout = System.out;
        var caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try (var database = LocalDynamoDb.inMemory();
                var tables = Tables.at(database.endpoint())) {
            tables.create();
        } finally {
            System.setOut(stdout);
        }
        assertThat(caught.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}

package omni.local.dynamodb;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import omni.local.gateway.LocalLambda;
import omni.local.machine.LocalJson;
import omni.local.machine.LocalTimeouts;

/** A process of its own that writes and pumps, and dies in the middle without a farewell. */
final class HaltingWorld {

    static final int EXIT_CODE = 9;

    private HaltingWorld() {}

    /** Arguments: the folder, and how many writes to make before dying. Notes every answered write and taken record there. */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        var database = LocalDynamoDb.in(folder.resolve("table"));
        var tables = Tables.at(database.endpoint()).create();
        var connection = DynamoDbConnection.at(database.endpoint(), DynamoDbConnection.ANY_CREDENTIALS);
        StreamPump.start(
                StreamPumpSettings.of(connection, Tables.NAME, taker(folder)).withFolder(folder));
        for (var number = 0; number < Integer.parseInt(arguments[1]); number++) {
            tables.put("thing-" + number, "s", number);
            note(folder.resolve("answered"), number);
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    /** Takes every record and notes its number. */
    static LocalLambda taker(Path folder) {
        return new LocalLambda(
                "Take",
                "arn:aws:lambda:::function:Take",
                (input, _, _) -> {
                    for (var record : LocalJson.parseObject(input.readAllBytes())
                            .orElseThrow()
                            .path("Records")) {
                        var image = record.path("dynamodb").path("NewImage");
                        note(
                                folder.resolve("taken"),
                                image.path("number").path("N").asInt());
                    }
                },
                LocalTimeouts.FUNCTION);
    }

    private static void note(Path file, int number) throws IOException {
        Files.writeString(file, number + "\n", CREATE, APPEND);
    }
}

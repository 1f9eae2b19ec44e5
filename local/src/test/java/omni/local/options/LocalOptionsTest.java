package omni.local.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.local.command.Commands;
import omni.local.options.CommandWords.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LocalOptionsTest {

    @Test
    void withoutArgumentsEverythingHasItsDefault() {
        assertThat(options())
                .isEqualTo(new LocalOptions(8080, Optional.empty(), Optional.empty(), Optional.empty(), true, false));
    }

    @Test
    void everyOptionIsRead(@TempDir Path folder) throws IOException {
        var catalog = Files.createFile(folder.resolve("catalog.json"));

        assertThat(options(
                        "--port",
                        "0",
                        "--chat-port=4000",
                        "--data=" + folder,
                        "--catalog",
                        catalog.toString(),
                        "--dynamodb",
                        "http://127.0.0.1:8000",
                        "--upstream=http://localhost:9000/base",
                        "--no-rate-limits",
                        "--live-stripe",
                        "--json"))
                .isEqualTo(new LocalOptions(
                        0,
                        Optional.of(folder),
                        Optional.of(catalog),
                        Optional.of(URI.create("http://127.0.0.1:8000")),
                        false,
                        true,
                        Optional.of(URI.create("http://localhost:9000/base")),
                        true,
                        4000));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
        --port                        | --port needs a value
        --port --json                 | --port needs a value
        --port=                       | --port needs a value
        --port x                      | --port x: a port is a number from 0 to 65535
        --port -1                     | --port -1: a port is a number from 0 to 65535
        --port 65536                  | --port 65536: a port is a number from 0 to 65535
        --port 1 --port 2             | --port is given twice
        --json --json                 | --json is given twice
        --json=yes                    | --json takes no value
        --prot 1                      | unknown option --prot; unknown argument 1
        --catalog /no/such/file       | --catalog /no/such/file: there is no such file
        --catalog /                   | --catalog /: is not a file
        --data /etc/hosts             | --data /etc/hosts: is a file, not a folder
        --dynamodb localhost:8000     | --dynamodb localhost:8000: is not a URL such as http://127.0.0.1:8000
        --dynamodb http://a^b         | --dynamodb http://a^b: is not a URL
        --port x --what --catalog /no | --port x: a port is a number from 0 to 65535; --catalog /no: there is no such file; unknown option --what
        """)
    void everyFaultIsNamedAtOnce(String arguments, String faults) {
        assertThat(CommandWords.read(new CommandLine(new UpOptions()), List.of(arguments.split(" "))))
                .isEqualTo(new Parsed.Read(List.of(faults.split("; "))));
    }

    @Test
    void helpBeatsFaults() {
        assertThat(Commands.run("up", Map.of(), "--nonsense", "--help").out())
                .startsWith("Usage: ./omni up [-h] [--port N] ");
    }

    private static LocalOptions options(String... words) {
        return UpWords.options(List.of(words));
    }
}

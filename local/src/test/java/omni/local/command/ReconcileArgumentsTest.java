package omni.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.local.world.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands that ask a running product make of their words; what they find is proved on a whole product. */
class ReconcileArgumentsTest {

    @TempDir
    private Path folder;

    @Test
    void everyFaultIsToldAtOnce() {
        assertThat(Commands.reconcile(Map.of(), "--month", "May", "--fast", "here", "--org"))
                .isEqualTo(new Commands.Outcome(2, "", """
                    omni: --month May: a month is written 2026-05
                    omni: --org needs a value
                    omni: unknown option --fast
                    omni: unknown argument here
                    """));
        assertThat(Commands.explain(Map.of(), "--local", "--local", "--rows"))
                .isEqualTo(new Commands.Outcome(2, "", """
                    omni: --local is given twice
                    omni: unknown option --rows
                    omni: explain takes one request id or usage id
                    """));
        assertThat(Commands.rebuildRows(Map.of(), "--rows", "one", "two")).isEqualTo(new Commands.Outcome(2, "", """
                    omni: unknown option --rows
                    omni: rebuild-rows takes one file
                    """));
    }

    @Test
    void whatIsNotSetIsNamedAtOnce() {
        assertThat(Commands.reconcile(Map.of("AWS_REGION", "eu-west-1")))
                .isEqualTo(new Commands.Outcome(
                        2,
                        "",
                        "omni: not set: OMNI_TABLE_NAME, OMNI_STRIPE_API_KEY (or say --local, with ./omni up"
                                + " running)\n"));
    }

    @Test
    void helpSaysHowToReachADeployment() {
        assertThat(Commands.reconcile(Map.of(), "--help").out()).contains("--rows", "OMNI_TABLE_NAME", "--local [URL]");
        assertThat(Commands.rebuildRows(Map.of(), "-h").out()).contains("FILE", "--write", "OMNI_TABLE_NAME");
        assertThat(Commands.explain(Map.of(), "-h").out()).contains("REQUEST_ID", "OMNI_TABLE_NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reconcile", "explain", "rebuild-rows"})
    void whoCannotBeAskedIsSaidInOneLineAndEndsWithTwo(String command) throws IOException {
        var words = new ArrayList<>(List.of("--local", "http://localhost:9"));
        switch (command) {
            case "explain" -> words.addFirst("req_1");
            case "rebuild-rows" ->
                words.addFirst(Files.createFile(folder.resolve("log")).toString());
            default -> {}
        }

        assertThat(Commands.run(command, Map.of(), words.toArray(String[]::new)))
                .isEqualTo(new Commands.Outcome(
                        2, "", "omni: nothing answers at http://localhost:9: start the product with ./omni up\n"));
    }

    @Test
    void aWrongProfileIsSaidAsSuch() {
        var environment = Map.of(
                "OMNI_TABLE_NAME", "omni",
                "AWS_REGION", "us-east-1",
                "OMNI_STRIPE_API_KEY", "rk_test_1",
                "OMNI_DYNAMODB_ENDPOINT", "http://localhost:9",
                "AWS_PROFILE", "nobody");
        var outcome = Commands.reconcile(environment);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).hasLineCount(1).contains("nobody", "profile").doesNotContain("drifts");
    }

    @Test
    void aPageOfRowsMayTakeAMinute() {
        var environment = Map.of(
                "OMNI_TABLE_NAME", "omni",
                "AWS_REGION", "us-east-1",
                "OMNI_STRIPE_API_KEY", "rk_test_1");
        try (var deployment = Deployment.of(environment, Optional.empty())) {
            assertThat(deployment
                            .table()
                            .client()
                            .serviceClientConfiguration()
                            .overrideConfiguration()
                            .apiCallAttemptTimeout())
                    .contains(Duration.ofMinutes(1));
        }
    }
}

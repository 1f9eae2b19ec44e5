package omni.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the commands that ask a running product make of their words; what they find is proved on a whole product. */
class ReconcileArgumentsTest {

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
}

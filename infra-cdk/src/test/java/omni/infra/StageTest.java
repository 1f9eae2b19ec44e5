package omni.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import omni.json.Json;
import omni.root.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StageTest {

    private static final String GOOD = """
            {"architecture": "arm64", "logRetentionDays": 30, "settings": {
              "OMNI_API_BASE_URL": "https://a.example.com", "OMNI_DOCS_BASE_URL": "https://d.example.com",
              "OMNI_UPGRADE_URL": "https://u.example.com", "OMNI_BILLING_URL": "https://b.example.com"}}""";

    @ParameterizedTest
    @ValueSource(strings = {"local", "dev", "prod"})
    void theStagesOfTheRepositoryAreGood(String name) {
        assertThat(Stage.read(Workspace.STAGES, name).stackName()).isEqualTo("omni-" + name);
    }

    /** SAM can only set variables that the template has. */
    @Test
    void theLocalStageNamesEverySettingSoThatSamCanSetIt() {
        var expected = new TreeSet<>(Configuration.names());
        expected.removeAll(Stage.GIVEN);

        assertThat(Stage.read(Workspace.STAGES, Stage.LOCAL).settings().keySet())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            "arm64"                 | "mips"                | architecture must be arm64, x86_64 or host
            30                      | 31                    | logRetentionDays must be one of [7, 14, 30, 90, 180, 365, 3653]
            30                      | "30"                  | logRetentionDays must be a whole number
            "settings"              | "seetings"            | seetings is not a known field
            "OMNI_API_BASE_URL"     | "OMNI_API_BASEURL"    | settings.OMNI_API_BASEURL is not a known setting
            "OMNI_API_BASE_URL"     | "OMNI_API_BASEURL"    | OMNI_API_BASE_URL is not set
            "OMNI_API_BASE_URL"     | "OMNI_PEPPERS"        | settings.OMNI_PEPPERS is given by the stack
            "OMNI_API_BASE_URL"     | "OMNI_PEPPERS_FROM"   | settings.OMNI_PEPPERS_FROM is given by the stack
            "https://a.example.com" | 7                     | settings.OMNI_API_BASE_URL must be a string
            "https://a.example.com" | "a.example.com"       | OMNI_API_BASE_URL must be an absolute URL
            """)
    void aFaultIsNamed(String good, String bad, String fault) throws Json.MalformedJson {
        var json = Json.readObject(GOOD.replace(good, bad).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> Stage.parse("test", json))
                .isInstanceOf(StageFault.class)
                .hasMessageContaining(fault);
    }

    @Test
    void allFaultsAreToldAtOnce() throws Json.MalformedJson {
        var json = Json.readObject("{\"colour\": 1}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> Stage.parse("test", json))
                .hasMessageContaining("architecture is required")
                .hasMessageContaining("logRetentionDays is required")
                .hasMessageContaining("settings must be an object")
                .hasMessageContaining("colour is not a known field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "../stages/dev", "", "Dev"})
    void aStageIsAFileOfThatName(String name) {
        assertThatThrownBy(() -> Stage.read(Workspace.STAGES, name))
                .isInstanceOf(StageFault.class)
                .hasMessageStartingWith("There is no stage " + name);
    }
}

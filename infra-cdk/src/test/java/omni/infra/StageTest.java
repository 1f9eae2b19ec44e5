package omni.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import omni.json.Json;
import omni.lambda.Configuration;
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
            30                      | 30, "release": "fast" | release must be one of [allAtOnce, canary10Percent5Minutes
            30                      | 30, "customerKey": 1  | customerKey must be true or false
            30                      | 30, "alerts": {"emails": ["nobody"]} | alerts.emails must be e-mail addresses
            30                      | 30, "alerts": {"topicArn": "on-call"} | alerts.topicArn must be the ARN of an SNS topic
            30                      | 30, "restoredTable": "omni-restored" | restoredTable must be an object
            30                      | 30, "restoredTable": {} | restoredTable.name is required; restoredTable.streamLabel is required
            30                      | 30, "restoredTable": {"name": "ab", "streamLabel": "2026-05-14T09:12:44.120"} | restoredTable.name must have 3 to 255 characters
            30                      | 30, "restoredTable": {"name": "arn:aws:dynamodb", "streamLabel": "latest"} | restoredTable.name must be the name of a table: letters, digits, underscores, dots and hyphens; restoredTable.streamLabel must be the table's LatestStreamLabel
            30                      | 30, "restoredTable": {"name": "omni-restored", "streamLabel": "2026-05-14T09:12:44.120", "arn": "a"} | restoredTable.arn is not a known field
            30                      | 30, "alerts": {"mail": 1} | alerts.mail is not a known field
            30                      | 30, "functions": {"Nothing": {}} | functions.Nothing is not a known field
            30                      | 30, "functions": {"Authorize": {"memoryMegabytes": 64}} | functions.Authorize.memoryMegabytes must be a whole number from 128 to 10240
            30                      | 30, "firewall": {}    | firewall.requestsPerFiveMinutes is required
            30                      | 30, "firewall": 5     | firewall must be an object
            30                      | 30, "userPool": {"domainPrefix": "my-aws"} | userPool.domainPrefix must be small letters
            30                      | 30, "userPool": {"callbacks": ["https://a.example/cb#x"]} | userPool.callbacks must be
            30                      | 30, "userPool": {"callbacks": ["http://127.0.0.1:1/cb"]}  | userPool.callbacks must be
            30                      | 30, "userPool": {"callbacks": ["http://a.example/cb"]}    | userPool.callbacks must be
            30                      | 30, "userPool": {"prefix": "o"} | userPool.prefix is not a known field
            "settings": {           | "settings": {"OMNI_OIDC_SCOPES": "openid", | settings.OMNI_OIDC_SCOPES is given by the user pool
            "settings": {           | "settings": {"OMNI_OIDC_PUBLIC_CLIENT_ID": "o", | settings.OMNI_OIDC_PUBLIC_CLIENT_ID is given by the user pool
            "settings": {           | "userPool": {"domainPrefix": "o"}, "settings": {"OMNI_OIDC_ISSUER": "https://i.example.com", "OMNI_OIDC_CLIENT_ID": "o", | userPool is instead of an issuer
            "settings": {           | "settings": {"OMNI_OIDC_CLIENT_ID": "o", | settings.OMNI_OIDC_CLIENT_ID is given by the user pool
            30                      | 30, "domain": {"name": "A", "certificateArn": "c"} | domain.certificateArn must be the ARN of a certificate in ACM
            30                      | 30, "domain": {"name": "b.example.com", "certificateArn": "c"} | settings.OMNI_API_BASE_URL must be https://b.example.com, as domain says
            """)
    void aFaultIsNamed(String good, String bad, String fault) throws Json.MalformedJson {
        var json = Json.readObject(GOOD.replace(good, bad).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> StageFile.parse("test", json))
                .isInstanceOf(StageFault.class)
                .hasMessageContaining(fault);
    }

    @Test
    void allFaultsAreToldAtOnce() throws Json.MalformedJson {
        var json = Json.readObject("{\"colour\": 1}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> StageFile.parse("test", json))
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

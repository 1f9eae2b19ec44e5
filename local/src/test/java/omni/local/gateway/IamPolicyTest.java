package omni.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import omni.local.machine.LocalJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IamPolicyTest {

    private static final String ARN = "arn:aws:execute-api:us-east-1:000000000000:api/local/GET/v1/org";

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
        [{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'arn:aws:execute-api:us-east-1:000000000000:api/local/*'}]          | allowed
        [{'Effect':'Allow','Action':['a:B','execute-api:*'],'Resource':['x','*']}]                                                    | allowed
        {'Effect':'Allow','Action':'*','Resource':'arn:aws:execute-api:*:*:api/loca?/GET/*'}                                          | allowed
        [{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'*','Resource':'*/GET/v1/org'}]                     | denied
        [{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'arn:aws:execute-api:us-east-1:000000000000:api/local/POST/*'}]   | denied
        [{'Effect':'Allow','Action':'execute-api:ManageConnections','Resource':'*'}]                                                  | denied
        [{'Effect':'Perhaps','Action':'*','Resource':'*'}]                                                                            | malformed
        [{'Effect':'Allow','Action':'*'}]                                                                                             | malformed
        []                                                                                                                            | malformed
        """)
    void anExplicitDenialWinsAndSilenceDenies(String statements, String verdict) {
        var json = ("{\"Statement\":" + statements.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8);

        var policy = IamPolicy.parse(LocalJson.parseObject(json).orElseThrow());

        assertThat(policy.map(p -> p.allows(ARN) ? "allowed" : "denied").orElse("malformed"))
                .isEqualTo(verdict);
    }
}

package omni.infra;

import static omni.infra.SynthesizedStack.at;
import static omni.infra.SynthesizedStack.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import omni.json.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What a stage may ask for beyond what every stage has. */
@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class OptionsTest {

    private static SynthesizedStack full = new SynthesizedStack("", Map.of());
    private static SynthesizedStack prod = full;

    @BeforeAll
    static void synthesize() {
        full = SynthesizedStack.of(Workspace.FULL);
        prod = SynthesizedStack.of("prod");
    }

    @Test
    void withoutAWishThereIsNeitherKeyNorPoolFirewallOrAddress() {
        for (var type : List.of(
                "AWS::KMS::Key", "AWS::Cognito::UserPool", "AWS::WAFv2::WebACL", "AWS::ApiGateway::DomainName")) {
            assertThat(prod.ofType(type)).as(type).isEmpty();
            assertThat(full.ofType(type)).as(type).hasSize(1);
        }
    }

    @Test
    void theCustomersKeyEncryptsTableParkedRecordsAndEveryLog() {
        var key = full.ofType("AWS::KMS::Key").keySet().iterator().next();

        assertThat(full.only("AWS::KMS::Key")).containsEntry("EnableKeyRotation", true);
        assertThat(Json.text(full.only("AWS::DynamoDB::Table").get("SSESpecification")))
                .contains(key, "KMS");
        assertThat(Json.text(full.only("AWS::S3::Bucket").get("BucketEncryption")))
                .contains(key, "aws:kms");
        assertThat(full.ofType("AWS::Logs::LogGroup").values())
                .hasSizeGreaterThan(FunctionSpec.all().size())
                .allSatisfy(group ->
                        assertThat(at(group, "KmsKeyId", "Fn::GetAtt", 0)).isEqualTo(key));
    }

    /** Through DynamoDB, and for what is parked through S3: never the key by itself. */
    @Test
    void aRoleUsesTheCustomersKeyThroughTheServiceAlone() {
        var uses = full.ofType("AWS::IAM::Role").values().stream()
                .flatMap(role -> list(role.get("Policies")).stream())
                .flatMap(policy -> list(at(policy, "PolicyDocument", "Statement")).stream())
                .filter(statement -> Json.text(at(statement, "Action")).contains("kms:"))
                .toList();

        var tables =
                FunctionSpec.all().stream().filter(function -> !function.table().isEmpty());
        assertThat(uses)
                .hasSize((int) tables.count() + 1)
                .allSatisfy(
                        statement -> assertThat(Json.text(at(statement, "Condition", "StringEquals", "kms:ViaService")))
                                .containsPattern("dynamodb\\.|s3\\."));
    }

    @Test
    void peopleSignInWithTheUserPoolByCodeAndAreSentBackToTheApi() {
        assertThat(full.only("AWS::Cognito::UserPool"))
                .containsEntry("DeletionProtection", "ACTIVE")
                .containsEntry("UsernameAttributes", List.of("email"));
        assertThat(full.ofType("AWS::Cognito::UserPoolClient").get(PoolSignInTest.client(full, true)))
                .containsEntry("AllowedOAuthFlows", List.of("code"))
                .containsEntry("CallbackURLs", List.of("https://api.example.com/billing/auth/callback"))
                .containsEntry("GenerateSecret", true);
        assertThat(full.only("AWS::Cognito::UserPoolDomain")).containsEntry("Domain", "omni-full");
    }

    /** The pool's issuer and client reach those functions that an issuer of one's own would reach. */
    @Test
    void theUserPoolIsTheIssuerOfFunctions() {
        var variables = Json.asObject(at(full.resources(), "StartLogin", "Properties", "Environment", "Variables"));
        var metered = Json.asObject(at(full.resources(), "GetStatement", "Properties", "Environment", "Variables"));

        assertThat(Json.text(variables.get("OMNI_OIDC_ISSUER"))).contains("ProviderURL");
        assertThat(variables).containsKey("OMNI_OIDC_CLIENT_ID");
        assertThat(metered.keySet()).noneMatch(name -> name.startsWith("OMNI_OIDC_"));
    }

    @Test
    void theApiAnswersAtItsOwnAddressOnly() {
        assertThat(full.only("AWS::ApiGateway::RestApi")).containsEntry("DisableExecuteApiEndpoint", true);
        assertThat(full.only("AWS::ApiGateway::DomainName"))
                .containsEntry("DomainName", "api.example.com")
                .containsEntry("SecurityPolicy", "TLS_1_2");
        assertThat(full.only("AWS::ApiGateway::BasePathMapping")).containsEntry("BasePath", "billing");
        assertThat(prod.only("AWS::ApiGateway::RestApi")).containsEntry("DisableExecuteApiEndpoint", false);
    }

    @Test
    void whereItsNameHasToPointIsToldByTheStackItself() {
        var root = Templates.nested(Workspace.FULL).byFile().get("omni-full.template.json");

        assertThat(Json.asObject(Objects.requireNonNull(root).template().get("Outputs")))
                .containsOnlyKeys(
                        "ApiUrl", "ChatDomainTarget", "ChatDomainZone", "ChatUrl", "DomainTarget", "DomainZone");
    }

    @Test
    void theFirewallRefusesWhoCallsTooOftenAndLogsNoSecret() {
        var acl = full.only("AWS::WAFv2::WebACL");
        var logging = Json.text(full.only("AWS::WAFv2::LoggingConfiguration"));

        assertThat(at(acl, "Rules", 0, "Statement", "RateBasedStatement", "Limit"))
                .isEqualTo(2000L);
        assertThat(at(acl, "Rules", 0, "Action", "Block", "CustomResponse", "ResponseCode"))
                .isEqualTo(429L);
        assertThat(at(acl, "Rules", 1, "Statement", "ManagedRuleGroupStatement", "Name"))
                .isEqualTo("AWSManagedRulesCommonRuleSet");
        assertThat(Stream.of("authorization", "x-api-key", "cookie", "QueryString"))
                .allMatch(logging::contains);
        assertThat(full.ofType("AWS::WAFv2::WebACLAssociation")).hasSize(1);
    }

    @Test
    void theNamedTopicIsToldAndNoOtherIsMade() {
        assertThat(full.ofType("AWS::SNS::Topic")).isEmpty();
        assertThat(full.ofType("AWS::CloudWatch::Alarm").values())
                .allSatisfy(alarm -> assertThat(alarm)
                        .containsEntry("AlarmActions", List.of("arn:aws:sns:eu-west-1:123456789012:on-call")));
    }

    @Test
    void aFunctionGetsTheMemoryThatTheStageSays() {
        assertThat(at(full.resources(), "Authorize", "Properties", "MemorySize"))
                .isEqualTo(1769L);
        assertThat(at(prod.resources(), "Authorize", "Properties", "MemorySize"))
                .isEqualTo(1024L);
    }
}

package omni.infra;

import static omni.infra.SynthesizedStack.at;
import static omni.infra.SynthesizedStack.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The chat as it is deployed. */
@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class ChatStackTest {

    /** What functions of the chat may do beyond the table: start runs, send on connections and close them. */
    static final Map<String, Set<String>> RIGHTS = Map.of(
            "OpenChat", Set.of("runs"),
            "ReceiveChatMessage", Set.of("runs", "connections"),
            "RunChat", Set.of("connections"),
            "ExpireChatWaits", Set.of("runs", "connections"));

    private static SynthesizedStack stack = new SynthesizedStack("", Map.of());
    private static SynthesizedStack full = new SynthesizedStack("", Map.of());

    @BeforeAll
    static void synthesize() {
        stack = SynthesizedStack.of("prod");
        full = SynthesizedStack.of(Workspace.FULL);
    }

    @Test
    void theGatewaysThreeRoutesAreFunctions() {
        assertThat(stack.only("AWS::ApiGatewayV2::Api")).containsEntry("ProtocolType", "WEBSOCKET");
        var routes = new TreeMap<String, String>();
        stack.ofType("AWS::ApiGatewayV2::Route").values().forEach(route -> {
            assertThat(route).containsEntry("AuthorizationType", "NONE").doesNotContainKey("ApiKeyRequired");
            var integration = stack.ofType("AWS::ApiGatewayV2::Integration")
                    .getOrDefault(String.valueOf(at(route, "Target", "Fn::Join", 1, 1, "Ref")), Map.of());
            assertThat(integration).containsEntry("IntegrationType", "AWS_PROXY");
            routes.put(String.valueOf(route.get("RouteKey")), called(integration.get("IntegrationUri")));
        });

        assertThat(routes)
                .isEqualTo(
                        Map.of("$connect", "OpenChat", "$default", "ReceiveChatMessage", "$disconnect", "CloseChat"));
    }

    /** The function, by its alias, that stands in an address. */
    private static String called(@Nullable Object uri) {
        for (var part : list(at(uri, "Fn::Join", 1))) {
            var alias = stack.ofType("AWS::Lambda::Alias").get(String.valueOf(at(part, "Ref")));
            if (alias != null) {
                return String.valueOf(at(alias, "FunctionName", "Ref"));
            }
        }
        return "none";
    }

    @Test
    void theOneStageIsThrottledMeasuredAndLoggedWithoutAWordOfWhatIsSaid() {
        var served = stack.only("AWS::ApiGatewayV2::Stage");

        assertThat(served).containsEntry("StageName", "ws").containsEntry("AutoDeploy", true);
        assertThat(at(served, "DefaultRouteSettings"))
                .isEqualTo(Map.of(
                        "ThrottlingRateLimit",
                        500L,
                        "ThrottlingBurstLimit",
                        1000L,
                        "DetailedMetricsEnabled",
                        true,
                        "DataTraceEnabled",
                        false));
        assertThat(String.valueOf(at(served, "AccessLogSettings", "Format")))
                .contains("$context.connectionId", "$context.routeKey", "$context.status")
                .doesNotContain("querystring", "body", "header");
    }

    @Test
    void eachFunctionMayDoWhatItsJobIsAndNothingElse() {
        assertThat(allowed("execute-api:ManageConnections")).isEqualTo(having("connections"));
        assertThat(allowed("lambda:InvokeFunction")).isEqualTo(having("runs"));
    }

    private static Set<String> having(String right) {
        return RIGHTS.entrySet().stream()
                .filter(each -> each.getValue().contains(right))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The functions whose role allows an action. */
    private static Set<String> allowed(String action) {
        var found = new TreeSet<String>();
        stack.ofType("AWS::Lambda::Function").forEach((name, function) -> {
            var role = stack.ofType("AWS::IAM::Role")
                    .getOrDefault(String.valueOf(at(function, "Role", "Fn::GetAtt", 0)), Map.of());
            if (Json.text(role).contains("\"" + action + "\"")) {
                found.add(name);
            }
        });
        return found;
    }

    @Test
    void connectionsAreThoseOfThisApiAlone() {
        var resources = new ArrayList<String>();
        stack.ofType("AWS::IAM::Role").values().stream()
                .flatMap(role -> list(role.get("Policies")).stream())
                .flatMap(policy -> list(at(policy, "PolicyDocument", "Statement")).stream())
                .filter(statement -> "execute-api:ManageConnections".equals(at(statement, "Action")))
                .forEach(statement -> list(at(statement, "Resource")).forEach(each -> resources.add(Json.text(each))));

        var api = stack.ofType("AWS::ApiGatewayV2::Api").keySet().iterator().next();
        assertThat(resources)
                .hasSize(6)
                .allSatisfy(each -> assertThat(each)
                        .contains("{\"Ref\":\"" + api + "\"}")
                        .containsPattern("/ws/(POST|DELETE)/@connections/\\*"));
    }

    @Test
    void aRunIsNotTriedAgainAndNotDoneLate() {
        var invoked = stack.only("AWS::Lambda::EventInvokeConfig", "RunChat");

        assertThat(invoked)
                .containsEntry("MaximumRetryAttempts", 0L)
                .containsEntry("MaximumEventAgeInSeconds", 60L)
                .hasEntrySatisfying(
                        "Qualifier",
                        qualifier -> assertThat(stack.function(at(qualifier, "Fn::Select", 1, "Fn::Split", 1)))
                                .isEqualTo("RunChat"));
    }

    @Test
    void functionsOfTheChatKnowWhereItsConnectionsAreAndWhatWorks() {
        for (var name : List.of("OpenChat", "ReceiveChatMessage", "CloseChat", "ExpireChatWaits")) {
            var variables = variables(stack, name);
            assertThat(Json.text(variables.get("OMNI_CHAT_CONNECTIONS_URL"))).contains("https://", "/ws");
            assertThat(Json.text(variables.get("OMNI_CHAT_RUN_FUNCTION"))).contains("\"RunChat\"", "\":live\"");
        }
        assertThat(Json.text(variables(stack, "IssueChatTicket").get("OMNI_CHAT_URL")))
                .contains("wss://", "/ws");
        assertThat(variables(stack, "IssueChatTicket")).doesNotContainKey("OMNI_CHAT_CONNECTIONS_URL");
    }

    private static Map<String, @Nullable Object> variables(SynthesizedStack of, String function) {
        return Json.asObject(at(of.ofType("AWS::Lambda::Function").get(function), "Environment", "Variables"));
    }

    @Test
    void aStageWithADomainForItsChatIsCalledByIt() {
        assertThat(full.only("AWS::ApiGatewayV2::DomainName")).containsEntry("DomainName", "chat.example.com");
        assertThat(full.only("AWS::ApiGatewayV2::ApiMapping")).containsEntry("ApiMappingKey", "ws");
        assertThat(variables(full, "IssueChatTicket")).containsEntry("OMNI_CHAT_URL", "wss://chat.example.com/ws");
        assertThat(stack.ofType("AWS::ApiGatewayV2::DomainName")).isEmpty();
    }

    @Test
    void whatFailsIsTurnedAwayOrGetsLostRings() {
        var names = new TreeSet<String>();
        stack.ofType("AWS::CloudWatch::Alarm")
                .values()
                .forEach(alarm -> names.add(String.valueOf(alarm.get("AlarmName"))));

        assertThat(names)
                .contains(
                        "omni-prod-ChatErrors",
                        "omni-prod-RunChat-lost",
                        "omni-prod-RunChat-failing",
                        "omni-prod-OpenChat-failing",
                        "omni-prod-ReceiveChatMessage-failing",
                        "omni-prod-ExpireChatWaits-missing")
                .doesNotContain("omni-prod-RunChat-slow");
    }
}

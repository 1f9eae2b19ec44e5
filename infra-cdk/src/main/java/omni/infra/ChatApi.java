package omni.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omni.job.Jobs;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.CfnApi;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * The chat's WebSocket API without its routes: it stands before the functions, which have to know its address, and they before its
 * routes ({@link ChatRoutes}). No firewall can stand before it: AWS WAF takes REST APIs, not WebSocket APIs. What keeps others out is the
 * ticket, and the stage's throttling.
 */
final class ChatApi extends Construct {

    /** Of the one stage, which is also the path that a connection is opened at. */
    static final String STAGE = "ws";

    private final Stage stage;
    private final CfnApi api;

    ChatApi(Construct scope, String id, Stage stage) {
        super(scope, id);
        this.stage = stage;
        api = CfnApi.Builder.create(this, "Api")
                .name(stage.stackName() + "-chat")
                .protocolType("WEBSOCKET")
                // with no routes but the gateway's own, each message takes $default, whatever it says
                .routeSelectionExpression("$request.body.type")
                .build();
    }

    String id() {
        return api.getRef();
    }

    /** Where a connection is opened. */
    String url() {
        return stage.chatUrl().orElseGet(() -> "wss://" + address());
    }

    private String address() {
        var stack = Stack.of(this);
        return id() + ".execute-api." + stack.getRegion() + "." + stack.getUrlSuffix() + "/" + STAGE;
    }

    /** What a function has to know of the chat. */
    Map<String, String> settings(FunctionSpec spec, Functions functions) {
        var settings = new TreeMap<String, String>();
        settings.put(Stage.Names.CHAT_URL, url());
        if (spec.part() == FunctionSpec.Part.CHAT) {
            settings.put(Stage.Names.CHAT_CONNECTIONS, "https://" + address());
            settings.put(Stage.Names.CHAT_RUN, spec.isInvoked() ? spec.name() : run(functions));
            if (stage.name().equals(Stage.LOCAL)) {
                // sam local changes what is there, and adds nothing
                settings.put(Stage.Names.LAMBDA, "");
            }
        }
        return settings;
    }

    /** What a function may do: send frames and close connections, start runs; each by its job alone. */
    Map<String, List<PolicyStatement>> rights(FunctionSpec spec, Functions functions) {
        var job = spec.job();
        return job == null
                ? Map.of()
                : switch (job) {
                    case OPEN_CHAT -> Map.of("runs", starting(functions));
                    case RECEIVE_CHAT_MESSAGE, EXPIRE_CHAT_WAITS ->
                        Map.of("runs", starting(functions), "connections", connections());
                    case RUN_CHAT -> Map.of("connections", connections());
                    default -> Map.of();
                };
    }

    private List<PolicyStatement> starting(Functions functions) {
        return List.of(PolicyStatement.Builder.create()
                .actions(List.of("lambda:InvokeFunction"))
                .resources(List.of(run(functions)))
                .build());
    }

    /** In words, not by the alias itself: that waits for what releases it, which waits for all functions that run by an alias. */
    private static String run(Functions functions) {
        var run = functions.of(Jobs.RUN_CHAT);
        var arn = run.function().getFunctionArn();
        return run.alias().isPresent() ? arn + ":" + LambdaFunction.ALIAS : arn;
    }

    private List<PolicyStatement> connections() {
        var stack = Stack.of(this);
        var base = "arn:" + stack.getPartition() + ":execute-api:" + stack.getRegion() + ":" + stack.getAccount() + ":"
                + id() + "/" + STAGE;
        return List.of(PolicyStatement.Builder.create()
                .actions(List.of("execute-api:ManageConnections"))
                .resources(List.of(base + "/POST/@connections/*", base + "/DELETE/@connections/*"))
                .build());
    }
}

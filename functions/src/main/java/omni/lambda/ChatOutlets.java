package omni.lambda;

import omni.aws.ConnectionsApi;
import omni.aws.LambdaInvoke;
import omni.chat.ChatPush;
import omni.chat.ChatRuns;
import omni.chat.PatientPush;
import omni.chat.Pause;
import omni.lambda.Configuration.ChatReach;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The ways out of a function of the chat: to connections, and to the function that works on messages.
 *
 * @param push frames to connections
 * @param runs starts of runs
 */
public record ChatOutlets(ChatPush push, ChatRuns runs) {

    /** The ways out of a Lambda function, as its role. */
    static ChatOutlets onLambda(Foundation foundation) {
        return of(foundation, Aws.ROLE);
    }

    /**
     * The ways out with credentials of one's own.
     *
     * @throws IllegalStateException where no setting says where they lead
     */
    public static ChatOutlets of(Foundation foundation, AwsCredentialsProvider credentials) {
        var reach = reach(foundation);
        var region = foundation.configuration().region();
        var timeouts = foundation.timeouts().store();
        var connections = reach.connections();
        var http = Aws.http("https".equals(connections.getScheme()) ? null : connections, timeouts);
        var lambda = reach.lambda().orElseGet(() -> LambdaInvoke.endpoint(region));
        return new ChatOutlets(
                new PatientPush(
                        new ConnectionsApi(connections, region, credentials, http, timeouts.attempt()), Pause.real()),
                new LambdaInvoke(lambda, reach.runFunction(), region, credentials, http, timeouts.attempt()));
    }

    private static ChatReach reach(Foundation foundation) {
        return foundation
                .configuration()
                .chat()
                .reach()
                .orElseThrow(() ->
                        new IllegalStateException("OMNI_CHAT_CONNECTIONS_URL and OMNI_CHAT_RUN_FUNCTION are not set"));
    }
}

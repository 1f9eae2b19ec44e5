package omni.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.List;
import java.util.Optional;
import omni.call.Operation.Group;
import omni.chat.GiveBack;
import omni.dialog.Decisions;
import omni.dialog.FailedMessages;
import omni.dialog.OverdueMessages;
import omni.dialog.WaitingMessages;
import omni.dynamodb.Table;
import omni.job.ExpireChatWaits;
import omni.job.Jobs;
import omni.socket.CloseChat;
import omni.socket.OpenChat;
import omni.socket.ReceiveChatMessage;
import omni.socket.RunChat;
import omni.socket.SocketParts;

/** How each job of the group {@code METERED} is made. */
public record MeteredJobs(MeteredRoot root, ChatPorts ports) {

    static MeteredJobs onLambda(Foundation foundation, Table table) {
        return new MeteredJobs(
                MeteredRoot.onLambda(foundation, table),
                ChatPorts.of(foundation, table, Unbuilt.PUSH, Unbuilt.RUNS));
    }

    /** The function of a job. */
    public RequestStreamHandler function(Jobs job) {
        return switch (job) {
            case OPEN_CHAT -> new OpenChat(socket());
            case RECEIVE_CHAT_MESSAGE -> new ReceiveChatMessage(socket());
            case CLOSE_CHAT -> new CloseChat(ports.connections());
            case RUN_CHAT ->
                new RunChat(run -> {
                    throw new UnsupportedOperationException("the run of a message is not put together yet");
                });
            case EXPIRE_CHAT_WAITS ->
                new ExpireChatWaits(
                        new OverdueMessages(waiting(), root.foundation().clock()));
            default -> throw OperationSetting.notOf(Group.METERED, job.name());
        };
    }

    private SocketParts socket() {
        return new SocketRoot(
                        root.foundation(),
                        ports,
                        (_, _) -> Optional.empty(),
                        new SocketParts.Handlers(
                                (_, _) -> List.of(), (_, _) -> List.of(), new Decisions(waiting())))
                .parts();
    }

    private WaitingMessages waiting() {
        var failed = new FailedMessages(new FailedMessages.Ports(
                ports.messages(),
                new GiveBack(ports.ledger()),
                ports.push(),
                root.foundation().log(),
                root.foundation().clock()));
        return new WaitingMessages(ports.messages(), ports.runs(), ports.push(), ports.ledger(), failed);
    }
}

package omni.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.stream.Collectors;
import omni.assistant.BuiltInAssistant;
import omni.call.ChatToolCalls;
import omni.call.Operation.Group;
import omni.chat.ChatTool;
import omni.chat.TicketSeal;
import omni.dialog.Decisions;
import omni.dialog.OverdueMessages;
import omni.dynamodb.Table;
import omni.job.ExpireChatWaits;
import omni.job.Jobs;
import omni.socket.CloseChat;
import omni.socket.LabelFrames;
import omni.socket.OpenChat;
import omni.socket.ReceiveChatMessage;
import omni.socket.RunChat;
import omni.socket.SocketParts;
import omni.socket.SourceFrames;
import omni.upstream.Upstream;

/** How each job of the group {@code METERED} is made. */
public record MeteredJobs(MeteredRoot root, ChatPorts ports) {

    static MeteredJobs onLambda(Foundation foundation, Table table) {
        return new MeteredJobs(
                MeteredRoot.onLambda(foundation, table),
                ChatPorts.of(foundation, table, ChatOutlets.onLambda(foundation)));
    }

    /** The function of a job. */
    public RequestStreamHandler function(Jobs job) {
        return switch (job) {
            case OPEN_CHAT -> new OpenChat(socket());
            case RECEIVE_CHAT_MESSAGE -> new ReceiveChatMessage(socket());
            case CLOSE_CHAT -> new CloseChat(ports.connections());
            case RUN_CHAT -> new RunChat(runs().runs());
            case EXPIRE_CHAT_WAITS ->
                new ExpireChatWaits(
                        new OverdueMessages(runs().waiting(), root.foundation().clock()));
            default -> throw OperationSetting.notOf(Group.METERED, job.name());
        };
    }

    private SocketParts socket() {
        return new SocketRoot(
                        root.foundation(),
                        ports,
                        new TicketSeal(root.foundation().configuration().chat().ticketSecrets())::open,
                        new SocketParts.Handlers(
                                new LabelFrames(
                                        ports.labels(), root.foundation().ids()),
                                sources(),
                                new Decisions(runs().waiting())))
                .parts();
    }

    private SourceFrames sources() {
        var known = new MeteredEndpoints(root)
                .chatTools().all().stream().map(ChatTool::source).collect(Collectors.toSet());
        var foundation = root.foundation();
        var upstream = foundation
                .configuration()
                .upstream()
                .map(base -> new Upstream(base, foundation.timeouts().look()));
        return new SourceFrames(
                ports.sources(),
                known,
                source -> !source.equals(ChatToolCalls.UPSTREAM)
                        || upstream.filter(Upstream::isAnswering).isPresent());
    }

    private RunParts runs() {
        return new RunParts(root, ports, new BuiltInAssistant(), ports.sources()::disconnected);
    }
}

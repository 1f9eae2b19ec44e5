package omni.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import omni.call.Operation.Group;
import omni.job.ExpireChatWaits;
import omni.job.Jobs;
import omni.socket.CloseChat;
import omni.socket.OpenChat;
import omni.socket.ReceiveChatMessage;
import omni.socket.RunChat;

/** How each job of the group {@code METERED} is made. */
public record MeteredJobs(MeteredRoot root) {

    /** The function of a job. */
    public RequestStreamHandler function(Jobs job) {
        return switch (job) {
            case OPEN_CHAT -> new OpenChat();
            case RECEIVE_CHAT_MESSAGE -> new ReceiveChatMessage();
            case CLOSE_CHAT -> new CloseChat();
            case RUN_CHAT -> new RunChat();
            case EXPIRE_CHAT_WAITS -> new ExpireChatWaits();
            default -> throw OperationSetting.notOf(Group.METERED, job.name());
        };
    }
}

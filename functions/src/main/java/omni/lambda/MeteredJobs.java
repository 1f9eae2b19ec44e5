package omni.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import omni.call.Operation.Group;
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
            case RUN_CHAT ->
                new RunChat(run -> {
                    throw new UnsupportedOperationException("the run of a message is not put together yet");
                });
            case EXPIRE_CHAT_WAITS -> throw new UnsupportedOperationException("the end of waits is not put together yet");
            default -> throw OperationSetting.notOf(Group.METERED, job.name());
        };
    }
}

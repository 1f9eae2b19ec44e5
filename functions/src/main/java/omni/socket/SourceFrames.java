package omni.socket;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import omni.chat.ChatSources;
import omni.http.Reply;
import omni.json.Fields.Fault;
import omni.socket.ClientFrame.SourceConnect;
import omni.socket.ClientFrame.SourceDisconnect;
import omni.socket.ClientFrame.Sourcing;

/**
 * Which sources of tools a person's chats may ask (contract 14.2). One that is connected is looked at; where it does not answer, it stays
 * connected, and the person is told.
 *
 * @param known the sources of the chat's tools
 */
public record SourceFrames(ChatSources sources, Set<String> known, Look look) implements FrameHandler<Sourcing> {

    private static final String CONNECTING = "connecting";
    private static final String CONNECTED = "connected";
    private static final String DISCONNECTED = "disconnected";
    private static final String ERROR = "error";

    public SourceFrames {
        known = Set.copyOf(known);
    }

    /** A look at a source. */
    @FunctionalInterface
    public interface Look {

        /** Whether it answers at all. */
        boolean isAnswering(String sourceId);
    }

    @Override
    public List<ServerFrame> handle(Sourcing frame, Sender sender) {
        if (!known.contains(frame.sourceId())) {
            return List.of(RefusalEvent.INVALID_MESSAGE.frame(
                    Reply.Problem.validation(List.of(new Fault("sourceId", "is no source of this chat"))),
                    sender.requestId(),
                    frame.id()));
        }
        return switch (frame) {
            case SourceConnect(var id, var sourceId) -> connect(id, sourceId, sender);
            case SourceDisconnect(var id, var sourceId) -> disconnect(id, sourceId, sender);
        };
    }

    private List<ServerFrame> connect(String id, String sourceId, Sender sender) {
        sources.connect(sender.connection().user(), sourceId);
        var isAnswering = look.isAnswering(sourceId);
        var status = isAnswering ? CONNECTED : ERROR;
        return List.of(
                new ServerFrame.SourceStatus(sourceId, CONNECTING, null),
                new ServerFrame.SourceStatus(
                        sourceId, status, isAnswering ? null : "The source does not answer right now."),
                ack(id, sourceId, status));
    }

    private List<ServerFrame> disconnect(String id, String sourceId, Sender sender) {
        sources.disconnect(sender.connection().user(), sourceId);
        return List.of(new ServerFrame.SourceStatus(sourceId, DISCONNECTED, null), ack(id, sourceId, DISCONNECTED));
    }

    private static ServerFrame ack(String id, String sourceId, String status) {
        return new ServerFrame.Ack(id, true, Optional.empty(), Optional.of(new ServerFrame.Source(sourceId, status)));
    }
}

package omni.socket;

import java.time.Instant;
import java.util.List;
import omni.chat.ChatConnection;
import omni.chat.ChatUser;
import omni.socket.FrameHandler.Sender;

/** Ann on her laptop and on her telephone, and Bob of the same organization. */
final class TwoConnections {

    static final Instant NOW = Instant.parse("2026-05-15T12:00:20.250Z");
    static final ChatUser ANN = new ChatUser("org_1", "usr_ann");
    static final ChatUser BOB = new ChatUser("org_1", "usr_bob");
    static final Sender LAPTOP = sender(ANN, "laptop");
    static final Sender TELEPHONE = sender(ANN, "telephone");
    static final Sender BOBS = sender(BOB, "bobs");

    private TwoConnections() {}

    private static Sender sender(ChatUser user, String name) {
        var connection = new ChatConnection(name, user, "https://issuer.example", user.userId(), "chat-" + name, NOW);
        return new Sender(connection, "req_" + name, NOW);
    }

    static List<String> json(List<ServerFrame> frames) {
        return frames.stream().map(ServerFrame::json).toList();
    }

    /** Of a frame that is refused by a field: its error and nothing else. */
    static String refusal(List<ServerFrame> frames) {
        if (frames.size() == 1
                && frames.getFirst() instanceof ServerFrame.Error error
                && error.event().equals("invalid_message")
                && error.code().equals("validation_error")
                && error.status() == 400) {
            return error.replyTo() + " " + error.requestId() + ": " + error.message();
        }
        return String.valueOf(json(frames));
    }
}

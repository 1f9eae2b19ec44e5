package omni.socket;

import omni.chat.ChatMessage;
import omni.chat.ChatWindows;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.socket.MessageRepeat.Repeated;
import org.jspecify.annotations.Nullable;

/**
 * Takes a chat message in, in the contract's order (14.4): one that is known already is answered from its record; else a place in the
 * person's window, the gate, the record, the commit, the start of its work. Whatever refuses gives the place back.
 */
final class MessageIntake {

    private static final int MAX_ATTEMPTS = 5;

    private final SocketParts parts;
    private final MessageRepeat repeat;
    private final MessageGate gate;
    private final MessageStart start;

    MessageIntake(SocketParts parts) {
        this.parts = parts;
        this.repeat = new MessageRepeat(parts);
        this.gate = new MessageGate(parts);
        this.start = new MessageStart(parts, gate);
    }

    void receive(ReceivedMessage received) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var isDone = switch (repeat.find(received)) {
                case Repeated.Served() -> true;
                case Repeated.Moved() -> false;
                case Repeated.New() -> take(received, null);
                case Repeated.Again(var failed) -> take(received, failed);
            };
            if (isDone) {
                return;
            }
        }
        var busy = Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "The message is being changed; try again.")
                .retryAfter(1);
        gate.refuse(received, RefusalEvent.UNAVAILABLE, busy);
    }

    /** Whether it is dealt with; false when somebody else claimed the id meanwhile. */
    private boolean take(ReceivedMessage received, @Nullable ChatMessage failed) {
        return switch (gate.admit(received)) {
            case MessageGate.Refused() -> true;
            case MessageGate.Open(var place) -> {
                var message = received.accepted(
                        parts.ids().of("msg"),
                        parts.ids().of("use"),
                        parts.clock().instant(),
                        failed);
                var isClaimed = claim(message, place);
                if (isClaimed) {
                    start.commit(new ReceivedMessage.Admitted(received, message, place));
                }
                yield isClaimed;
            }
        };
    }

    private boolean claim(ChatMessage message, ChatWindows.@Nullable Place place) {
        try {
            var isClaimed = StoredMessage.put(
                    parts.ports().messages(), message, parts.clock().instant());
            if (!isClaimed) {
                gate.giveBack(place);
            }
            return isClaimed;
        } catch (RuntimeException e) {
            gate.giveBack(place);
            throw e;
        }
    }
}

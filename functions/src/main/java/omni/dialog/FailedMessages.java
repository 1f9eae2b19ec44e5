package omni.dialog;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import omni.chat.ChatMessage;
import omni.chat.ChatMessages;
import omni.chat.ChatPush;
import omni.chat.FinishReason;
import omni.chat.GiveBack;
import omni.log.ChatLine;
import omni.log.ChatLine.Failure;
import omni.log.RequestLog;
import omni.socket.ServerFrame.ChatComplete;

/** Ends messages that failed: first that is recorded, so that nobody answers them any more; then the unit is given back. */
public final class FailedMessages {

    private static final int MAX_ATTEMPTS = 20;

    private final Ports ports;

    /** What it reaches for. */
    public record Ports(ChatMessages messages, GiveBack giveBack, ChatPush push, RequestLog log, InstantSource clock) {}

    public FailedMessages(Ports ports) {
        this.ports = ports;
    }

    /**
     * Ends a message, and says so on its connection.
     *
     * @param isOurs whether the message, as it stands now, is still the caller's to end
     * @return false when it was not
     */
    public boolean fail(ChatMessage message, Predicate<ChatMessage> isOurs, Failure failure) {
        var saving = new Saving(ports.messages());
        var now = ports.clock().instant();
        var current = Optional.of(message);
        for (var attempt = 0; attempt < MAX_ATTEMPTS && current.filter(isOurs).isPresent(); attempt++) {
            var failed = current.get()
                    .with(List.of(), List.of(), current.get().workedMillis())
                    .next(new ChatMessage.Failed());
            if (saving.put(failed, now)) {
                settle(failed, failure);
                return true;
            }
            current = ports.messages().find(message.key(), now);
        }
        return false;
    }

    /** What fails here is made up for: the record says that it failed, and without a proof the deadline gives it back. */
    private void settle(ChatMessage failed, Failure failure) {
        var now = ports.clock().instant();
        try {
            ports.giveBack().of(failed, now);
        } catch (RuntimeException e) {
            ports.log().fault("RunChat", failed.requestId(), e, now);
        }
        ports.log().line(ChatLine.failed(now, failed.requestId(), failed.usageId(), failed.acceptedAt(), failure));
        ports.push()
                .send(
                        failed.connectionId(),
                        new ChatComplete(failed.key().id(), failed.messageId(), FinishReason.ERROR.wire()).json());
    }
}

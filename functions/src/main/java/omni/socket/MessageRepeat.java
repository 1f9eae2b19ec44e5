package omni.socket;

import java.time.Instant;
import java.util.List;
import omni.chat.ChatMessage;
import omni.chat.GiveBack;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.ledger.Ledger;

/**
 * What becomes of a message whose id is known in its session: an answer is sent again, work under way goes on towards the connection that
 * asks now, and one that failed may begin anew. Nothing of it is billed, or takes a place in the window.
 */
record MessageRepeat(SocketParts parts) {

    private static final int MAX_ATTEMPTS = 20;

    /** How that went. */
    sealed interface Repeated {

        /** The client has, or gets, what there is. */
        record Served() implements Repeated {}

        /** It was changed at the same time: to be looked at again. */
        record Moved() implements Repeated {}

        /** Nobody knows the id. */
        record New() implements Repeated {}

        /** It failed, and costs nothing: it may begin anew, behind this version. */
        record Again(ChatMessage failed) implements Repeated {}
    }

    Repeated find(ReceivedMessage received) {
        var now = parts.clock().instant();
        var found = parts.ports().messages().find(received.key(), now);
        return found.isEmpty() ? new Repeated.New() : repeat(received, found.get(), now);
    }

    private Repeated repeat(ReceivedMessage received, ChatMessage message, Instant now) {
        return switch (message.state()) {
            case ChatMessage.Failed() -> new Repeated.Again(message);
            case ChatMessage.Answered _ -> replay(received, message, now);
            case ChatMessage.Accepted(var until) -> orDead(received, message, until, now);
            case ChatMessage.Ready(var _, var until) -> orDead(received, message, until, now);
            case ChatMessage.Running(var _, var until) -> orDead(received, message, until, now);
            case ChatMessage.Waiting(var _, var expiresAt) ->
                orDead(received, message, expiresAt.plus(ChatMessage.TAKE_UP), now);
        };
    }

    /** An answer that is stored is sent only where its charge stands: its proof may still be due. */
    private Repeated replay(ReceivedMessage received, ChatMessage message, Instant now) {
        var proof = parts.ports().ledger().prove(message.usageId(), now);
        if (proof == Ledger.Proof.UNKNOWN) {
            proof = parts.ports().ledger().prove(message.usageId(), now);
        }
        return switch (proof) {
            case PROVED -> {
                sendAll(received.connectionId(), message.frames());
                yield new Repeated.Served();
            }
            case LAPSED -> fail(message, now);
            case UNKNOWN -> {
                unavailable(received);
                yield new Repeated.Served();
            }
        };
    }

    private Repeated orDead(ReceivedMessage received, ChatMessage message, Instant until, Instant now) {
        return now.isAfter(until) ? fail(message, now) : takeOver(received, message, now);
    }

    /** First the record, so that nobody answers it any more; then its unit. */
    private Repeated fail(ChatMessage message, Instant now) {
        var failed = message.with(List.of(), List.of(), 0).next(new ChatMessage.Failed());
        if (!StoredMessage.put(parts.ports().messages(), failed, now)) {
            return new Repeated.Moved();
        }
        new GiveBack(parts.ports().ledger()).of(failed, now);
        return new Repeated.Again(failed);
    }

    /** What was said so far comes first, then the rest, from whoever works on it. */
    private Repeated takeOver(ReceivedMessage received, ChatMessage first, Instant now) {
        var connectionId = received.connectionId();
        var message = first;
        var sent = 0;
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (message.connectionId().equals(connectionId)) {
                return new Repeated.Served();
            }
            var frames = message.frames();
            sendAll(connectionId, frames.subList(Math.min(sent, frames.size()), frames.size()));
            sent = frames.size();
            if (StoredMessage.put(parts.ports().messages(), message.towards(connectionId), now)) {
                return new Repeated.Served();
            }
            var again = parts.ports().messages().find(message.key(), now).orElse(null);
            if (again == null || !goesOn(again, first)) {
                return new Repeated.Moved();
            }
            message = again;
        }
        return new Repeated.Moved();
    }

    private static boolean goesOn(ChatMessage again, ChatMessage first) {
        return again.usageId().equals(first.usageId())
                && !(again.state() instanceof ChatMessage.Failed)
                && !(again.state() instanceof ChatMessage.Answered);
    }

    private void sendAll(String connectionId, List<String> frames) {
        for (var frame : frames) {
            if (!parts.ports().push().send(connectionId, frame).mayHaveArrived()) {
                return;
            }
        }
    }

    private void unavailable(ReceivedMessage received) {
        var problem = Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "The service is not available right now.")
                .retryAfter(1);
        var frame = RefusalEvent.UNAVAILABLE.frame(
                problem, received.sender().requestId(), received.chat().id());
        parts.ports().push().send(received.connectionId(), frame.json());
    }
}

package omni.socket;

import java.util.Optional;
import omni.access.AuthMode;
import omni.catalog.ChatRoute;
import omni.chat.ChatWindows;
import omni.chat.ChatWindows.Full;
import omni.chat.ChatWindows.Place;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.meter.Call;
import omni.meter.Refusal;
import omni.meter.Verdict;
import org.jspecify.annotations.Nullable;

/** Whether a message is let in: a place in its person's window, then steps 4 to 7 of contract 4; and how it is told that it is not. */
record MessageGate(SocketParts parts) {

    private static final long MILLIS = 1000;

    /** What the gate says. */
    sealed interface Entry {}

    /** @param place null where nobody is limited */
    record Open(@Nullable Place place) implements Entry {}

    /** The client is told. */
    record Refused() implements Entry {}

    Entry admit(ReceivedMessage received) {
        if (!parts.limits().isEnabled()) {
            return checkFunding(received, null);
        }
        var now = parts.clock().instant();
        var userId = received.sender().connection().user().userId();
        return switch (parts.ports().windows().take(userId, parts.limits().messagesPerMinute(), now)) {
            case Full full -> {
                send(received, rateLimited(received, full));
                yield new Refused();
            }
            case Place place -> checkFunding(received, place);
        };
    }

    private Entry checkFunding(ReceivedMessage received, @Nullable Place place) {
        var admission = parts.ports().metering().admission();
        var verdict = admission.decide(
                received.account(), call(received, ""), parts.clock().instant());
        return switch (verdict) {
            case Verdict.Admitted _ -> new Open(place);
            case Verdict.Refused(var refusal) -> {
                giveBack(place);
                refuse(received, refusal);
                yield new Refused();
            }
        };
    }

    /** The call that a message is. */
    Call call(ReceivedMessage received, String usageId) {
        return new Call(
                usageId,
                received.sender().requestId(),
                received.sender().connection().user().userId(),
                AuthMode.SESSION,
                null,
                null,
                ChatRoute.NUMBER,
                parts.meterClass(),
                false,
                false,
                null);
    }

    void giveBack(@Nullable Place place) {
        if (place != null) {
            parts.ports().windows().giveBack(place);
        }
    }

    void refuse(ReceivedMessage received, Refusal refusal) {
        refuse(received, RefusalEvent.BILLING_BLOCKED, parts.problems().of(refusal));
    }

    void refuse(ReceivedMessage received, RefusalEvent event, Reply.Problem problem) {
        var id = received.chat().id();
        send(received, event.frame(problem, received.sender().requestId(), id));
    }

    void send(ReceivedMessage received, ServerFrame frame) {
        parts.ports().push().send(received.connectionId(), frame.json());
    }

    /** Where the window stands after a message took its place. */
    ServerFrame.RateLimit rateLimit(@Nullable Place place) {
        var limit = parts.limits().messagesPerMinute();
        return new ServerFrame.RateLimit(limit, place == null ? limit : place.remaining());
    }

    private ServerFrame rateLimited(ReceivedMessage received, Full full) {
        var limit = parts.limits().messagesPerMinute();
        var millis = Math.max(1, full.retryAfter().toMillis());
        var seconds = Math.ceilDiv(millis, MILLIS);
        var problem = Reply.Problem.of(
                        ErrorCode.RATE_LIMIT_EXCEEDED,
                        "Chat limit of %d messages per minute reached. Try again in %d second%s."
                                .formatted(limit, seconds, seconds == 1 ? "" : "s"))
                .detail("limit", limit)
                .detail("windowSeconds", ChatWindows.WINDOW.toSeconds())
                .detail("retryable", true);
        return RefusalEvent.RATE_LIMITED.frame(
                problem,
                received.sender().requestId(),
                received.chat().id(),
                Optional.of(millis),
                Optional.of(seconds));
    }
}

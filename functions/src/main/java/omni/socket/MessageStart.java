package omni.socket;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.account.Account;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Accepted;
import omni.chat.ChatMessage.Failed;
import omni.chat.ChatMessage.Ready;
import omni.chat.ChatRuns.Work;
import omni.chat.GiveBack;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.ledger.UsageRow;
import omni.log.CommitLine;
import omni.log.LogLine;
import omni.meter.Annulment;
import omni.meter.Call;
import omni.meter.Settlement;
import omni.meter.VoidMark;
import omni.socket.ReceivedMessage.Admitted;

/**
 * Commits a message and has its work begun (contract 14.4). Nothing works on it before its commit, and the client is told that it is
 * accepted before anything of its answer. Where it can't begin, it is given back, with its place in the window.
 */
record MessageStart(SocketParts parts, MessageGate gate) {

    private static final int MAX_ATTEMPTS = 20;
    private static final long NANOS_PER_MILLI = 1_000_000;

    void commit(Admitted admitted) {
        var call = gate.call(admitted.received(), admitted.message().usageId());
        var settlement = settle(admitted, call);
        switch (settlement) {
            case Settlement.Committed(var after, var _) -> {
                logCommit(after);
                begin(admitted);
            }
            case Settlement.Refused(var refusal, var _) -> {
                giveUp(admitted);
                gate.refuse(admitted.received(), refusal);
            }
            case Settlement.Unavailable(var _, var isClean) -> {
                if (!isClean) {
                    parts.log().line(loss(call));
                }
                giveUp(admitted);
                unavailable(admitted, ErrorCode.METERING_UNAVAILABLE);
            }
            case Settlement.AnsweredElsewhere(), Settlement.TakenOver() ->
                throw new IllegalStateException("nobody else commits under a usage id of this message");
        }
    }

    private Settlement settle(Admitted admitted, Call call) {
        var outcome = Call.Outcome.expected(latencyMs(admitted));
        Annulment annulment = (voided, account, answered) -> parts.ports()
                        .ledger()
                        .putVoid(VoidMark.of(
                                voided, account, answered, parts.clock().instant()))
                ? Annulment.Result.MARKED
                : Annulment.Result.FAILED;
        try {
            return parts.ports().metering().settle(admitted.received().account(), call, outcome, false, annulment);
        } catch (RuntimeException e) {
            giveUp(admitted);
            throw e;
        }
    }

    private static LogLine loss(Call call) {
        return new LogLine.CallLoss(LogLine.CallLoss.Loss.CHARGE_WITHOUT_ANSWER, call.requestId(), call.usageId());
    }

    /** The line of a commit in the log is the row's second source. */
    private void logCommit(Account after) {
        UsageRow.of(after).ifPresent(row -> parts.log().line(new CommitLine(row)));
    }

    private long latencyMs(Admitted admitted) {
        return (parts.nanos().getAsLong() - admitted.received().startedAt()) / NANOS_PER_MILLI;
    }

    private void begin(Admitted admitted) {
        var ready = readied(admitted);
        if (ready.isEmpty()) {
            return;
        }
        if (!parts.ports().runs().start(new Work(ready.get().key())) && fail(ready.get(), admitted)) {
            unavailable(admitted, ErrorCode.SERVICE_UNAVAILABLE);
        }
    }

    /**
     * Tells the client, wherever it is by now, and leaves the message for a run. Empty where it was not left: its connection is gone, or
     * somebody took it for dead.
     */
    private Optional<ChatMessage> readied(Admitted admitted) {
        var frame = accepted(admitted).json();
        var message = admitted.message();
        var told = "";
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var now = parts.clock().instant();
            if (!told.equals(message.connectionId())) {
                told = message.connectionId();
                var isGone = !parts.ports().push().send(told, frame).mayHaveArrived();
                if (isGone && fail(message, admitted)) {
                    return Optional.empty();
                }
            }
            var ready = message.with(List.of(), List.of(frame), 0).next(new Ready(null, now.plus(ChatMessage.TAKE_UP)));
            if (StoredMessage.put(parts.ports().messages(), ready, now)) {
                return Optional.of(ready);
            }
            var there = parts.ports().messages().find(message.key(), now).filter(again -> isOurs(again, admitted));
            if (there.isEmpty()) {
                return Optional.empty();
            }
            message = there.get();
        }
        return Optional.empty();
    }

    private static boolean isOurs(ChatMessage there, Admitted admitted) {
        return there.usageId().equals(admitted.message().usageId()) && there.state() instanceof Accepted;
    }

    private ServerFrame accepted(Admitted admitted) {
        var message = admitted.message();
        return new ServerFrame.ChatAccepted(
                message.key().id(),
                message.messageId(),
                message.key().sessionId(),
                message.requestId(),
                gate.rateLimit(admitted.place()));
    }

    /** Nothing was charged, or a void is there for it: whoever repeats the id begins anew. */
    private void giveUp(Admitted admitted) {
        var now = parts.clock().instant();
        gate.giveBack(admitted.place());
        record(admitted.message(), now);
    }

    /** Whether it was ours to fail; then its unit and its place are given back. */
    private boolean fail(ChatMessage message, Admitted admitted) {
        var now = parts.clock().instant();
        if (!record(message, now)) {
            return false;
        }
        new GiveBack(parts.ports().ledger()).of(message, now);
        gate.giveBack(admitted.place());
        return true;
    }

    private boolean record(ChatMessage message, Instant now) {
        return StoredMessage.put(
                parts.ports().messages(), message.with(List.of(), List.of(), 0).next(new Failed()), now);
    }

    private void unavailable(Admitted admitted, ErrorCode code) {
        var problem = Reply.Problem.of(code, "The message could not be taken in; it costs nothing. Try again.")
                .retryAfter(1);
        gate.refuse(admitted.received(), RefusalEvent.UNAVAILABLE, problem);
    }
}

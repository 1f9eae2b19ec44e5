package omni.dialog;

import omni.access.AuthMode;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Accepted;
import omni.chat.ChatMessage.Answered;
import omni.chat.ChatMessage.Failed;
import omni.chat.ChatMessage.Ready;
import omni.chat.ChatMessage.Running;
import omni.chat.ChatMessage.Waiting;
import omni.chat.ChatPush.Sent;
import omni.chat.ChatRuns;
import omni.chat.GiveBack;
import omni.chat.PermissionMode;
import omni.ledger.Ledger.Proof;
import omni.meter.Admission;
import omni.meter.Annulment;
import omni.meter.Call;
import omni.meter.KeyCheck;
import omni.meter.Metering;
import omni.meter.Settlement;
import org.jspecify.annotations.Nullable;

/** What happens to a message before a run, in the order of contract 14.4, as far as money and its record go. */
record Front(ChatRig.Process process) {

    private static final long SECONDS = 10;

    void receive(String connection, String id, PermissionMode mode) {
        var key = ChatRig.key(id);
        for (var attempt = 0; attempt < 9; attempt++) {
            var now = process.rig().clock.instant();
            var there = process.messages().find(key, now).orElse(null);
            if (there == null || isOver(there)) {
                if (there == null || new GiveBack(process.ledger()).of(there, now)) {
                    begin(there, connection, id, mode);
                    return;
                }
                throw new AssertionError("proved, and not answered: " + there);
            }
            if (there.state() instanceof Answered) {
                if (process.ledger().prove(there.usageId(), now) == Proof.PROVED) {
                    there.frames().forEach(frame -> process.push().send(connection, frame));
                    return;
                }
                process.messages().put(there.next(new Failed()));
            } else if (takeOver(there, connection)) {
                return;
            }
        }
        throw new AssertionError("contended");
    }

    private boolean isOver(ChatMessage there) {
        var now = process.rig().clock.instant();
        return switch (there.state()) {
            case Failed _ -> true;
            case Accepted(var until) -> now.isAfter(until);
            case Ready(var _, var until) -> now.isAfter(until);
            case Running(var _, var until) -> now.isAfter(until);
            case Waiting _, Answered _ -> false;
        };
    }

    private boolean takeOver(ChatMessage there, String connection) {
        there.frames().forEach(frame -> process.push().send(connection, frame));
        return process.messages().put(moved(there.next(there.state()), connection));
    }

    private static ChatMessage moved(ChatMessage m, String connection) {
        return new ChatMessage(
                m.key(),
                connection,
                m.messageId(),
                m.requestId(),
                m.usageId(),
                m.text(),
                m.mode(),
                m.acceptedAt(),
                m.state(),
                m.steps(),
                m.frames(),
                m.workedMillis(),
                m.version());
    }

    private void begin(@Nullable ChatMessage before, String connection, String id, PermissionMode mode) {
        var rig = process.rig();
        var now = rig.clock.instant();
        var accepted = new ChatMessage(
                ChatRig.key(id),
                connection,
                rig.rig.ids.of("msg"),
                rig.rig.ids.request(),
                rig.rig.ids.of("use"),
                "What of Apple?",
                mode,
                now,
                new Accepted(now.plusSeconds(SECONDS)),
                java.util.List.of(),
                java.util.List.of(),
                0,
                before == null ? 0 : before.version() + 1);
        if (!process.messages().put(accepted)) {
            return;
        }
        if (!(commit(accepted) instanceof Settlement.Committed)) {
            giveUp(accepted);
            return;
        }
        var frame = "{\"type\":\"chat-accepted\"}";
        if (process.push().send(connection, frame) == Sent.GONE) {
            giveUp(accepted);
            return;
        }
        var ready = accepted.with(java.util.List.of(), java.util.List.of(frame), 0)
                .next(new Ready(null, now.plus(ChatMessage.TAKE_UP)));
        if (process.messages().put(ready) && !process.runs().start(new ChatRuns.Work(ready.key()))) {
            giveUp(ready);
        }
    }

    private void giveUp(ChatMessage message) {
        process.failed()
                .fail(
                        message,
                        there -> there.state().equals(message.state()),
                        omni.log.ChatLine.Failure.RUN_LOST);
    }

    private Settlement commit(ChatMessage message) {
        var rig = process.rig();
        var metering = new Metering(
                new Admission(rig.rig.foundation.terms()),
                process.meter(),
                call -> KeyCheck.Result.GOOD,
                rig.clock,
                attempt -> {});
        var call = new Call(
                message.usageId(),
                message.requestId(),
                ChatRig.ANN.userId(),
                AuthMode.SESSION,
                null,
                null,
                10_000,
                rig.meterClass(),
                false,
                null);
        return metering.settle(
                rig.rig.store.account(omni.fakes.Rig.ORG, true),
                call,
                Call.Outcome.expected(0),
                false,
                (annulled, account, answered) -> Annulment.Result.FAILED);
    }
}

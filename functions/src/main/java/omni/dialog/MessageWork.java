package omni.dialog;

import java.time.InstantSource;
import java.util.Optional;
import omni.access.Ids;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Ready;
import omni.chat.ChatMessage.Running;
import omni.chat.ChatMessages;
import omni.chat.ChatPush;
import omni.chat.ChatRuntime;
import omni.chat.ChatTools;
import omni.ledger.Ledger;
import omni.log.ChatLine.Failure;
import omni.log.RequestLog;

/**
 * Works on a message until its end, or until a person has to be asked. It may be told of a message twice, or late: whoever claims it first
 * works on it, and nobody else does.
 */
public final class MessageWork {

    private final Ports ports;

    /** What it reaches for. */
    public record Ports(
            ChatMessages messages,
            ChatRuntime runtime,
            ChatTools tools,
            Sources sources,
            ChatPush push,
            Ledger ledger,
            FailedMessages failed,
            MessageUsage usage,
            Ids ids,
            InstantSource clock,
            RequestLog log) {}

    public MessageWork(Ports ports) {
        this.ports = ports;
    }

    /** Takes a message up where it is ready and in time; else nothing happens. */
    public void on(ChatMessage.Key key) {
        var now = ports.clock().instant();
        var found = ports.messages().find(key, now);
        if (found.isPresent() && found.get().state() instanceof Ready ready && !now.isAfter(ready.until())) {
            var run = ports.ids().of("run");
            claim(key, ready, run).ifPresent(claimed -> work(claimed, run, ready));
        }
    }

    /** Another connection may take it over just now; another run may have it. */
    private Optional<ChatMessage> claim(ChatMessage.Key key, Ready ready, String run) {
        var now = ports.clock().instant();
        var saving = new Saving(ports.messages());
        for (var there = ports.messages().find(key, now);
                there.isPresent() && there.get().state().equals(ready);
                there = ports.messages().find(key, now)) {
            var claimed = there.get().next(new Running(run, now.plus(ChatMessage.RUN)));
            if (saving.put(claimed, now)) {
                return Optional.of(claimed);
            }
        }
        return Optional.empty();
    }

    private void work(ChatMessage claimed, String run, Ready ready) {
        var hold = new RunHold(new RunHold.Ports(ports.messages(), ports.push(), ports.clock()), claimed, run);
        try {
            new MessageRun(ports, hold).goOn(ready.answer());
        } catch (RuntimeException e) {
            ports.log().fault("RunChat", claimed.requestId(), e, ports.clock().instant());
            ports.failed().fail(hold.message(), hold::isOurs, Failure.RUNTIME);
        }
    }
}

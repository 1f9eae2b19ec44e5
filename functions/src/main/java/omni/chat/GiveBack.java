package omni.chat;

import java.time.Instant;
import omni.ledger.Ledger;
import omni.meter.VoidMark;

/** Gives back what a message was charged, whatever became of its commit: nobody can prove it afterwards. Again, it is the same. */
public record GiveBack(Ledger ledger) {

    private static final int FAULT = 500;

    /** False when it is proved: then it stays charged, and its answer is stored. */
    public boolean of(ChatMessage message, Instant now) {
        var usageId = message.usageId();
        // a wait for a person leaves time to prove: whoever has the message ends that time
        if (!ledger.giveUp(usageId, now)) {
            return false;
        }
        var latency = Math.max(0, now.toEpochMilli() - message.acceptedAt().toEpochMilli());
        ledger.putVoid(new VoidMark(usageId, message.key().user().orgId(), true, FAULT, latency, now));
        return true;
    }
}

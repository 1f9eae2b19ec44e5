package omni.dialog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import omni.chat.ChatMessage;
import omni.chat.ChatMessages;
import omni.chat.ChatPush;
import omni.chat.ChatStep;
import omni.json.Json;
import omni.socket.ServerFrame;
import org.jspecify.annotations.Nullable;

/**
 * A run's hold on its message: what has been done, where frames go, and what is written of it. Another connection may take the message over
 * meanwhile: it has got the stored frames by then, and gets those behind them from here.
 */
final class RunHold {

    /** Of steps and frames together: with the message's own text less than an item of the store may have. */
    static final int MAX_BYTES = 160 * 1024;

    /** A runtime that does not come to an end comes to this one. */
    static final int MAX_STEPS = 400;

    private static final int MAX_TAKEOVERS = 20;

    private final Ports ports;
    private final String run;
    private final Instant startedAt;
    private final long workedBefore;
    private final List<ChatStep> steps;
    private final List<String> frames;
    private ChatMessage stored;
    private int pushed;
    private int bytes;

    /** What it reaches for. */
    record Ports(ChatMessages messages, ChatPush push, InstantSource clock) {}

    /** @param claimed the message as this run has just claimed it */
    RunHold(Ports ports, ChatMessage claimed, String run) {
        this.ports = ports;
        this.run = run;
        this.startedAt = ports.clock().instant();
        this.workedBefore = claimed.workedMillis();
        this.steps = new ArrayList<>(claimed.steps());
        this.frames = new ArrayList<>(claimed.frames());
        this.stored = claimed;
        this.pushed = frames.size();
        steps.forEach(step -> bytes += Json.write(step).length);
        frames.forEach(frame -> bytes += Cut.bytes(frame));
    }

    /** As it was last written or read, with what was done since. */
    ChatMessage message() {
        return stored.with(steps, frames, workedMillis());
    }

    List<ChatStep> steps() {
        return List.copyOf(steps);
    }

    boolean isOurs(ChatMessage message) {
        return message.state() instanceof ChatMessage.Running(var other, var _) && other.equals(run);
    }

    /** When the time for work is over. */
    Instant deadline() {
        return startedAt.plus(ChatMessage.WORK).minusMillis(workedBefore);
    }

    Duration timeLeft() {
        return Duration.between(ports.clock().instant(), deadline());
    }

    long workedMillis() {
        return workedBefore
                + Duration.between(startedAt, ports.clock().instant()).toMillis();
    }

    boolean isFull() {
        return !timeLeft().isPositive() || bytes >= MAX_BYTES || steps.size() >= MAX_STEPS;
    }

    /** How many bytes may still be stored. */
    int room() {
        return MAX_BYTES - bytes;
    }

    void add(ChatStep step) {
        steps.add(step);
        bytes += Json.write(step).length;
    }

    /** What belongs to the text that was said last: to the runtime it is one step. */
    void addToLast(String more) {
        var last = (ChatStep.Said) steps.removeLast();
        steps.add(new ChatStep.Said(last.text() + more));
        bytes += Json.write(more).length;
    }

    /** Whether a person has got anything of what they asked for. */
    boolean hasAnswered() {
        return steps.stream().anyMatch(step -> switch (step) {
            case ChatStep.Said(var text) -> !text.isEmpty();
            case ChatStep.ToolUsed used -> used.result() != null;
            case ChatStep.Cited _ -> true;
            case ChatStep.PlanDecided _, ChatStep.PermissionRefused _ -> false;
        });
    }

    /** Sends a frame; false when nobody is there any more. */
    boolean say(ServerFrame frame) {
        append(frame.json());
        return flush();
    }

    private void append(String frame) {
        frames.add(frame);
        bytes += Cut.bytes(frame);
    }

    private boolean flush() {
        for (var takeover = 0; takeover < MAX_TAKEOVERS; takeover++) {
            while (pushed < frames.size() && isDelivered(frames.get(pushed))) {
                pushed++;
            }
            if (pushed == frames.size()) {
                return true;
            }
            if (!follow()) {
                return false;
            }
        }
        return false;
    }

    /**
     * A frame of which nobody knows whether it arrived is sent once more; the stored answer has it in any case. One that certainly did not
     * is none that the next may follow.
     */
    private boolean isDelivered(String frame) {
        var sent = ports.push().send(stored.connectionId(), frame);
        if (sent == ChatPush.Sent.UNKNOWN) {
            sent = ports.push().send(stored.connectionId(), frame);
        }
        return sent.mayHaveArrived();
    }

    /** Goes on at the connection that has taken the message over; false where none has. */
    private boolean follow() {
        var there = current();
        if (there == null || there.connectionId().equals(stored.connectionId())) {
            return false;
        }
        moveTo(there);
        return true;
    }

    private @Nullable ChatMessage current() {
        return ports.messages()
                .find(stored.key(), ports.clock().instant())
                .filter(this::isOurs)
                .orElse(null);
    }

    private void moveTo(ChatMessage there) {
        if (!there.connectionId().equals(stored.connectionId())) {
            pushed = Math.min(pushed, there.frames().size());
        }
        stored = there;
    }

    /**
     * Writes where the message stands, with what was done, and with the frame that says so; it is sent by {@link #sayLast}.
     *
     * @return false when the message is not this run's any more
     */
    boolean save(ChatMessage.State state, ServerFrame last) {
        var saving = new Saving(ports.messages());
        for (var takeover = 0; takeover < MAX_TAKEOVERS; takeover++) {
            var told = new ArrayList<>(frames);
            told.add(last.json());
            var next = stored.with(steps, told, workedMillis()).next(state);
            if (saving.put(next, ports.clock().instant())) {
                stored = next;
                return true;
            }
            var there = current();
            if (there == null) {
                return false;
            }
            moveTo(there);
            flush();
        }
        return false;
    }

    /** Sends the frame that was stored last. Whoever takes the message over from now on gets it with the others. */
    void sayLast(ServerFrame last) {
        append(last.json());
        flush();
    }
}

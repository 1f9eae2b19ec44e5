package omni.dialog;

import static omni.dialog.ScriptedRuntime.call;
import static omni.dialog.ScriptedRuntime.cite;
import static omni.dialog.ScriptedRuntime.say;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import omni.access.StoreUnavailable;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Answered;
import omni.chat.ChatMessage.Waiting;
import omni.chat.ChatRuns.Work;
import omni.chat.PermissionMode;
import omni.fakes.Faults;
import omni.fakes.Faults.Died;
import omni.fakes.InMemorySockets;
import omni.fakes.UsageStream.Delivery;

/**
 * The whole life of one message, in which something goes wrong, and what has to hold of it: it is billed once or not at all, never for
 * nothing, and who asks again under its id has the whole answer.
 */
final class ALife {

    static final String WHOLE = "I look. It is Apple. That is all.";
    private static final String ID = "m";
    private static final int MOST_PROCESSES = 40;

    final ChatRig rig = new ChatRig();
    private final List<List<String>> steps = new ArrayList<>();
    private final Random random;
    private final Consumer<Story> troubles;

    /** A process that is about to begin: what goes wrong in it is set here. */
    record Story(ALife life, int process, Faults faults) {}

    ALife(long seed, Consumer<Story> troubles) {
        this.random = new Random(seed);
        this.troubles = troubles;
        rig.runtime.does(
                say("I look. "), call("find"), say("It is Apple. "), cite("0000320193-25-000079"), say("That is all."));
    }

    /** The steps of each process, in the order in which they began. */
    List<List<String>> steps() {
        return steps;
    }

    /** One process, from its beginning to its end or death. */
    private boolean isDead(Consumer<ChatRig.OneProcess> does) {
        var faults = new Faults();
        troubles.accept(new Story(this, steps.size(), faults));
        steps.add(List.of());
        var number = steps.size() - 1;
        try {
            does.accept(rig.process(faults));
            return false;
        } catch (Died | StoreUnavailable e) {
            // the platform sees both alike
            return true;
        } finally {
            steps.set(number, faults.steps());
        }
    }

    void send(String connection) {
        isDead(process -> process.receive(connection, ID, PermissionMode.ASK));
    }

    /** Delivers what was invoked; the platform delivers a run again whose process died, or does not. */
    void deliver() {
        for (var run = rig.invoked.poll(); run != null && steps.size() < MOST_PROCESSES; run = rig.invoked.poll()) {
            if (run instanceof Work(var message)
                    && isDead(process -> process.work().on(message))
                    && random.nextBoolean()) {
                isDead(process -> process.work().on(message));
            }
        }
    }

    /** The person answers what is asked, on the connection where it was asked. */
    void answer() {
        var message = rig.messages.at(ChatRig.key(ID));
        if (message != null && message.state() instanceof Waiting(var question, var _)) {
            isDead(process -> new Decisions(process.waiting())
                    .handle(
                            Answers.permission(question.id(), true),
                            ChatRig.sender(message.connectionId(), rig.clock.instant())));
        }
    }

    /** Sends the message, lets all be done that is to be done, and comes to rest. */
    void live(boolean isSilent) {
        send("c");
        deliver();
        if (!isSilent) {
            answer();
        }
        deliver();
        rest();
    }

    /** Time goes by with all jobs at work. */
    void rest() {
        for (var round = 0; round < 16; round++) {
            rig.clock.advance(Duration.ofSeconds(31));
            rig.stream.deliver(Delivery.ALL);
            rig.enforceDeadline();
            rig.expire();
            rig.deliver();
        }
        rig.stream.deliver(Delivery.ALL);
    }

    /** What holds at rest. */
    void check() {
        var charged = rig.charged();
        assertThat(charged).as("charged").isLessThanOrEqualTo(1);
        assertThat(rig.counter()).as("the counter").isEqualTo(charged);
        assertThat(rig.enforceDeadline()).as("given back at rest").isZero();
        if (charged == 1) {
            var message = rig.message(ID);
            var row = rig.stream.rows().stream()
                    .filter(counted -> counted.isCharged())
                    .findFirst()
                    .orElseThrow();
            assertThat(message.state()).isInstanceOf(Answered.class);
            assertThat(row.call().usageId()).isEqualTo(message.usageId());
            assertThat(said(message)).isEqualTo(WHOLE);
        }
    }

    private static String said(ChatMessage message) {
        var text = new StringBuilder();
        message.frames().stream()
                .map(InMemorySockets::tree)
                .filter(frame -> "chat-delta".equals(frame.get("type")))
                .forEach(frame -> text.append(frame.get("text")));
        return text.toString();
    }

    /** Who asks again gets the whole answer, once; and nothing is billed a second time. */
    void repeat() {
        var before = rig.charged();
        rig.send("z", ID, PermissionMode.ALLOW_ALL);
        rig.deliver();
        assertThat(rig.sockets.said("z")).as("of the repeated message").isEqualTo(WHOLE);
        assertThat(rig.sockets.types("z")).endsWith("usage", "chat-complete");
        assertThat(rig.sockets.got("z", "chat-complete")).hasSize(1);
        check();
        assertThat(rig.charged()).isEqualTo(1);
        rest();
        check();
        assertThat(rig.charged())
                .as("after a repeat of what was charged %d times", before)
                .isEqualTo(1);
    }
}

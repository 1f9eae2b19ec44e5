package omni.lambda;

import omni.billing.MeterClass;
import omni.catalog.ChatTerms;
import omni.chat.ChatRuns.Greet;
import omni.chat.ChatRuns.Work;
import omni.chat.ChatRuntime;
import omni.chat.GiveBack;
import omni.chat.Pause;
import omni.dialog.FailedMessages;
import omni.dialog.Greeting;
import omni.dialog.MessageUsage;
import omni.dialog.MessageWork;
import omni.dialog.Sources;
import omni.dialog.WaitingMessages;
import omni.socket.RunChat;

/**
 * How the work on messages is put together.
 *
 * @param runtime answers them: another class in its place is another chat (docs/chat-runtime.md)
 */
public record RunParts(MeteredRoot root, ChatPorts ports, ChatRuntime runtime, Sources sources) {

    /** What {@link RunChat} does. */
    public RunChat.Runs runs() {
        var work = work();
        var greeting = greeting();
        return run -> {
            switch (run) {
                case Greet(var connectionId) -> greeting.on(connectionId);
                case Work(var message) -> work.on(message);
            }
        };
    }

    /** What goes on after a wait. */
    WaitingMessages waiting() {
        return new WaitingMessages(ports.messages(), ports.runs(), ports.push(), ports.ledger(), failed());
    }

    private FailedMessages failed() {
        var foundation = root.foundation();
        return new FailedMessages(new FailedMessages.Ports(
                ports.messages(), new GiveBack(ports.ledger()), ports.push(), foundation.log(), foundation.clock()));
    }

    private MessageWork work() {
        var foundation = root.foundation();
        return new MessageWork(new MessageWork.Ports(
                ports.messages(),
                runtime,
                new MeteredEndpoints(root).chatTools(),
                sources,
                ports.push(),
                ports.ledger(),
                failed(),
                new MessageUsage(root.accounts(), Shells.headers(foundation), Shells.tokens(foundation), meterClass()),
                foundation.ids(),
                foundation.clock(),
                foundation.log()));
    }

    private Greeting greeting() {
        return new Greeting(
                ports.connections(),
                ports.windows(),
                root.foundation().configuration().chat().limits(),
                ports.push(),
                Pause.real(),
                root.foundation().clock());
    }

    /** A stack without a chat has none of its functions. */
    private MeterClass meterClass() {
        return root.foundation()
                .catalog()
                .chat()
                .map(ChatTerms::meterClass)
                .orElseThrow(() -> new IllegalStateException("the catalog has no chat"));
    }
}

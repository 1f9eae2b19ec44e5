package omni.local.terminal;

import static omni.local.terminal.FrameText.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalJson;

/**
 * A person's chat: messages and commands, one after another. A connection that is lost is opened again for the same session, and what was
 * not answered is said again under its id, which is never billed twice.
 */
public final class Conversation implements AutoCloseable {

    /** Longer than a person has to answer a question. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static final Duration ACKNOWLEDGMENT = Duration.ofSeconds(30);
    private static final int REPEATS = 5;

    private final Function<Optional<String>, URI> tickets;
    private final Supplier<Optional<String>> person;
    private final PrintStream out;
    private ChatLine line;
    private Optional<String> session = Optional.empty();
    private String mode;

    /**
     * Opens it.
     *
     * @param tickets an address with a ticket, for a session that goes on or a new one
     * @param person what is typed next; empty at the end
     */
    public Conversation(
            Function<Optional<String>, URI> tickets, Supplier<Optional<String>> person, String mode, PrintStream out) {
        this.tickets = tickets;
        this.person = person;
        this.mode = mode;
        this.out = out;
        this.line = ChatLine.open(tickets.apply(Optional.empty()));
    }

    /** Says one message, and hears its answer; whether it was answered. */
    public boolean ask(String text) throws InterruptedException {
        var message = frame("chat").put("text", text).put("permissionMode", mode);
        session.ifPresent(id -> message.put("sessionId", id));
        line.say(message);
        for (int repeats = 0; ; ) {
            var heard = line.next(PATIENCE).orElseThrow(() -> new LocalFault("the chat says nothing any more"));
            if (heard.frame().isPresent()) {
                var end = hear(heard.frame().get(), text(message, "id"));
                if (end.isPresent()) {
                    return end.get();
                }
            } else if (repeats++ < REPEATS) {
                out.println("(connection lost; again)");
                line = ChatLine.open(tickets.apply(session));
                line.say(message);
            } else {
                throw new LocalFault("the connection is lost again and again");
            }
        }
    }

    /** Whether it was the end of a message, and a good one. */
    private Optional<Boolean> hear(ObjectNode frame, String id) {
        var ours = text(frame, "replyTo").equals(id);
        switch (text(frame, "type")) {
            case "chat-delta" -> out.print(text(frame, "text"));
            case "permission-request" -> answer("permission-response", "permissionId", frame, text(frame, "summary"));
            case "plan-approval-request" ->
                answer("plan-approval", "planId", frame, text(frame, "title") + "\n" + steps(frame));
            case "connected", "chat-accepted" -> session = Optional.of(text(frame, "sessionId"));
            default -> {}
        }
        var isQuestionsAck = text(frame, "type").equals("ack");
        if (!isQuestionsAck) {
            FrameText.line(frame).ifPresent(out::println);
        }
        if (ours && text(frame, "type").equals("chat-complete")) {
            out.println();
            return Optional.of(!text(frame, "finishReason").equals("error"));
        }
        return ours && text(frame, "type").equals("error") ? Optional.of(false) : Optional.empty();
    }

    private static String steps(ObjectNode frame) {
        var steps = new StringBuilder();
        for (var step : frame.path("steps")) {
            steps.append("  ").append(step.asText()).append('\n');
        }
        return steps.toString().stripTrailing();
    }

    /** Asks y or n; what is no y is a no, and so is the end of what is typed. */
    private void answer(String type, String idField, ObjectNode question, String words) {
        out.println();
        out.print(words + " [y/n] ");
        out.flush();
        var yes = person.get()
                .map(typed -> typed.strip().toLowerCase(Locale.ROOT))
                .filter("y"::equals);
        var decision = yes.isPresent() ? "approve" : "reject";
        out.println(decision);
        line.say(frame(type).put(idField, text(question, idField)).put("decision", decision));
    }

    /** Does what a person types until they are done. */
    public void run() throws InterruptedException {
        hearGreeting();
        for (var typed = prompted(); typed.isPresent() && !typed.get().equals("/quit"); typed = prompted()) {
            var words = typed.get().strip();
            if (words.startsWith("/")) {
                command(words.substring(1).split("\\s+"));
            } else if (!words.isEmpty()) {
                ask(words);
            }
        }
    }

    private void hearGreeting() throws InterruptedException {
        line.next(ACKNOWLEDGMENT).flatMap(ChatLine.Heard::frame).ifPresent(frame -> hear(frame, ""));
    }

    private Optional<String> prompted() {
        out.print("> ");
        out.flush();
        return person.get();
    }

    private void command(String[] words) throws InterruptedException {
        var commands = new ChatCommands(session.orElse(""));
        if (words[0].equals("mode") && words.length == 2 && ChatCommands.MODES.contains(words[1])) {
            mode = words[1];
            out.println("mode " + mode);
            return;
        }
        var wanted = commands.frame(words);
        if (wanted.isEmpty()) {
            out.println(ChatCommands.USAGE);
            return;
        }
        line.say(frame(text(wanted.get(), "type")).setAll(wanted.get()));
        line.next(ACKNOWLEDGMENT)
                .flatMap(ChatLine.Heard::frame)
                .flatMap(FrameText::line)
                .ifPresent(out::println);
    }

    private static ObjectNode frame(String type) {
        var frame = LocalJson.object();
        frame.put("type", type);
        frame.put("id", UUID.randomUUID().toString());
        return frame;
    }

    @Override
    public void close() {
        line.close();
    }
}

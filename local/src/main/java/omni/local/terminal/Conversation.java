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
 * not answered is said again under its id, which is never billed twice; so nothing is said before the session is known.
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
        this.line = open();
    }

    private ChatLine open() {
        return ChatLine.open(tickets.apply(session), ChatLine.PING_EVERY);
    }

    /** Says one message, and hears its answer; whether it was answered. */
    public boolean ask(String text) throws InterruptedException {
        hearGreeting();
        var message = frame("chat").put("text", text).put("permissionMode", mode);
        session.ifPresent(id -> message.put("sessionId", id));
        return exchange(message, PATIENCE).orElseThrow(() -> new LocalFault("the chat says nothing any more"));
    }

    private void hearGreeting() throws InterruptedException {
        for (int losses = 0; session.isEmpty(); ) {
            var heard = line.next(ACKNOWLEDGMENT).orElseThrow(() -> new LocalFault("the chat does not greet"));
            if (heard.frame().isPresent()) {
                hear(heard.frame().get(), "");
            } else {
                reopen(losses++);
            }
        }
    }

    /** Says a frame and hears all that comes until it is answered: whether well; empty where nothing is heard for so long. */
    private Optional<Boolean> exchange(ObjectNode said, Duration patience) throws InterruptedException {
        line.say(said);
        for (int losses = 0; ; ) {
            var heard = line.next(patience);
            if (heard.isEmpty()) {
                return Optional.empty();
            }
            var frame = heard.get().frame();
            if (frame.isPresent()) {
                var end = hear(frame.get(), text(said, "id"));
                if (end.isPresent()) {
                    return end;
                }
            } else {
                reopen(losses++);
                line.say(said);
            }
        }
    }

    private void reopen(int losses) {
        if (losses >= REPEATS) {
            throw new LocalFault("the connection is lost again and again");
        }
        out.println("(connection lost; again)");
        line = open();
    }

    /** Whether it was the end of what was said under this id, and a good one. */
    private Optional<Boolean> hear(ObjectNode frame, String id) {
        var ours = text(frame, "replyTo").equals(id);
        var type = text(frame, "type");
        switch (type) {
            case "chat-delta" -> out.print(text(frame, "text"));
            case "permission-request" -> answer("permission-response", "permissionId", frame, text(frame, "summary"));
            case "plan-approval-request" ->
                answer("plan-approval", "planId", frame, text(frame, "title") + "\n" + steps(frame));
            case "connected", "chat-accepted" -> session = Optional.of(text(frame, "sessionId"));
            default -> {}
        }
        var isOfQuestion = type.equals("ack") && !ours;
        if (!isOfQuestion) {
            FrameText.line(frame).ifPresent(out::println);
        }
        return ours ? end(frame) : Optional.empty();
    }

    private Optional<Boolean> end(ObjectNode frame) {
        return switch (text(frame, "type")) {
            case "chat-complete" -> {
                out.println();
                yield Optional.of(!text(frame, "finishReason").equals("error"));
            }
            case "ack", "pong" -> Optional.of(true);
            case "error" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static String steps(ObjectNode frame) {
        var steps = new StringBuilder();
        for (var step : frame.path("steps")) {
            steps.append("  ").append(step.asText()).append('\n');
        }
        return steps.toString().stripTrailing();
    }

    private void answer(String type, String idField, ObjectNode question, String words) {
        out.println();
        var decision = decision(words);
        out.println(decision);
        line.say(frame(type).put(idField, text(question, idField)).put("decision", decision));
    }

    /** Asks until it is a yes or a no; the end of what is typed is a no. */
    private String decision(String words) {
        while (true) {
            out.print(words + " [y/n] ");
            out.flush();
            switch (person.get().orElse("no").strip().toLowerCase(Locale.ROOT)) {
                case "y", "yes", "ok", "approve" -> {
                    return "approve";
                }
                case "n", "no", "reject" -> {
                    return "reject";
                }
                default -> out.println("Please type yes or no.");
            }
        }
    }

    /** Does what a person types until they are done. */
    public void run() throws InterruptedException {
        hearGreeting();
        out.println("mode " + mode + "; /help lists the commands");
        for (var typed = prompted(); typed.isPresent() && !typed.get().equals("/quit"); typed = prompted()) {
            var words = typed.get().strip();
            if (words.startsWith("/")) {
                command(words.substring(1).split("\\s+"));
            } else if (!words.isEmpty()) {
                ask(words);
            }
        }
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
        var said = frame(text(wanted.get(), "type"));
        said.setAll(wanted.get());
        if (exchange(said, ACKNOWLEDGMENT).isEmpty()) {
            out.println("(no answer)");
        }
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

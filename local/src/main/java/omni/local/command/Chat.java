package omni.local.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import omni.endpoint.Endpoints;
import omni.local.demo.ApiClient;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalJson;
import omni.local.options.LocalOptions;
import omni.local.terminal.Conversation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./omni chat [URL]}: a chat with the running product. */
@Command(
        name = "chat",
        description = "Chats with the running product; start it with ./omni up.",
        exitCodeOnExecutionException = 1,
        footer = {"In the chat: /mode, /label, /sources, /ping, /quit; /help explains them. Yes or no where it asks."})
final class Chat implements ShellCommand {

    private static final String DEFAULT_URL = "http://localhost:" + LocalOptions.DEFAULT_PORT;
    private static final Set<String> MODES = Set.of("safe", "ask", "allow-all");

    @Parameters(
            paramLabel = "[URL]",
            arity = "0..*",
            hideParamSyntax = true,
            description = "where the product runs (default " + DEFAULT_URL + ")")
    private final List<String> urls = new ArrayList<>();

    @Option(names = "--email", paramLabel = "EMAIL", description = "who chats (default developer@example.com)")
    private String email = "developer@example.com";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "safe (default: asks before a plan of several tools), ask (before every tool) or allow-all (never)")
    private String mode = "safe";

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            description = "say this alone; ends with 0 when it was answered, with 1 when not")
    private Optional<String> message = Optional.empty();

    private final Console console;

    Chat(Console console) {
        this.console = console;
    }

    @Override
    public List<String> faults() {
        var faults = new ArrayList<String>();
        if (urls.size() > 1) {
            faults.add("chat takes one address at most");
        }
        if (!MODES.contains(mode)) {
            faults.add("--mode " + mode + ": is not safe, ask or allow-all");
        }
        return faults;
    }

    @Override
    public int run() throws InterruptedException {
        var url = URI.create((urls.isEmpty() ? DEFAULT_URL : urls.getFirst()).replaceAll("/+$", ""));
        var client = signedIn(url);
        try (var conversation = new Conversation(session -> ticket(client, session), person(), mode, console.out())) {
            if (message.isPresent()) {
                return conversation.ask(message.get()) ? 0 : 1;
            }
            conversation.run();
            return 0;
        }
    }

    private ApiClient signedIn(URI url) {
        try {
            var answer = ApiClient.at(url)
                    .post(
                            "/_local/sign-in",
                            LocalJson.object().put("email", email).toString());
            if (answer.status() != 200) {
                throw new LocalFault("nobody can be signed in at " + url + ": " + answer.summary());
            }
            return ApiClient.at(url).withSession(answer.json().path("cookie").asText());
        } catch (UncheckedIOException e) {
            throw new LocalFault("nothing answers at " + url + ": start the product with ./omni up", e);
        }
    }

    private static URI ticket(ApiClient client, Optional<String> session) {
        var body = LocalJson.object();
        session.ifPresent(id -> body.put("sessionId", id));
        var answer = client.post(Endpoints.ISSUE_CHAT_TICKET.operation().path(), body.toString());
        if (answer.status() != 201) {
            throw new LocalFault("there is no ticket: " + answer.summary());
        }
        return URI.create(answer.json().path("url").asText() + "?token="
                + URLEncoder.encode(answer.json().path("token").asText(), StandardCharsets.UTF_8));
    }

    private static Supplier<Optional<String>> person() {
        var typed = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return () -> {
            try {
                return Optional.ofNullable(typed.readLine());
            } catch (IOException e) {
                return Optional.empty();
            }
        };
    }
}

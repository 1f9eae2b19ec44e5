package omni.dialog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import omni.access.StoreUnavailable;
import omni.account.Accounts;
import omni.billing.MeterClass;
import omni.call.MeterHeaders;
import omni.call.TokenCounting;
import omni.chat.ChatConnection;
import omni.chat.ChatConnections;
import omni.chat.ChatMessage;
import omni.chat.ChatMessages;
import omni.chat.ChatPush;
import omni.chat.ChatRuns;
import omni.chat.ChatRuns.Work;
import omni.chat.ChatRuntime;
import omni.chat.ChatTool;
import omni.chat.ChatTools;
import omni.chat.ChatUser;
import omni.chat.GiveBack;
import omni.chat.PermissionMode;
import omni.fakes.Around;
import omni.fakes.Ask;
import omni.fakes.Faults;
import omni.fakes.InMemoryChatMessages;
import omni.fakes.InMemorySockets;
import omni.fakes.KeptLog;
import omni.fakes.MovableClock;
import omni.fakes.Rig;
import omni.fakes.UsageStream;
import omni.json.Json;
import omni.lambda.ChatPorts;
import omni.lambda.SocketRoot;
import omni.ledger.Ledger;
import omni.ledger.ProofDeadline;
import omni.meter.Admission;
import omni.meter.KeyCheck;
import omni.meter.Metering;
import omni.socket.ClientFrame;
import omni.socket.FrameHandler.Sender;
import omni.socket.ReceiveChatMessage;
import omni.socket.ServerFrame;
import omni.socket.SocketParts;
import org.jspecify.annotations.Nullable;

/** Messages at work over ports in memory: every run, decision and job is a process of its own, which may die. */
final class ChatRig {

    static final ChatUser ANN = new ChatUser(Rig.ORG, "usr_1");
    static final ChatUser BOB = new ChatUser(Rig.ORG, "usr_2");
    static final String SESSION = "chs_1";
    static final Instant START = Rig.NOW;

    /** A clock has digits that the store has not. */
    private static final Duration FINE = Duration.ofNanos(123_456);

    final Rig rig = new Rig();
    final MovableClock clock = rig.clock;
    final KeptLog log = rig.log;
    final UsageStream stream = new UsageStream(rig.store.table);
    final InMemoryChatMessages messages = new InMemoryChatMessages();
    final InMemorySockets sockets = new InMemorySockets();
    final ScriptedRuntime runtime = new ScriptedRuntime();
    final Set<String> disconnected = new HashSet<>();

    /** Tools that the plan does not include. */
    final Set<String> excluded = new HashSet<>();

    final Deque<ChatRuns.Run> invoked = new ArrayDeque<>();
    private @Nullable ChatTools allTools;
    private ToolWork tools = (name, deadline) -> new ChatTools.ToolResult(Map.of("tool", name), null);

    ChatRig() {
        clock.advance(FINE);
    }

    /** What a tool does. */
    interface ToolWork {
        ChatTools.ToolResult call(String name, Instant deadline);
    }

    void toolsDo(ToolWork work) {
        tools = work;
    }

    void toolsAre(ChatTools others) {
        allTools = others;
    }

    ChatTools tools() {
        return allTools != null
                ? allTools
                : new ChatTools() {
                    @Override
                    public List<ChatTool> all() {
                        return List.of(tool("find", "sec"), tool("read", "sec"), tool("stock.get", "upstream"));
                    }

                    @Override
                    public List<ChatTool> of(ChatUser user) {
                        return all().stream()
                                .filter(tool -> !excluded.contains(tool.name()))
                                .toList();
                    }

                    @Override
                    public ToolResult call(
                            ChatUser user,
                            String requestId,
                            String name,
                            Map<String, @Nullable Object> arguments,
                            Instant deadline) {
                        return tools.call(name, deadline);
                    }
                };
    }

    private static ChatTool tool(String name, String source) {
        return new ChatTool(name, name, name, source, Map.of("type", "object"));
    }

    static ChatMessage.Key key(String id) {
        return new ChatMessage.Key(ANN, SESSION, id);
    }

    ChatMessage message(String id) {
        return Objects.requireNonNull(messages.at(key(id)));
    }

    static Sender sender(String connection, Instant now) {
        return new Sender(connection(connection, ANN), "req_1", now);
    }

    private static ChatConnection connection(String id, ChatUser user) {
        return new ChatConnection(id, user, Rig.ANN.issuer(), Rig.ANN.subject(), SESSION, START);
    }

    MeterClass meterClass() {
        return rig.foundation.catalog().chat().orElseThrow().meterClass();
    }

    // processes

    /** The ports of one process. */
    record OneProcess(ChatRig rig, Faults faults) {

        ChatMessages messages() {
            return faulty("store", ChatMessages.class, rig.written(), OneProcess::unavailable);
        }

        Ledger ledger() {
            return Around.port(
                    Ledger.class,
                    rig.stream.ledger(),
                    call -> step(
                            call.method().getName(),
                            call,
                            call.is("prove")
                                    ? () -> Ledger.Proof.UNKNOWN
                                    : call.is("putVoid") ? () -> false : OneProcess::unavailable));
        }

        ChatPush push() {
            return faulty("push", ChatPush.class, rig.sockets, () -> ChatPush.Sent.UNKNOWN);
        }

        ChatRuns runs() {
            return faulty(
                    "start",
                    ChatRuns.class,
                    run -> {
                        rig.invoked.add(run);
                        return true;
                    },
                    () -> false);
        }

        Accounts accounts() {
            return faulty("account", Accounts.class, rig.rig.store.table, OneProcess::unavailable);
        }

        FailedMessages failed() {
            return new FailedMessages(
                    new FailedMessages.Ports(messages(), new GiveBack(ledger()), push(), rig.log, rig.clock));
        }

        WaitingMessages waiting() {
            return new WaitingMessages(messages(), runs(), push(), ledger(), failed());
        }

        MessageWork work() {
            var settings = rig.rig.foundation.configuration().settings();
            var headers = new MeterHeaders(settings, rig.rig.foundation.terms(), 80);
            var tokens = new TokenCounting(TokenCounting.Mode.ALWAYS, String::length, false);
            return new MessageWork(new MessageWork.Ports(
                    messages(),
                    faulty("runtime", ChatRuntime.class, rig.runtime, OneProcess::broken),
                    Around.port(
                            ChatTools.class,
                            rig.tools(),
                            call -> call.is("call") ? step("tool", call, OneProcess::broken) : call.make()),
                    user -> rig.disconnected,
                    push(),
                    ledger(),
                    failed(),
                    new MessageUsage(accounts(), headers, tokens, rig.meterClass()),
                    rig.rig.ids,
                    rig.clock,
                    rig.log));
        }

        private <T> T faulty(String name, Class<T> type, T real, Supplier<?> lost) {
            return Around.port(
                    type, real, call -> step(name + "." + call.method().getName(), call, lost));
        }

        private @Nullable Object step(String name, Around.Call call, Supplier<?> lost) {
            return faults.<Object>step(name, () -> made(call), () -> Objects.requireNonNull(lost.get()));
        }

        private static Object made(Around.Call call) {
            try {
                return Optional.ofNullable(call.make()).orElse(Optional.class);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        private static Object unavailable() {
            throw new StoreUnavailable("a test's call", new IllegalStateException("injected"));
        }

        private static Object broken() {
            throw new IllegalStateException("injected");
        }

        /** What a client sends comes in. */
        void receive(String connection, String id, PermissionMode mode) {
            var frame = Map.of("type", "chat", "id", id, "text", "What of Apple?", "permissionMode", mode.wire());
            var event = Map.of("requestContext", Map.of("connectionId", connection), "body", Json.text(frame));
            try {
                new ReceiveChatMessage(socket().parts())
                        .handleRequest(
                                new ByteArrayInputStream(Json.write(event)),
                                new ByteArrayOutputStream(),
                                Ask.NO_CONTEXT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private SocketRoot socket() {
            var real = rig.rig.chatPorts();
            var foundation = rig.rig.foundation;
            return new SocketRoot(
                    foundation,
                    new ChatPorts(
                            connections(),
                            messages(),
                            real.windows(),
                            push(),
                            runs(),
                            new Metering(
                                    new Admission(foundation.terms()),
                                    faults.meter(rig.stream.meter()),
                                    call -> KeyCheck.Result.GOOD,
                                    rig.clock,
                                    attempt -> {}),
                            ledger(),
                            real.people(),
                            real.members(),
                            real.labels(),
                            real.sources()),
                    (envelope, now) -> Optional.empty(),
                    new SocketParts.Handlers(
                            (frame, sender) -> List.of(), (frame, sender) -> List.of(), new Decisions(waiting())));
        }

        private static ChatConnections connections() {
            return Around.port(
                    ChatConnections.class,
                    null,
                    call -> Optional.of(connection(String.valueOf(call.argument(0)), ANN)));
        }
    }

    OneProcess process(Faults faults) {
        return new OneProcess(this, faults);
    }

    /** A run that is delivered. */
    void work(String id) {
        process(new Faults()).work().on(key(id));
    }

    /** All runs that were started, in order, and those that they start. */
    void deliver() {
        for (var run = invoked.poll(); run != null; run = invoked.poll()) {
            if (run instanceof Work(var message)) {
                process(new Faults()).work().on(message);
            }
        }
    }

    /** The first answer of a write does not come: the SDK makes it again, and finds its own version. */
    boolean writesTwice;

    private ChatMessages written() {
        return Around.port(ChatMessages.class, messages, call -> {
            if (writesTwice && call.is("put")) {
                call.make();
            }
            return call.make();
        });
    }

    int expire() {
        return new OverdueMessages(process(new Faults()).waiting(), clock).settle();
    }

    List<ServerFrame> decide(ChatUser user, String connection, ClientFrame.Decision decision) {
        return decide(new Faults(), user, connection, decision);
    }

    List<ServerFrame> decide(Faults faults, ChatUser user, String connection, ClientFrame.Decision decision) {
        return new Decisions(process(faults).waiting())
                .handle(decision, new Sender(connection(connection, user), "req_" + connection, clock.instant()));
    }

    /** The id of the question that was asked last on a connection. */
    String asked(String connection) {
        return sockets.got(connection).reversed().stream()
                .map(frame -> frame.getOrDefault("permissionId", frame.get("planId")))
                .filter(String.class::isInstance)
                .map(String::valueOf)
                .findFirst()
                .orElseThrow();
    }

    // what comes before a run

    void send(String connection, String id, PermissionMode mode) {
        process(new Faults()).receive(connection, id, mode);
    }

    /** Sends a message, and lets all that is started by it be done. */
    void ask(String connection, String id, PermissionMode mode) {
        send(connection, id, mode);
        deliver();
    }

    // money

    int enforceDeadline() {
        return new ProofDeadline(stream.ledger(), rig.store.table.unproven(), row -> {}, clock).enforce();
    }

    long charged() {
        stream.deliver(UsageStream.Delivery.ALL);
        return stream.rows().stream().filter(row -> row.isCharged()).count();
    }

    long counter() {
        return rig.store.account(Rig.ORG, true).grant().unitsUsed();
    }
}

package omni.socket;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.chat.ChatConnection;
import omni.chat.ChatConnections;
import omni.chat.ChatLimits;
import omni.chat.ChatMessage;
import omni.chat.ChatMessages;
import omni.chat.ChatPush;
import omni.chat.ChatRuns;
import omni.chat.ChatTicket;
import omni.chat.ChatUser;
import omni.chat.ChatWindows;
import omni.chat.FinishReason;
import omni.fakes.Around;
import omni.fakes.Faults;
import omni.fakes.InMemoryChatConnections;
import omni.fakes.InMemoryChatMessages;
import omni.fakes.InMemoryChatWindows;
import omni.fakes.InMemorySockets;
import omni.fakes.Rig;
import omni.fakes.UsageStream;
import omni.json.Json;
import omni.ledger.Ledger;
import omni.ledger.ProofDeadline;
import omni.ledger.UsageRow;
import omni.member.Sessions;
import omni.meter.Admission;
import omni.meter.Body;
import omni.meter.Metering;
import org.jspecify.annotations.Nullable;

/** The functions of the socket over ports in memory; each frame is received by a process of its own, which may die. */
final class SocketRig {

    static final ChatUser ANN = new ChatUser(Rig.ORG, Rig.ANN.userId());
    static final String SESSION = "chs_1";
    final Rig rig;
    final UsageStream stream;
    final InMemoryChatMessages messages = new InMemoryChatMessages();
    final InMemoryChatConnections connections = new InMemoryChatConnections();
    final InMemoryChatWindows windows = new InMemoryChatWindows();
    final ConcurrentLinkedQueue<ChatRuns.Run> runs = new ConcurrentLinkedQueue<>();
    final Set<String> gone = ConcurrentHashMap.newKeySet();
    final Set<String> closed = ConcurrentHashMap.newKeySet();
    final Map<String, ChatTicket> tickets = new ConcurrentHashMap<>();
    ChatLimits limits = new ChatLimits(30, true, 20);
    boolean startsRuns = true;
    boolean writesTwice;
    private final Map<String, List<Map<String, @Nullable Object>>> frames = new ConcurrentHashMap<>();

    SocketRig() {
        this(new Rig());
    }

    SocketRig(Rig rig) {
        this.rig = rig;
        this.stream = new UsageStream(rig.store.table);
        rig.account(rig.fresh().card());
    }

    /** A connection of Ann's that is open. */
    SocketRig connect(String connectionId) {
        return connect(connectionId, ANN);
    }

    SocketRig connect(String connectionId, ChatUser user) {
        var now = rig.clock.instant();
        var connection = new ChatConnection(connectionId, user, Rig.ANN.issuer(), subject(user), SESSION, now);
        connections.open(
                new ChatTicket("tkt_" + connectionId, user, SESSION, now.plusSeconds(60)), connection, 100, now);
        return this;
    }

    private static String subject(ChatUser user) {
        return user.equals(ANN) ? Rig.ANN.subject() : user.userId();
    }

    private final ChatPush push = Around.port(ChatPush.class, null, call -> {
        var connectionId = String.valueOf(call.argument(0));
        if (call.is("close")) {
            closed.add(connectionId);
            return null;
        }
        if (gone.contains(connectionId)) {
            return ChatPush.Sent.GONE;
        }
        got(connectionId).add(InMemorySockets.tree(String.valueOf(call.argument(1))));
        return ChatPush.Sent.SENT;
    });

    /** What a connection was sent, in order. */
    List<Map<String, @Nullable Object>> got(String connectionId) {
        return frames.computeIfAbsent(connectionId, _ -> Collections.synchronizedList(new ArrayList<>()));
    }

    Map<String, @Nullable Object> last(String connectionId) {
        return got(connectionId).getLast();
    }

    List<String> types(String connectionId) {
        return got(connectionId).stream()
                .map(frame -> String.valueOf(frame.get("type")))
                .toList();
    }

    // frames in

    static Map<String, Object> chat(String id) {
        return Map.of("type", "chat", "id", id, "text", "What did Apple earn?");
    }

    void send(String connectionId, Map<String, ?> frame) {
        send(new Faults(), connectionId, Json.text(frame));
    }

    void send(Faults faults, String connectionId, String frame) {
        parts(faults)
                .inbox()
                .receive(new SocketEvent(
                        connectionId,
                        SocketEvent.MESSAGE,
                        Optional.empty(),
                        new Body(frame.getBytes(StandardCharsets.UTF_8))));
    }

    /** False when the process died. */
    boolean attempt(Faults faults, String connectionId, Map<String, ?> frame) {
        try {
            send(faults, connectionId, Json.text(frame));
            return true;
        } catch (Faults.Died e) {
            return false;
        }
    }

    ChatMessage message(String id) {
        return Objects.requireNonNull(messages.at(new ChatMessage.Key(ANN, SESSION, id)), id);
    }

    // a process

    SocketParts parts(Faults faults) {
        var meter = faults.meter(stream.meter());
        return new SocketParts(
                new SocketParts.Ports(
                        faulty(faults, "connections", ChatConnections.class, connections, SocketRig::unavailable),
                        faulty(faults, "messages", ChatMessages.class, written(), SocketRig::unavailable),
                        faulty(faults, "windows", ChatWindows.class, windows, SocketRig::unavailable),
                        faulty(faults, "push", ChatPush.class, push, () -> ChatPush.Sent.UNKNOWN),
                        faulty(faults, "runs", ChatRuns.class, this::start, () -> false),
                        new Metering(
                                new Admission(rig.foundation.terms()), meter, rig::checkKey, rig.clock, attempt -> {}),
                        ledger(faults),
                        faulty(faults, "people", Sessions.class, rig.store.sessions(), SocketRig::unavailable),
                        rig.members),
                (token, now) -> Optional.ofNullable(tickets.get(token)),
                new SocketParts.Handlers(
                        (frame, _) -> List.of(ServerFrame.Ack.of(frame.id())),
                        (frame, _) -> List.of(ServerFrame.Ack.of(frame.id())),
                        (frame, _) -> List.of(ServerFrame.Ack.of(frame.id()))),
                rig.foundation.catalog().chat().orElseThrow().meterClass(),
                limits,
                rig.foundation.configuration().settings(),
                rig.ids,
                rig.clock,
                () -> 0,
                rig.foundation.log());
    }

    private ChatMessages written() {
        return Around.port(ChatMessages.class, messages, call -> {
            if (writesTwice && call.is("put")) {
                call.make();
            }
            return call.make();
        });
    }

    private boolean start(ChatRuns.Run run) {
        if (startsRuns) {
            runs.add(run);
        }
        return startsRuns;
    }

    private Ledger ledger(Faults faults) {
        return Around.port(
                Ledger.class,
                stream.ledger(),
                call -> step(
                        faults,
                        "ledger." + call.method().getName(),
                        call,
                        call.is("prove")
                                ? () -> Ledger.Proof.UNKNOWN
                                : call.is("putVoid") ? () -> false : SocketRig::unavailable));
    }

    private static <T> T faulty(Faults faults, String name, Class<T> type, T real, Supplier<?> lost) {
        return Around.port(
                type, real, call -> step(faults, name + "." + call.method().getName(), call, lost));
    }

    private static @Nullable Object step(Faults faults, String name, Around.Call call, Supplier<?> lost) {
        var made = faults.<Optional<Object>>step(name, () -> made(call), () -> Optional.of(lost.get()));
        return made.orElse(null);
    }

    private static Optional<Object> made(Around.Call call) {
        try {
            return Optional.ofNullable(call.make());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static Object unavailable() {
        throw new StoreUnavailable("a test's call", new IllegalStateException("injected"));
    }

    // what follows

    /** The run of a message that answers it: the record, then the proof. */
    void answer(String id) {
        var now = rig.clock.instant();
        var done = message(id).next(new ChatMessage.Answered(FinishReason.STOP));
        var frame = new ServerFrame.ChatComplete(id, done.messageId(), "stop").json();
        var frames = new ArrayList<>(done.frames());
        frames.add(frame);
        if (!messages.put(done.with(List.of(), frames, 100))) {
            throw new AssertionError(id);
        }
        stream.ledger().prove(done.usageId(), now);
        push.send(done.connectionId(), frame);
    }

    List<UsageRow> rows() {
        stream.deliver(UsageStream.Delivery.ALL);
        return stream.rows();
    }

    List<UsageRow> charges() {
        return rows().stream().filter(UsageRow::isCharged).toList();
    }

    Account account() {
        return rig.store.account(Rig.ORG, true);
    }

    /** Time passes until whatever nobody proved is given back. */
    void rest() {
        stream.deliver(UsageStream.Delivery.ALL);
        rig.clock.advance(Duration.ofMinutes(3));
        new ProofDeadline(stream.ledger(), rig.store.table.unproven(), row -> {}, rig.clock).enforce();
        stream.deliver(UsageStream.Delivery.ALL);
        stream.deliverAgain();
    }

    int windowLeft() {
        return windows.remaining(ANN.userId(), 30, rig.clock.instant());
    }

    /** Their membership is taken from Ann. */
    void removeAnn() {
        rig.store.remove(Rig.ANN);
    }
}

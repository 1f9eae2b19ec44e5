package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omni.chat.ChatMessage.Accepted;
import omni.chat.ChatMessage.Answer;
import omni.chat.ChatMessage.Answered;
import omni.chat.ChatMessage.Failed;
import omni.chat.ChatMessage.Permission;
import omni.chat.ChatMessage.Plan;
import omni.chat.ChatMessage.Ready;
import omni.chat.ChatMessage.Running;
import omni.chat.ChatMessage.State;
import omni.chat.ChatMessage.Waiting;
import omni.chat.ChatStep.Cited;
import omni.chat.ChatStep.PermissionRefused;
import omni.chat.ChatStep.PlanDecided;
import omni.chat.ChatStep.Said;
import omni.chat.ChatStep.ToolUsed;
import omni.chat.RuntimeStep.Citation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every implementation of {@link ChatMessages} guarantees (contract 14.4). */
public abstract class ChatMessagesContract {

    protected static final Instant NOW = Instant.parse("2026-05-15T12:00:20.250Z");
    private static final Instant FINE = NOW.plusNanos(1);
    private static final Permission ASKED =
            new Permission("prm_1", "tc_1", "find", Map.of("n", 7L, "x", new BigDecimal("1.5"), "l", List.of("a")));
    private static final Plan PLAN = new Plan("pln_1", List.of("Find it.", "Read it."), List.of("find", "read"));
    private static final AtomicInteger USERS = new AtomicInteger();

    /** Their own for each test: the suite shares one table. */
    protected final ChatUser user = new ChatUser("org_AbCdEf012345", "usr_" + USERS.incrementAndGet());

    protected abstract ChatMessages messages();

    protected ChatMessage.Key key(String id) {
        return new ChatMessage.Key(user, "chs#1", id);
    }

    protected ChatMessage accepted(String id, Instant now) {
        return new ChatMessage(
                key(id),
                "con=",
                "msg_" + id,
                "req_1",
                "use_" + user.userId() + id,
                "What did \u00c4pple earn?\n",
                PermissionMode.ASK,
                now,
                new Accepted(now.plusSeconds(10)),
                List.of(),
                List.of(),
                0,
                0);
    }

    private void put(ChatMessage message) {
        assertThat(messages().put(message)).as(message.toString()).isTrue();
    }

    private void in(String id, State state) {
        put(accepted(id, NOW));
        put(accepted(id, NOW).next(state));
    }

    static Stream<State> states() {
        var later = NOW.plusSeconds(60);
        return Stream.of(
                new Accepted(later),
                new Ready(null, later),
                new Ready(new Answer(ASKED, false, null, null), later),
                new Ready(new Answer(PLAN, true, "Fine.", "req_2"), later),
                new Running("run_1", later),
                new Waiting(ASKED, later),
                new Waiting(PLAN, later),
                new Answered(FinishReason.STOP),
                new Answered(FinishReason.LENGTH),
                new Failed());
    }

    @ParameterizedTest
    @MethodSource("states")
    void aMessageComesBackAsItWasPut(State state) {
        var steps = List.<ChatStep>of(
                new Said("It earned\n\"much\"."),
                new Cited(new Citation("0000320193-25-1", null, "https://sec.example", "earned")),
                new ToolUsed("tc_1", "find", Map.of("q", "x"), Map.of("rows", List.of(1L, "two")), null),
                new ToolUsed("tc_2", "read", Map.of(), null, Map.of("code", "not_found")),
                new PlanDecided("pln_1", List.of("a"), List.of("find"), true, null),
                new PermissionRefused("prm_1", "find", Map.of()));
        var first = accepted("m-1", NOW);
        put(first);
        var next = first.with(steps, List.of("{\"type\":\"chat-delta\"}", "{}"), 1234)
                .next(state);
        put(next);
        assertThat(messages().find(key("m-1"), NOW)).contains(next);
    }

    /** A clock has digits that the store has not: who reads must find what was written, or takes it for another's. */
    @ParameterizedTest
    @MethodSource("statesOfAFineClock")
    void aMessageOfAFineClockComesBackAsItWasPut(State state) {
        put(accepted("m-1", FINE));
        var next = accepted("m-1", FINE).next(state);
        put(next);
        assertThat(messages().find(key("m-1"), FINE)).contains(next);
    }

    static Stream<State> statesOfAFineClock() {
        var later = FINE.plusSeconds(60);
        return Stream.of(
                new Accepted(later),
                new Ready(new Answer(ASKED, true, null, "req_2"), later),
                new Running("run_1", later),
                new Waiting(PLAN, later));
    }

    @Test
    void nobodyKnowsAMessageOfAnotherPersonOrSession() {
        put(accepted("m-1", NOW));
        assertThat(messages().find(new ChatMessage.Key(user, "chs", "1#MSG#m-1"), NOW))
                .isEmpty();
        assertThat(messages().find(new ChatMessage.Key(new ChatUser(user.orgId(), "usr_x"), "chs#1", "m-1"), NOW))
                .isEmpty();
        assertThat(messages().find(new ChatMessage.Key(new ChatUser("org_x", user.userId()), "chs#1", "m-1"), NOW))
                .isEmpty();
    }

    @Test
    void aWriteStandsOnTheVersionBeforeIt() {
        var first = accepted("m-1", NOW);
        put(first);
        assertThat(messages().put(first)).isFalse();
        var ready = first.next(new Ready(null, NOW.plusSeconds(60)));
        put(ready);
        assertThat(messages().put(first.next(new Failed()))).isFalse();
        assertThat(messages().put(ready.next(new Failed()).next(new Failed()))).isFalse();
        assertThat(messages().put(accepted("m-2", NOW).next(new Failed())))
                .as("a second without a first")
                .isFalse();
        assertThat(messages().find(key("m-1"), NOW)).contains(ready);
    }

    @Test
    void ofManyWritersOfOneVersionOneIsTold() throws Exception {
        put(accepted("m-1", NOW));
        try (var threads = Executors.newFixedThreadPool(8)) {
            var writes = IntStream.range(0, 16)
                    .mapToObj(number -> (Callable<Boolean>) () -> messages()
                            .put(accepted("m-1", NOW).next(new Running("run_" + number, NOW.plusSeconds(29)))))
                    .toList();
            var written = 0;
            for (var each : threads.invokeAll(writes)) {
                written += each.get() ? 1 : 0;
            }
            assertThat(written).isOne();
        }
    }

    /** An id is free again after a day, whether or not the store has taken the message away by then. */
    @Test
    void aMessageIsRememberedForADay() {
        in("m-1", new Answered(FinishReason.STOP));
        var end = NOW.plus(ChatMessage.REMEMBERED);
        assertThat(messages().find(key("m-1"), end.minusMillis(1))).isPresent();
        assertThat(messages().put(accepted("m-1", end.minusMillis(1)))).isFalse();
        assertThat(messages().find(key("m-1"), end)).isEmpty();
        put(accepted("m-1", end));
        assertThat(messages().find(key("m-1"), end)).contains(accepted("m-1", end));
    }

    private List<String> due(Instant now) {
        return messages().due(now).stream()
                .filter(message -> message.key().user().equals(user))
                .map(message -> message.key().id())
                .toList();
    }

    @Test
    void whoeverDidNotComeToAnEndInTimeIsDueTheOldestFirst() {
        in("ready", new Ready(null, NOW.plusSeconds(60)));
        in("running", new Running("run_1", NOW.plusSeconds(29)));
        in("waiting", new Waiting(ASKED, NOW.plusSeconds(300)));
        in("answered", new Answered(FinishReason.STOP));
        in("failed", new Failed());
        put(accepted("accepted", NOW));

        assertThat(due(NOW.plusSeconds(10))).isEmpty();
        assertThat(due(NOW.plusSeconds(10).plusMillis(1))).containsExactly("accepted");
        assertThat(due(NOW.plusSeconds(30))).containsExactly("accepted", "running");
        assertThat(due(NOW.plusSeconds(299))).containsExactly("accepted", "running", "ready");
        assertThat(due(NOW.plusSeconds(300))).containsExactly("accepted", "running", "ready", "waiting");
        assertThat(due(NOW.plusSeconds(301))).as("until it is at its end").hasSize(4);
        put(accepted("accepted", NOW).next(new Failed()));
        assertThat(due(NOW.plusSeconds(302))).containsExactly("running", "ready", "waiting");
    }

    @Test
    void aMessageThatBeginsAnewIsDueAnew() {
        in("m-1", new Failed());
        assertThat(due(NOW.plusSeconds(60))).isEmpty();
        var again = accepted("m-1", NOW.plusSeconds(60));
        put(new ChatMessage(
                again.key(),
                again.connectionId(),
                again.messageId(),
                again.requestId(),
                "use_again" + user.userId(),
                again.text(),
                again.mode(),
                again.acceptedAt(),
                again.state(),
                List.of(),
                List.of(),
                0,
                2));
        assertThat(due(NOW.plusSeconds(70))).isEmpty();
        assertThat(due(NOW.plusSeconds(71))).containsExactly("m-1");
    }

    @Test
    void aQuestionLeadsItsPersonToTheMessageThatAsksIt() {
        in("m-1", new Waiting(PLAN, NOW.plusSeconds(300)));
        assertThat(messages().asking(user, "pln_1", NOW).map(ChatMessage::key)).contains(key("m-1"));
        assertThat(messages().asking(user, "prm_1", NOW)).isEmpty();
        assertThat(messages().asking(new ChatUser(user.orgId(), "usr_x"), "pln_1", NOW))
                .isEmpty();
        put(accepted("m-1", NOW).next(new Failed()).next(new Failed()));
        assertThat(messages().asking(user, "pln_1", NOW)).as("decided").isEmpty();
    }

    @Test
    void theLatestTenTurnsOfASessionAreRemembered() {
        assertThat(messages().turns(user, "chs_1")).isEmpty();
        var all = new ArrayList<ChatTurn>();
        for (var number = 0; number < 12; number++) {
            all.add(new ChatTurn("asked " + number, "answered " + number));
            messages().addTurn(user, "chs_1", all.getLast(), NOW.plus(Duration.ofMinutes(number)));
        }
        assertThat(messages().turns(user, "chs_1")).isEqualTo(all.subList(2, 12));
        assertThat(messages().turns(user, "chs_2")).isEmpty();
    }

    @Test
    void turnsThatEndAtOnceAreBothRemembered() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var turns = IntStream.range(0, 8)
                    .mapToObj(number -> (Callable<Boolean>) () -> {
                        messages().addTurn(user, "chs_1", new ChatTurn("a" + number, "b" + number), NOW);
                        return true;
                    })
                    .toList();
            for (var each : threads.invokeAll(turns)) {
                each.get();
            }
        }
        assertThat(messages().turns(user, "chs_1")).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void manyThatAreNotDueHoldNoneUp() {
        for (var i = 0; i < 600; i++) {
            var working = accepted("w" + i, NOW);
            put(working);
            put(working.next(new Running("run", NOW.plus(Duration.ofDays(1)))));
        }
        var silent = accepted("silent", NOW.plusSeconds(1));
        put(silent);
        put(silent.next(new Waiting(PLAN, NOW.plusSeconds(60))));

        assertThat(messages().due(NOW.plusSeconds(60)))
                .extracting(ChatMessage::key)
                .contains(key("silent"))
                .doesNotContain(key("w0"), key("w599"));
    }
}

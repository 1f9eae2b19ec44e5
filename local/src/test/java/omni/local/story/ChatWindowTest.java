package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import omni.billing.BudgetCaps;
import org.junit.jupiter.api.Test;

/** A person's window of chat messages, to the millisecond, over connections (contract 14.4). */
@SharedWorld(SharedWorld.Kind.CHAT)
class ChatWindowTest {

    private static final int LIMIT = 30;

    private final World world;

    ChatWindowTest(World world) {
        this.world = world;
    }

    /** What a person has open. */
    private record Connections(List<ChatClient> all) implements AutoCloseable {

        static Connections open(Customer person, int number) throws InterruptedException {
            var all = new ArrayList<ChatClient>();
            for (var each = 0; each < number; each++) {
                all.add(ChatClient.open(person));
            }
            return new Connections(all);
        }

        ChatClient at(int number) {
            return all.get(number % all.size());
        }

        @Override
        public void close() {
            all.forEach(ChatClient::close);
        }
    }

    private static JsonNode asked(ChatClient chat, int number, String mode) {
        try {
            chat.ask("m-" + number, ChatClient.QUESTION, mode);
            return chat.answer("m-" + number);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isAccepted(JsonNode answer) {
        return answer.path("type").asText().equals("chat-accepted");
    }

    private static void assertLimited(JsonNode answer, long retryAfterMs) {
        Answer.holds(answer, """
                {type: 'error', event: 'rate_limited', object: 'error', code: 'rate_limit_exceeded', status: 429,
                 retryAfterMs: %s, retryAfterSeconds: %s, details: {limit: 30, windowSeconds: 60, retryable: true}}""", retryAfterMs, Math.ceilDiv(retryAfterMs, 1000));
    }

    @Test
    void ofFortyAtOnceOverFiveConnectionsThirtyAreAcceptedAndAnswersOfPermissionFlowMeanwhile() throws Exception {
        var person = world.payer(0);
        var other = world.payer(0);
        assertThat(person.state()).isEqualTo("payg_active");
        try (var mine = Connections.open(person, 5);
                var theirs = Connections.open(other, 1)) {
            IntFunction<JsonNode> ask = number ->
                    number < 40 ? asked(mine.at(number), number, "ask") : asked(theirs.at(0), number, "allow-all");

            var answers = Race.run(40 + LIMIT, ask);

            var accepted = answers.subList(0, 40).stream()
                    .filter(ChatWindowTest::isAccepted)
                    .toList();
            assertThat(accepted).hasSize(LIMIT);
            assertThat(accepted.stream()
                            .map(frame -> frame.at("/rateLimit/remaining").asInt())
                            .sorted())
                    .containsExactlyElementsOf(IntStream.range(0, LIMIT).boxed().toList());
            assertThat(answers.subList(0, 40))
                    .filteredOn(answer -> !isAccepted(answer))
                    .hasSize(10)
                    .allSatisfy(answer -> assertLimited(answer, 60_000));
            assertThat(answers.subList(40, 40 + LIMIT)).as("another person").allMatch(ChatWindowTest::isAccepted);
            answerAll(mine, answers);
            for (var number = 40; number < 40 + LIMIT; number++) {
                theirs.at(0).end("m-" + number);
            }
            assertToTheMillisecond(mine);
        }
        assertThat(world.rows(person)).hasSize(LIMIT + 1);
        world.assertReconciled(person);
        assertThat(world.rows(other)).hasSize(LIMIT);
        world.assertReconciled(other);
    }

    /** Each person's answer is taken while the window is full, and the message goes on. */
    private static void answerAll(Connections mine, List<JsonNode> answers) throws InterruptedException {
        for (var number = 0; number < 40; number++) {
            if (isAccepted(answers.get(number))) {
                var chat = mine.at(number);
                var wanted = chat.take("permission-request");
                chat.say(
                        "{\"type\":\"permission-response\",\"id\":\"p-%d\",\"permissionId\":\"%s\",\"decision\":\"approve\"}"
                                .formatted(number, wanted.path("permissionId").asText()));
                Answer.holds(chat.answer("p-" + number), "{type: 'ack', ok: true}");
            }
        }
        for (var number = 0; number < 40; number++) {
            if (isAccepted(answers.get(number))) {
                Answer.holds(mine.at(number).end("m-" + number), "{finishReason: 'stop'}");
            }
        }
    }

    private void assertToTheMillisecond(Connections mine) throws Exception {
        world.advance(Duration.ofMillis(11_840));
        assertLimited(asked(mine.at(0), 100, "safe"), 48_160);
        world.advance(Duration.ofMillis(48_159));
        assertLimited(asked(mine.at(1), 101, "safe"), 1);
        world.advance(Duration.ofMillis(1));
        assertThat(isAccepted(asked(mine.at(2), 102, "safe"))).isTrue();
        mine.at(2).end("m-102");
    }

    @Test
    void whomBillingRefusesHasTheWindowAsItWas() throws Exception {
        var person = world.payer(0);
        var caps = new BudgetCaps(40L, null, null);
        assertThat(world.accounts().replaceBudget(world.account(person), caps, List.of()))
                .isTrue();
        try (var mine = Connections.open(person, 5)) {
            var answers = Race.run(LIMIT, number -> asked(mine.at(number), number, "safe"));

            assertThat(answers.stream().filter(ChatWindowTest::isAccepted)).hasSize(5);
            assertThat(answers)
                    .filteredOn(answer -> !isAccepted(answer))
                    .allSatisfy(answer -> Answer.holds(answer, """
                            {type: 'error', event: 'billing_blocked', code: 'billing_budget_hard_cap_exceeded', status: 402,
                             details: {reason: 'budget_hard_cap_exceeded', spendCapCents: 40}}"""));
            try (var again = mine.at(0).again(person)) {
                assertThat(again.remaining()).isEqualTo(LIMIT - 5);
            }
            world.standing(person, World.RESTRICTED);
            var blocked = asked(mine.at(0), 31, "safe");
            var rest = person.call(Calls.RESOLVE).is(402);
            assertThat(blocked.path("code").asText()).isEqualTo(rest.code());
            assertThat(blocked.at("/details/nextSteps")).isEqualTo(rest.detail("nextSteps"));
            world.standing(person, World.CARD);
            try (var again = mine.at(0).again(person)) {
                assertThat(again.remaining()).isEqualTo(LIMIT - 5);
            }
        }
        world.assertReconciled(person);
        assertThat(world.rows(person)).hasSize(5);
    }
}

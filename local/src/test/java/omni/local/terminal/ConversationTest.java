package omni.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads and what is said for them. */
class ConversationTest extends PlayedChat {

    @Test
    void anAnswerIsReadAsItComes() throws Exception {
        try (var conversation = conversation((connection, frame) -> {
            send(connection, "{\"type\":\"chat-accepted\",\"sessionId\":\"s-1\"}");
            send(
                    connection,
                    "{\"type\":\"tool-call\",\"name\":\"filings.latest\",\"arguments\":{\"ticker\":\"AAPL\"}}");
            send(connection, "{\"type\":\"chat-delta\",\"seq\":0,\"text\":\"Apple's \"}");
            send(connection, "{\"type\":\"chat-delta\",\"seq\":1,\"text\":\"10-K.\"}");
            send(connection, "{\"type\":\"citation\",\"accession\":\"0000320193-24-000123\",\"snippet\":null}");
            complete(connection, frame, "stop");
        })) {
            assertThat(conversation.ask("latest 10-K of AAPL?")).isTrue();
        }

        assertThat(shown())
                .contains("→ filings.latest {\"ticker\":\"AAPL\"}")
                .contains("Apple's 10-K.")
                .contains("source: 0000320193-24-000123");
        assertThat(said).singleElement().satisfies(frame -> {
            assertThat(frame.path("text").asText()).isEqualTo("latest 10-K of AAPL?");
            assertThat(frame.path("permissionMode").asText()).isEqualTo("safe");
        });
    }

    @Test
    void aQuestionIsAnsweredByYesOrNoAndAskedAgainOtherwise() throws Exception {
        typed.addAll(List.of("perhaps", "", " YES ", "No"));
        try (var conversation = conversation((connection, frame) -> {
            switch (frame.path("type").asText()) {
                case "chat" ->
                    send(
                            connection,
                            "{\"type\":\"permission-request\",\"permissionId\":\"p-1\",\"summary\":\"Look it up?\"}");
                case "permission-response" ->
                    send(
                            connection,
                            "{\"type\":\"plan-approval-request\",\"planId\":\"plan-1\",\"title\":\"Two steps\","
                                    + "\"steps\":[\"one\",\"two\"]}");
                default -> complete(connection, said.getFirst(), "stop");
            }
        })) {
            assertThat(conversation.ask("compare")).isTrue();
        }

        assertThat(said).hasSize(3);
        assertThat(said.get(1).path("permissionId").asText()).isEqualTo("p-1");
        assertThat(said.get(1).path("decision").asText()).isEqualTo("approve");
        assertThat(said.get(2).path("planId").asText()).isEqualTo("plan-1");
        assertThat(said.get(2).path("decision").asText()).isEqualTo("reject");
        assertThat(shown())
                .contains("Look it up? [y/n] ", "approve", "Two steps", "  one\n  two", "Please type yes or no.");
        assertThat(typed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"y,approve", "yes,approve", "ok,approve", "Approve,approve", "n,reject", "no,reject", "reject,reject"})
    void everyUsualWordIsADecision(String word, String decision) throws Exception {
        typed.add(word);
        assertThat(decided()).isEqualTo(decision);
    }

    @Test
    void theEndOfWhatIsTypedIsANo() throws Exception {
        assertThat(decided()).isEqualTo("reject");
    }

    private String decided() throws Exception {
        try (var conversation = conversation((connection, frame) -> {
            if (said.size() == 1) {
                send(connection, "{\"type\":\"permission-request\",\"permissionId\":\"p-1\",\"summary\":\"Go?\"}");
            } else {
                complete(connection, said.getFirst(), "stop");
            }
        })) {
            conversation.ask("compare");
        }
        return said.get(1).path("decision").asText();
    }

    @Test
    void aLostConnectionIsOpenedForTheSameSessionAndTheMessageIsSaidAgainUnderItsId() throws Exception {
        try (var conversation = conversation((connection, frame) -> {
            if (said.size() == 1) {
                send(connection, "{\"type\":\"chat-accepted\",\"sessionId\":\"s-9\"}");
                world.command("DELETE", connection, "");
            } else {
                complete(connection, frame, "length");
            }
        })) {
            assertThat(conversation.ask("hello")).isTrue();
        }

        assertThat(tickets).containsExactly(Optional.empty(), Optional.of("s-9"));
        assertThat(said).hasSize(2);
        assertThat(said.get(1)).isEqualTo(said.getFirst());
    }

    /** Said before, it would begin another session when it is said again, and be charged there too. */
    @Test
    void nothingIsSaidBeforeTheSessionIsKnown() throws Exception {
        greeter = connection -> {
            greeter = this::greet;
            until2xx("DELETE", connection, "");
        };
        try (var conversation = conversation((connection, frame) -> complete(connection, frame, "stop"))) {
            assertThat(conversation.ask("hello")).isTrue();
        }

        assertThat(tickets).containsExactly(Optional.empty(), Optional.empty());
        assertThat(said)
                .singleElement()
                .satisfies(frame -> assertThat(frame.path("sessionId").asText()).isEqualTo("s-9"));
    }

    @Test
    void aRefusalOrAFailureIsNoAnswer() throws Exception {
        try (var conversation = conversation((connection, frame) -> {
            if (said.size() == 1) {
                send(
                        connection,
                        "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"Wait.\",\"retryAfterMs\":40,"
                                + "\"replyTo\":\"" + frame.path("id").asText() + "\"}");
            } else {
                complete(connection, frame, "error");
            }
        })) {
            assertThat(conversation.ask("one")).isFalse();
            assertThat(conversation.ask("two")).isFalse();
        }

        assertThat(shown())
                .contains("refused: rate_limit_exceeded: Wait. (40 ms)")
                .contains("it failed, and is not charged");
    }
}

package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person chats over a real socket, and is answered by the product's own tools (contract 14). */
@SharedWorld(SharedWorld.Kind.CHAT)
class ChatTest {

    private final World world;
    private final Customer person;

    ChatTest(World world) throws Exception {
        this.world = world;
        this.person = world.signUp();
    }

    private static JsonNode of(List<JsonNode> frames, String type) {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " in " + frames));
    }

    @Test
    void aQuestionIsAnsweredByAToolWithItsSourceAndChargedOnce() throws Exception {
        try (var chat = ChatClient.open(person)) {
            chat.ask("m-1", ChatClient.QUESTION, "safe");

            var frames = chat.message("m-1");

            assertThat(ChatClient.types(frames).stream().distinct())
                    .containsExactly(
                            "chat-accepted",
                            "tool-call",
                            "tool-result",
                            "chat-delta",
                            "citation",
                            "usage",
                            "chat-complete");
            Answer.holds(
                    of(frames, "tool-call"), "{name: 'filings.latest', arguments: {ticker: 'AAPL', form: '10-K'}}");
            Answer.holds(of(frames, "tool-result"), "{ok: true, result: {object: 'filing', ticker: 'AAPL'}}");
            assertThat(of(frames, "citation").path("accession").asText())
                    .isEqualTo(of(frames, "tool-result")
                            .at("/result/accessionNumber")
                            .asText());
            Answer.holds(
                    of(frames, "usage"),
                    """
                    {meterClass: 'intelligence_query', planKey: 'sandbox_grant', billingState: 'sandbox_grant',
                     freeGrantRemaining: 249, requestId: '%s'}""",
                    of(frames, "chat-accepted").path("requestId").asText());
            Answer.holds(of(frames, "chat-complete"), "{finishReason: 'stop'}");
            assertCharged(of(frames, "chat-accepted").path("requestId").asText());
        }
    }

    private void assertCharged(String requestId) throws InterruptedException {
        assertThat(person.billing().at("freeGrantRemaining").asInt()).isEqualTo(249);
        assertThat(world.rows(person)).singleElement().returns(requestId, Row::requestId);
        assertThat(person.browser().get("/v1/dashboard/usage/requests").is(200).data())
                .singleElement()
                .satisfies(row -> Answer.holds(row, """
                        {requestId: '%s', endpointKey: 'WS /ws', meterClass: 'intelligence_query', fundedBy: 'grant',
                         units: 1}""", requestId));
        world.assertReconciled(person);
    }

    @Test
    void aMessageThatIsRepeatedOnAnotherConnectionIsAnsweredFromItsRecordAndFree() throws Exception {
        try (var first = ChatClient.open(person)) {
            first.ask("m-1", ChatClient.QUESTION, "safe");
            var frames = first.message("m-1");
            first.drop();
            try (var second = first.again(person)) {
                second.ask("m-1", ChatClient.QUESTION, "safe");

                assertThat(second.message("m-1")).isEqualTo(frames);
                assertCharged(of(frames, "chat-accepted").path("requestId").asText());
            }
        }
    }
}

package omni.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import omni.call.ChatToolCalls;
import org.junit.jupiter.api.Test;

/** What a person types after a slash. */
class ConversationCommandsTest extends PlayedChat {

    @Test
    void commandsAreFramesOfTheirOwn() throws Exception {
        typed.addAll(List.of("/mode ask", "/label create urgent number", "/sources disconnect sec", "/what", "/quit"));
        try (var conversation = conversation(this::acknowledge)) {
            conversation.run();
        }

        assertThat(said)
                .extracting(frame -> frame.path("type").asText())
                .containsExactly("label-create", "source-disconnect");
        assertThat(said.getFirst().at("/label/valueType").asText()).isEqualTo("number");
        assertThat(shown()).contains("session s-9", "mode ask", "done", "/label assign ID");
    }

    @Test
    void aPersonIsToldTheModeTheyAreInAndWhichSourcesThereAre() throws Exception {
        typed.addAll(List.of("/help", "/quit"));
        try (var conversation = conversation(this::acknowledge)) {
            conversation.run();
        }

        assertThat(shown())
                .contains("mode safe")
                .contains("safe, the default")
                .contains("ID is " + ChatToolCalls.BUILT_IN + " or " + ChatToolCalls.UPSTREAM);
    }

    /** A source that is connected has three frames; the next command has its own. */
    @Test
    void allFramesOfACommandAreReadBeforeTheNext() throws Exception {
        typed.addAll(List.of("/sources connect sec", "/ping", "/quit"));
        try (var conversation = conversation((connection, frame) -> {
            if (frame.path("type").asText().equals("ping")) {
                reply(connection, frame, "pong", "\"serverTime\":\"2026-11-30T12:00:00.000Z\"");
            } else {
                send(connection, "{\"type\":\"source-status\",\"sourceId\":\"sec\",\"status\":\"connecting\"}");
                send(connection, "{\"type\":\"source-status\",\"sourceId\":\"sec\",\"status\":\"connected\"}");
                acknowledge(connection, frame);
            }
        })) {
            conversation.run();
        }

        assertThat(shown())
                .containsSubsequence("sec is connecting", "sec is connected", "done", "> ", "pong 2026-11-30", "> ");
    }

    @Test
    void aCommandIsRepeatedOnANewConnectionWhereItsOwnIsLost() throws Exception {
        typed.addAll(List.of("/sources disconnect sec", "/quit"));
        try (var conversation = conversation((connection, frame) -> {
            if (said.size() == 1) {
                world.command("DELETE", connection, "");
            } else {
                acknowledge(connection, frame);
            }
        })) {
            conversation.run();
        }

        assertThat(tickets).containsExactly(Optional.empty(), Optional.of("s-9"));
        assertThat(said).hasSize(2);
        assertThat(said.get(1)).isEqualTo(said.getFirst());
        assertThat(shown()).contains("done");
    }
}

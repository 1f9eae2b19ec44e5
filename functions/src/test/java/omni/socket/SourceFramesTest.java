package omni.socket;

import static omni.socket.TwoConnections.ANN;
import static omni.socket.TwoConnections.BOB;
import static omni.socket.TwoConnections.LAPTOP;
import static omni.socket.TwoConnections.TELEPHONE;
import static omni.socket.TwoConnections.json;
import static omni.socket.TwoConnections.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import omni.chat.ChatSources;
import omni.fakes.InMemoryChatSources;
import omni.socket.ClientFrame.SourceConnect;
import omni.socket.ClientFrame.SourceDisconnect;
import org.junit.jupiter.api.Test;

/** Sources as a person connects and disconnects them, over more than one connection (contract 14.2). */
class SourceFramesTest {

    private final ChatSources sources = new InMemoryChatSources();
    private final Set<String> down = new HashSet<>();
    private final SourceFrames frames =
            new SourceFrames(sources, Set.of("sec", "upstream"), source -> !down.contains(source));

    private static String status(String source, String status, String message) {
        return "{\"type\":\"source-status\",\"sourceId\":\"%s\",\"status\":\"%s\",\"message\":%s}"
                .formatted(source, status, message);
    }

    private static String ack(String replyTo, String source, String status) {
        return "{\"type\":\"ack\",\"replyTo\":\"%s\",\"ok\":true,\"source\":{\"id\":\"%s\",\"status\":\"%s\"}}"
                .formatted(replyTo, source, status);
    }

    @Test
    void whatOneConnectionDisconnectsIsDisconnectedForThePersonUntilTheOtherConnectsIt() {
        assertThat(json(frames.handle(new SourceDisconnect("m-1", "sec"), LAPTOP)))
                .containsExactly(status("sec", "disconnected", "null"), ack("m-1", "sec", "disconnected"));
        assertThat(sources.disconnected(ANN)).containsExactly("sec");
        assertThat(sources.disconnected(BOB)).isEmpty();

        assertThat(json(frames.handle(new SourceConnect("m-2", "sec"), TELEPHONE)))
                .containsExactly(
                        status("sec", "connecting", "null"),
                        status("sec", "connected", "null"),
                        ack("m-2", "sec", "connected"));
        assertThat(sources.disconnected(ANN)).isEmpty();
    }

    @Test
    void aSourceThatDoesNotAnswerIsConnectedAndThePersonIsTold() {
        down.add("upstream");
        frames.handle(new SourceDisconnect("m-1", "upstream"), LAPTOP);
        assertThat(json(frames.handle(new SourceConnect("m-2", "upstream"), TELEPHONE)))
                .containsExactly(
                        status("upstream", "connecting", "null"),
                        status("upstream", "error", "\"The source does not answer right now.\""),
                        ack("m-2", "upstream", "error"));
        assertThat(sources.disconnected(ANN)).isEmpty();
    }

    @Test
    void bothMayBeSaidTwice() {
        frames.handle(new SourceDisconnect("m-1", "sec"), LAPTOP);
        assertThat(json(frames.handle(new SourceDisconnect("m-2", "sec"), TELEPHONE)))
                .contains(ack("m-2", "sec", "disconnected"));
        frames.handle(new SourceConnect("m-3", "sec"), LAPTOP);
        assertThat(json(frames.handle(new SourceConnect("m-4", "sec"), TELEPHONE)))
                .contains(ack("m-4", "sec", "connected"));
    }

    @Test
    void whatIsNoSourceIsStoredNowhere() {
        for (var frame : List.of(new SourceConnect("m-1", "SEC"), new SourceDisconnect("m-1", "SEC"))) {
            assertThat(refusal(frames.handle(frame, LAPTOP)))
                    .isEqualTo("m-1 req_laptop: sourceId: is no source of this chat.");
        }
        assertThat(sources.disconnected(ANN)).isEmpty();
    }
}

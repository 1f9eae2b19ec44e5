package omni.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.chat.ChatConnection;
import omni.chat.ChatConnections;
import omni.chat.ChatLimits;
import omni.chat.ChatPush;
import omni.chat.ChatPush.Sent;
import omni.chat.ChatWindows;
import omni.chat.Pause;
import omni.fakes.Around;
import omni.fakes.Rig;
import org.junit.jupiter.api.Test;

/** The first message of a connection (contract 14.3), which the gateway takes once the opening is answered. */
class GreetingTest {

    private final ChatRig rig = new ChatRig();
    private final List<Duration> pauses = new ArrayList<>();
    private ChatPush push = rig.sockets;

    private Greeting greeting(boolean limited, int gone) {
        var connection = new ChatConnection(
                "c", ChatRig.ANN, Rig.ANN.issuer(), Rig.ANN.subject(), ChatRig.SESSION, ChatRig.START);
        var connections = Around.port(
                ChatConnections.class,
                null,
                call -> "c".equals(call.argument(0)) ? Optional.of(connection) : Optional.empty());
        var windows = Around.port(ChatWindows.class, null, call -> 7);
        if (gone > 0) {
            rig.sockets.close("c");
        }
        Pause pause = length -> {
            pauses.add(length);
            if (pauses.size() == gone) {
                rig.sockets.open("c");
            }
        };
        return new Greeting(connections, windows, new ChatLimits(30, limited, 20), push, pause, rig.clock);
    }

    @Test
    void itTellsWhoIsConnectedAndWhatIsLeftOfTheWindow() {
        greeting(true, 0).on("c");

        assertThat(rig.sockets.got("c"))
                .singleElement()
                .satisfies(frame -> assertThat(frame)
                        .containsEntry("type", "connected")
                        .containsEntry("connectionId", "c")
                        .containsEntry("orgId", Rig.ORG)
                        .containsEntry("userId", "usr_1")
                        .containsEntry("sessionId", ChatRig.SESSION)
                        .containsEntry(
                                "rateLimit", java.util.Map.of("limit", 30L, "remaining", 7L, "windowSeconds", 60L))
                        .containsEntry("serverTime", omni.json.Timestamps.text(ChatRig.START)));
    }

    @Test
    void withoutALimitAllPlacesAreFree() {
        greeting(false, 0).on("c");

        assertThat(rig.sockets.got("c").getFirst())
                .containsEntry("rateLimit", java.util.Map.of("limit", 30L, "remaining", 30L, "windowSeconds", 60L));
    }

    @Test
    void itIsSaidOnceTheOpeningIsAnsweredAndNotForEver() {
        greeting(true, 3).on("c");
        assertThat(rig.sockets.got("c")).hasSize(1);
        assertThat(pauses).hasSize(3);

        pauses.clear();
        greeting(true, 99).on("c");
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
        assertThat(rig.sockets.got("c")).hasSize(1);
    }

    /** A client may send as soon as it is connected: it is to be greeted before it is answered. */
    @Test
    void nobodyWaitsLongOnceTheOpeningIsAnswered() {
        greeting(true, 30).on("c");

        assertThat(rig.sockets.got("c")).hasSize(1);
        assertThat(pauses).hasSize(30).allMatch(pause -> pause.compareTo(Duration.ofMillis(250)) <= 0);
    }

    @Test
    void aGreetingThatMayHaveArrivedIsNotSaidAgain() {
        var answers = new ArrayDeque<>(List.of(Sent.GONE, Sent.THROTTLED, Sent.UNKNOWN, Sent.SENT));
        push = Around.port(ChatPush.class, null, call -> answers.remove());

        greeting(true, 0).on("c");

        assertThat(answers).containsExactly(Sent.SENT);
    }

    @Test
    void aConnectionThatIsClosedByNowIsNotGreeted() {
        greeting(true, 0).on("other");

        assertThat(rig.sockets.got("other")).isEmpty();
    }
}

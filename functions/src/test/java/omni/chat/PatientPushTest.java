package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import omni.chat.ChatPush.Sent;
import omni.fakes.Around;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames that certainly did not arrive are sent again, others never. */
class PatientPushTest {

    private final ArrayDeque<Sent> answers = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final PatientPush push =
            new PatientPush(Around.port(ChatPush.class, null, call -> answers.remove()), pauses::add);

    @Test
    void whatIsThrottledIsSentAgainAfterGrowingPauses() {
        answers.addAll(List.of(Sent.THROTTLED, Sent.THROTTLED, Sent.SENT));

        assertThat(push.send("c", "{}")).isEqualTo(Sent.SENT);

        assertThat(pauses).containsExactly(Duration.ofMillis(150), Duration.ofMillis(600));
    }

    @Test
    void thriceAndNoMore() {
        answers.addAll(List.of(Sent.THROTTLED, Sent.THROTTLED, Sent.THROTTLED, Sent.SENT));

        assertThat(push.send("c", "{}")).isEqualTo(Sent.THROTTLED);

        assertThat(answers).hasSize(1);
        assertThat(pauses).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THROTTLED")
    void whatMayHaveArrivedOrHasNobodyThereIsNotSentAgain(Sent sent) {
        answers.addAll(List.of(sent, Sent.SENT));

        assertThat(push.send("c", "{}")).isEqualTo(sent);

        assertThat(pauses).isEmpty();
    }
}

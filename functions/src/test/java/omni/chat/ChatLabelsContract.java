package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import omni.access.Ids;
import omni.chat.ChatLabel.ValueType;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link ChatLabels} guarantees. */
public abstract class ChatLabelsContract {

    protected static final Instant NOW = Instant.parse("2026-05-15T12:00:20.250Z");
    protected static final ChatLabel RED = new ChatLabel("lbl_1", "Ünïcode \uD83D\uDE00", "red", ValueType.DATE);
    protected static final ChatLabel PLAIN = new ChatLabel("lbl_2", "plain", null, ValueType.STRING);

    /** Fresh ones, so that tests can share a store. */
    private final ChatUser user = new ChatUser("org_1", new Ids(new SecureRandom()).of("usr"));

    protected abstract ChatLabels labels();

    private LabelBook stored(ChatLabel... all) {
        var book = new LabelBook(labels().find(user).version() + 1, List.of(all));
        assertThat(labels().put(user, book)).isTrue();
        return book;
    }

    @Test
    void whoHasNoneHasNone() {
        assertThat(labels().find(user)).isEqualTo(LabelBook.EMPTY);
        assertThat(labels().onSession(user, "chat-1")).isEqualTo(SessionLabels.EMPTY);
    }

    @Test
    void whatIsWrittenIsReadInItsOrder() {
        stored(RED, PLAIN);
        assertThat(labels().find(user)).isEqualTo(new LabelBook(1, List.of(RED, PLAIN)));
        stored(PLAIN, RED);
        assertThat(labels().find(user)).isEqualTo(new LabelBook(2, List.of(PLAIN, RED)));
        stored();
        assertThat(labels().find(user)).isEqualTo(new LabelBook(3, List.of()));
    }

    @Test
    void ofTwoWritesOnOneVersionTheFirstStands() {
        stored(RED);
        assertThat(labels().put(user, new LabelBook(1, List.of(PLAIN)))).isFalse();
        assertThat(labels().put(user, new LabelBook(3, List.of(PLAIN)))).isFalse();
        assertThat(labels().find(user).labels()).containsExactly(RED);
    }

    @Test
    void labelsOfAChatAreOfThatChatAndThatPerson() {
        var book = stored(RED, PLAIN);
        var first = new SessionLabels(1, Map.of("lbl_1", "\"2026-05-15\"", "lbl_2", "null"));
        assertThat(labels().putOnSession(user, "chat-1", first, book, NOW)).isTrue();
        assertThat(labels().onSession(user, "chat-1")).isEqualTo(first);
        assertThat(labels().onSession(user, "chat-2")).isEqualTo(SessionLabels.EMPTY);
        assertThat(labels().onSession(new ChatUser("org_2", user.userId()), "chat-1"))
                .isEqualTo(SessionLabels.EMPTY);
        assertThat(labels().putOnSession(user, "chat-1", first, book, NOW)).isFalse();
        assertThat(labels().putOnSession(user, "chat-1", new SessionLabels(2, Map.of()), book, NOW))
                .isTrue();
        assertThat(labels().onSession(user, "chat-1")).isEqualTo(new SessionLabels(2, Map.of()));
    }

    @Test
    void whoeverDecidedOnLabelsThatHaveChangedPutsNothingOnAChat() {
        var before = stored(RED);
        stored();
        assertThat(labels().putOnSession(user, "chat-1", new SessionLabels(1, Map.of("lbl_1", "1")), before, NOW))
                .isFalse();
        assertThat(labels().onSession(user, "chat-1")).isEqualTo(SessionLabels.EMPTY);
    }

    @Test
    void asManyAsMayBeOfTheLargestSizeAreStored() {
        var largest = IntStream.range(0, LabelBook.MAX_LABELS)
                .mapToObj(number -> new ChatLabel(
                        "lbl_aaaaaaaaaaaaaaaa" + number,
                        "\uD83D\uDE00".repeat(62) + number,
                        "\uD83D\uDE00".repeat(32),
                        ValueType.NUMBER))
                .toArray(ChatLabel[]::new);
        stored(largest);
        assertThat(labels().find(user).labels()).containsExactly(largest);
    }
}

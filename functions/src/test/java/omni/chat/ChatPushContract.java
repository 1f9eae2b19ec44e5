package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import omni.chat.ChatPush.Sent;
import org.junit.jupiter.api.Test;

/** What the port to open connections promises. */
public abstract class ChatPushContract {

    protected abstract ChatPush push();

    /** Opens a connection; its id. */
    protected abstract String open() throws Exception;

    /** The next frame that its client heard. */
    protected abstract String heard(String connectionId) throws Exception;

    @Test
    void framesArriveAsTheyAreAndInTheirOrder() throws Exception {
        var connection = open();

        assertThat(push().send(connection, "{\"text\":\"für 10 €\"}")).isEqualTo(Sent.SENT);
        assertThat(push().send(connection, "{\"text\":\"two\"}")).isEqualTo(Sent.SENT);

        assertThat(heard(connection)).isEqualTo("{\"text\":\"für 10 €\"}");
        assertThat(heard(connection)).isEqualTo("{\"text\":\"two\"}");
    }

    @Test
    void oneThatWasClosedIsGoneAndStaysSo() throws Exception {
        var connection = open();

        push().close(connection);
        push().close(connection);

        assertThat(push().send(connection, "{}")).isEqualTo(Sent.GONE);
    }

    @Test
    void theOthersStayOpen() throws Exception {
        var closed = open();
        var other = open();

        push().close(closed);

        assertThat(push().send(other, "{}")).isEqualTo(Sent.SENT);
        assertThat(heard(other)).isEqualTo("{}");
    }
}

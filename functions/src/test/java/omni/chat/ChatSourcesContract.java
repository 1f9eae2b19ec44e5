package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import omni.access.Ids;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link ChatSources} guarantees. */
public abstract class ChatSourcesContract {

    /** Fresh ones, so that tests can share a store. */
    private final ChatUser user = new ChatUser("org_1", new Ids(new SecureRandom()).of("usr"));

    protected abstract ChatSources sources();

    @Test
    void everythingIsConnectedUntilItIsDisconnected() {
        assertThat(sources().disconnected(user)).isEmpty();
        sources().connect(user, "sec");
        assertThat(sources().disconnected(user)).isEmpty();
        sources().disconnect(user, "sec");
        sources().disconnect(user, "sec");
        sources().disconnect(user, "upstream");
        assertThat(sources().disconnected(user)).containsExactlyInAnyOrder("sec", "upstream");
        sources().connect(user, "sec");
        sources().connect(user, "sec");
        assertThat(sources().disconnected(user)).containsExactly("upstream");
        sources().connect(user, "upstream");
        assertThat(sources().disconnected(user)).isEmpty();
        sources().disconnect(user, "sec");
        assertThat(sources().disconnected(user)).containsExactly("sec");
    }

    @Test
    void twoPeopleDoNotTouchEachOther() {
        sources().disconnect(user, "sec");
        assertThat(sources().disconnected(new ChatUser(user.orgId(), user.userId() + "0")))
                .isEmpty();
        assertThat(sources().disconnected(new ChatUser("org_2", user.userId()))).isEmpty();
    }
}

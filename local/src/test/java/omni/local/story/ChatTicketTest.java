package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What opens a connection and what does not, at the real handshake (contract 14.1). */
@SharedWorld(SharedWorld.Kind.CHAT)
class ChatTicketTest {

    private static final String REFUSED = "401 authentication_failed";
    private static final int MOST = 20;

    private final World world;
    private final Customer person;

    ChatTicketTest(World world) throws Exception {
        this.world = world;
        this.person = world.signUp();
    }

    private URI ticket() {
        return ChatClient.ticket(person.browser(), "{}");
    }

    @Test
    void aTicketOpensOneConnectionOnce() throws Exception {
        var ticket = ticket();
        try (var _ = ChatClient.open(ticket)) {
            assertThat(ChatClient.refused(ticket)).isEqualTo(REFUSED);
        }
        assertThat(ChatClient.refused(ticket)).as("after it was closed").isEqualTo(REFUSED);
    }

    @Test
    void aTicketIsGoodForAMinute() throws Exception {
        var inTime = ticket();
        var late = ticket();
        world.advance(Duration.ofSeconds(59));
        try (var chat = ChatClient.open(inTime)) {
            assertThat(chat.connected().path("orgId").asText()).isEqualTo(person.orgId());
        }
        world.advance(Duration.ofSeconds(2));
        assertThat(ChatClient.refused(late)).isEqualTo(REFUSED);
    }

    @Test
    void whatWeHaveNotSealedOpensNothing() {
        var good = ticket().toString();
        var signature = good.lastIndexOf('.') + 1;
        var forged = good.substring(0, signature)
                + (good.charAt(signature) == 'A' ? 'B' : 'A')
                + good.substring(signature + 1);
        assertThat(ChatClient.refused(URI.create(forged))).isEqualTo(REFUSED);
        var address = good.substring(0, good.indexOf('?'));
        assertThat(ChatClient.refused(URI.create(address))).as("none").isEqualTo(REFUSED);
        assertThat(ChatClient.refused(URI.create(address + "?token="))).isEqualTo(REFUSED);
        assertThat(ChatClient.refused(URI.create(address + "?token=" + person.key())))
                .isEqualTo(REFUSED);
        assertThat(ChatClient.refused(URI.create(address + "?token=" + person.cookie())))
                .isEqualTo(REFUSED);
        person.program().post("/v1/agent-chat/tickets", "{}").is(403);
    }

    @Test
    void aPersonHasTwentyConnectionsAndTheTicketOfOneMoreStaysGood() throws Exception {
        var open = new ArrayList<ChatClient>();
        try {
            for (var each = 0; each < MOST; each++) {
                open.add(ChatClient.open(person));
            }
            var oneMore = ticket();
            assertThat(ChatClient.refused(oneMore)).isEqualTo("429 rate_limit_exceeded");
            try (var _ = ChatClient.open(world.signUp())) {
                assertThat(open.removeFirst().leave()).isEqualTo(1000);
                open.add(opened(oneMore));
            }
        } finally {
            open.forEach(ChatClient::close);
        }
    }

    /** The gateway tells that a connection is closed after it is closed. */
    private static ChatClient opened(URI ticket) throws InterruptedException {
        for (var attempt = 0; attempt < 1000; attempt++) {
            var answer = ChatClient.opened(ticket);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new AssertionError("no place was given back");
    }
}

package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import omni.fakes.InMemoryStore;
import omni.ledger.Ledger;
import omni.ledger.Ledger.Proof;
import org.junit.jupiter.api.Test;

/** A message's charge is given back for good, or stays for good. */
class GiveBackTest {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");

    private final Ledger ledger = new InMemoryStore().ledger();
    private final GiveBack giveBack = new GiveBack(ledger);
    private final ChatMessage message = new ChatMessage(
            new ChatMessage.Key(new ChatUser("org_1", "usr_1"), "s", "m"),
            "c",
            "msg_1",
            "req_1",
            "use_1",
            "Hello",
            PermissionMode.SAFE,
            NOW.minusSeconds(3),
            new ChatMessage.Failed(),
            List.of(),
            List.of(),
            0,
            1);

    @Test
    void nobodyProvesItAfterwards() {
        assertThat(giveBack.of(message, NOW)).isTrue();

        assertThat(ledger.prove("use_1", NOW)).isEqualTo(Proof.LAPSED);
        assertThat(ledger.read("use_1").mark()).satisfies(mark -> {
            assertThat(mark.orgId()).isEqualTo("org_1");
            assertThat(mark.latencyMs()).isEqualTo(3000);
        });
        assertThat(giveBack.of(message, NOW)).isTrue();
    }

    @Test
    void whatIsProvedStaysCharged() {
        ledger.prove("use_1", NOW);

        assertThat(giveBack.of(message, NOW)).isFalse();

        assertThat(ledger.read("use_1").isVoided()).isFalse();
    }

    @Test
    void theTimeOfAWaitEndsWithIt() {
        ledger.extend("use_1", NOW.plus(Duration.ofMinutes(7)), NOW);

        assertThat(giveBack.of(message, NOW)).isTrue();

        assertThat(ledger.prove("use_1", NOW)).isEqualTo(Proof.LAPSED);
        assertThat(ledger.read("use_1").isVoided()).isTrue();
    }
}

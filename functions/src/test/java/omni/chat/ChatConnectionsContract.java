package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import omni.access.Ids;
import omni.chat.ChatConnections.Opening;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link ChatConnections} guarantees (contract 14.1). */
public abstract class ChatConnectionsContract {

    protected static final Instant NOW = Instant.parse("2026-05-15T12:00:20.250Z");
    private static final int MAX = 20;

    /** Fresh ones, so that tests can share a store. */
    private final Ids ids = new Ids(new SecureRandom());

    private final ChatUser user = new ChatUser("org_1", ids.of("usr"));

    protected abstract ChatConnections connections();

    protected ChatTicket ticket() {
        return new ChatTicket(ids.of("act"), user, null, NOW.plus(ChatTicket.LIFE));
    }

    protected ChatConnection connection(ChatUser of, Instant openedAt) {
        return new ChatConnection(ids.of("conn"), of, "https://issuer.example", "auth0|1", ids.of("chat"), openedAt);
    }

    protected ChatConnection connection(Instant openedAt) {
        return connection(user, openedAt);
    }

    private Opening open(ChatConnection connection, Instant now) {
        return connections().open(ticket(), connection, MAX, now);
    }

    private List<ChatConnection> fill(Instant openedAt) {
        return IntStream.range(0, MAX)
                .mapToObj(_ -> connection(openedAt))
                .peek(each -> assertThat(open(each, openedAt)).isEqualTo(Opening.OPENED))
                .toList();
    }

    @Test
    void aConnectionThatIsOpenedIsFoundAsItWas() {
        var connection = connection(NOW);
        assertThat(open(connection, NOW)).isEqualTo(Opening.OPENED);
        assertThat(connections().find(connection.id())).contains(connection);
        assertThat(connections().find("conn_of_nobody")).isEmpty();
    }

    @Test
    void aTicketOpensOneConnection() {
        var ticket = ticket();
        var second = connection(NOW);
        assertThat(connections().open(ticket, connection(NOW), MAX, NOW)).isEqualTo(Opening.OPENED);
        assertThat(connections().open(ticket, second, MAX, NOW)).isEqualTo(Opening.TICKET_USED);
        assertThat(connections().find(second.id())).isEmpty();
    }

    @Test
    void whoHasAsManyAsTheyMayOpensNoMoreAndTheirTicketIsNotUsedUp() {
        var open = fill(NOW);
        var ticket = ticket();
        var refused = connection(NOW);
        assertThat(connections().open(ticket, refused, MAX, NOW)).isEqualTo(Opening.TOO_MANY);
        assertThat(connections().find(refused.id())).isEmpty();

        connections().close(open.getFirst());

        assertThat(connections().open(ticket, refused, MAX, NOW)).isEqualTo(Opening.OPENED);
        assertThat(open(connection(NOW), NOW)).isEqualTo(Opening.TOO_MANY);
    }

    @Test
    void aUsedTicketIsUsedThoughThereIsNoRoomEither() {
        var ticket = ticket();
        assertThat(connections().open(ticket, connection(NOW), 1, NOW)).isEqualTo(Opening.OPENED);
        assertThat(connections().open(ticket, connection(NOW), 1, NOW)).isEqualTo(Opening.TICKET_USED);
        assertThat(connections().open(ticket(), connection(NOW), 1, NOW)).isEqualTo(Opening.TOO_MANY);
    }

    @Test
    void closingTwiceFreesOnePlace() {
        var open = fill(NOW);
        connections().close(open.getFirst());
        connections().close(open.getFirst());
        assertThat(connections().find(open.getFirst().id())).isEmpty();
        assertThat(open(connection(NOW), NOW)).isEqualTo(Opening.OPENED);
        assertThat(open(connection(NOW), NOW)).isEqualTo(Opening.TOO_MANY);
    }

    @Test
    void closingWhatWasNeverOpenedChangesNothing() {
        connections().close(connection(NOW));
        assertThat(open(connection(NOW), NOW)).isEqualTo(Opening.OPENED);
    }

    /** The gateway closes each by then, whether or not we were told. */
    @Test
    void oneWhoseEndWasNeverToldIsNotCountedWhenItIsOlderThanAnyCanBe() {
        fill(NOW);
        var end = NOW.plus(ChatConnection.MAX_AGE);
        var before = end.minusMillis(1);
        assertThat(open(connection(before), before)).isEqualTo(Opening.TOO_MANY);
        var later = fill(end);
        assertThat(open(connection(end), end)).isEqualTo(Opening.TOO_MANY);
        assertThat(connections().find(later.getLast().id())).isPresent();
    }

    @Test
    void onlyThoseThatAreOverMakeRoom() {
        fill(NOW).subList(0, 5).forEach(connections()::close);
        var later = NOW.plus(Duration.ofHours(1));
        IntStream.range(0, 5)
                .forEach(_ -> assertThat(open(connection(later), later)).isEqualTo(Opening.OPENED));
        var end = NOW.plus(ChatConnection.MAX_AGE);
        IntStream.range(0, 15)
                .forEach(_ -> assertThat(open(connection(end), end)).isEqualTo(Opening.OPENED));
        assertThat(open(connection(end), end)).isEqualTo(Opening.TOO_MANY);
    }

    @Test
    void aLimitThatIsLoweredRefusesUntilEnoughAreClosed() {
        var open = fill(NOW);
        assertThat(connections().open(ticket(), connection(NOW), 2, NOW)).isEqualTo(Opening.TOO_MANY);
        open.subList(0, 18).forEach(connections()::close);
        assertThat(connections().open(ticket(), connection(NOW), 2, NOW)).isEqualTo(Opening.TOO_MANY);
        connections().close(open.getLast());
        assertThat(connections().open(ticket(), connection(NOW), 2, NOW)).isEqualTo(Opening.OPENED);
    }

    @Test
    void twoPeopleDoNotTouchEachOther() {
        fill(NOW);
        var other = connection(new ChatUser("org_1", ids.of("usr")), NOW);
        assertThat(open(other, NOW)).isEqualTo(Opening.OPENED);
    }

    @Test
    void ofAHundredWhoOpenWithOneTicketAtOnceOneDoes() throws Exception {
        var ticket = ticket();
        var openings = atOnce(100, () -> connections().open(ticket, connection(NOW), 100, NOW));
        assertThat(openings).filteredOn(Opening.OPENED::equals).hasSize(1);
        assertThat(openings).filteredOn(Opening.TICKET_USED::equals).hasSize(99);
    }

    @Test
    void ofThirtyWhoOpenAtOnceAsManyDoAsMay() throws Exception {
        var openings = atOnce(30, () -> open(connection(NOW), NOW));
        assertThat(openings).filteredOn(Opening.OPENED::equals).hasSize(MAX);
        assertThat(openings).filteredOn(Opening.TOO_MANY::equals).hasSize(10);
    }

    private static List<Opening> atOnce(int calls, Callable<Opening> call) throws Exception {
        var openings = new ArrayList<Opening>();
        try (var executor = Executors.newFixedThreadPool(20)) {
            for (var opening : executor.invokeAll(
                    IntStream.range(0, calls).mapToObj(_ -> call).toList())) {
                openings.add(opening.get());
            }
        }
        return openings;
    }
}

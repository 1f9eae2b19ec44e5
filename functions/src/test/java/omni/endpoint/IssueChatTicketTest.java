package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import omni.call.TicketSeal;
import omni.chat.ChatTicket;
import omni.chat.ChatUser;
import omni.fakes.Ask;
import omni.fakes.Bundled;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets for people, by whom and of what they are (contract 14.1), and what GetLimits says of a chat (11.7). */
class IssueChatTicketTest {

    private static final String CHAT = "\"chat\": {\"meterClass\": \"intelligence_query\"},";

    private final Rig rig = new Rig();

    private static Ask asking() {
        return Ask.of("POST", "/v1/agent-chat/tickets")
                .header("Origin", Rig.ORIGIN)
                .header("x-request-id", "req_golden")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    private Ask.Answer asked(Ask ask) {
        return ask.of(rig.function(Endpoints.ISSUE_CHAT_TICKET));
    }

    private TicketSeal seal() {
        return new TicketSeal(rig.foundation.configuration().chat().ticketSecrets());
    }

    @Test
    void answersAreThoseOnRecord() {
        var person = asking().by(rig.byCookie());
        Recorded.golden(
                "IssueChatTicket.txt",
                asked(person.body("{\"sessionId\":\"chat-1\"}")).text());
        Recorded.golden(
                "IssueChatTicket.invalid.txt",
                asked(person.body("{\"sessionId\":\"\"}")).text());
    }

    @Test
    void aTicketIsOfWhoeverAsksAndEndsWithinAMinute() {
        for (var person : new Ask[] {asking().by(rig.byCookie()), asking().by(rig.byBearer())}) {
            var answer = asked(person.body("{\"sessionId\":\"chat-1\"}"));
            var ticket = seal().open(String.valueOf(answer.json().get("token")), Rig.NOW)
                    .orElseThrow();

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(ticket.user()).isEqualTo(new ChatUser(Rig.ORG, "usr_1"));
            assertThat(ticket.sessionId()).isEqualTo("chat-1");
            assertThat(answer.json())
                    .containsEntry("ticketId", ticket.ticketId())
                    .containsEntry("url", "wss://chat.example.com/ws")
                    .containsEntry("expiresAt", "2026-05-15T12:01:20.000Z");
            assertThat(ticket.expiresAt())
                    .isEqualTo(Instant.parse("2026-05-15T12:01:20Z"))
                    .isBeforeOrEqualTo(Rig.NOW.plus(ChatTicket.LIFE));
        }
    }

    @Test
    void anEmptyBodyIsForANewChatAndEachTicketIsAnotherOne() {
        var first = asked(asking().by(rig.byCookie())).json();
        var second = asked(asking().by(rig.byCookie()).header("Idempotency-Key", "one"))
                .json();
        var third = asked(asking().by(rig.byCookie()).header("Idempotency-Key", "one"))
                .json();
        assertThat(first.get("ticketId")).isNotIn(second.get("ticketId"), third.get("ticketId"));
        assertThat(second.get("ticketId"))
                .as("contract 10: no Idempotency-Key here")
                .isNotEqualTo(third.get("ticketId"));
        assertThat(seal().open(String.valueOf(first.get("token")), Rig.NOW)
                        .orElseThrow()
                        .sessionId())
                .isNull();
    }

    @Test
    void aKeyIsNoPerson() {
        var answer = asked(asking().by(rig.byKey("*")));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("human_auth_required");
    }

    /** What a token does not give, its person's chat does not do either: each message asks as the class of the chat does. */
    @Test
    void aTokenHasToLeaveTheScopeOfTheChat() {
        var narrowed = asking().by(rig.byBearer(Set.of("billing:read")));
        Recorded.golden("IssueChatTicket.scope.txt", asked(narrowed.body("{}")).text());
        assertThat(asked(narrowed.body("{\"sessionId\":\"\"}")).code())
                .as("who may not ask is not told what is wrong with it")
                .isEqualTo("insufficient_scope");
        assertThat(asked(asking().by(rig.byBearer(Set.of("read:sec")))).status())
                .isEqualTo(201);
    }

    /** Nobody finds out by asking whether there is one. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\"chat\": null,"})
    void aCatalogWithoutAChatHasNoSuchRouteAndNoSuchLimit(String chat, @TempDir Path folder) throws IOException {
        var file =
                Files.writeString(folder.resolve("catalog.json"), Bundled.text().replace(CHAT, chat));
        var without = new Rig(Map.of("OMNI_CATALOG_FILE", file.toString()));

        var answer = asking().by(without.byCookie()).of(without.function(Endpoints.ISSUE_CHAT_TICKET));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("route_not_found");
        assertThat(limits(without)).containsEntry("chat", null);
    }

    @Test
    void nobodyGetsATicketWhereThereIsNowhereToOpenIt() {
        var without = new Rig(Map.of("OMNI_CHAT_URL", ""));
        var answer = asking().by(without.byCookie()).of(without.function(Endpoints.ISSUE_CHAT_TICKET));
        assertThat(answer.code()).isEqualTo("route_not_found");
        Recorded.golden("IssueChatTicket.none.txt", answer.text());
    }

    @Test
    void theLimitOfAChatIsThatOfItsSettings() {
        assertThat(limits(rig).get("chat")).isEqualTo(Map.of("limit", 30L, "windowSeconds", 60L, "enabled", false));
        var other = new Rig(Map.of("RATE_LIMIT_CHAT_RPM", "7", "RATE_LIMIT_ENABLED", "true"));
        assertThat(limits(other).get("chat")).isEqualTo(Map.of("limit", 7L, "windowSeconds", 60L, "enabled", true));
    }

    private static Map<String, ?> limits(Rig rig) {
        return Ask.of("GET", "/v1/limits")
                .by(rig.byKey("read:sec"))
                .of(rig.function(Endpoints.GET_LIMITS))
                .json();
    }
}

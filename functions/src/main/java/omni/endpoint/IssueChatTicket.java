package omni.endpoint;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import omni.access.Ids;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.chat.ChatTicket;
import omni.chat.ChatUser;
import omni.chat.TicketSeal;
import omni.http.ErrorCode;
import omni.http.NotFound;
import omni.http.Reply;
import omni.http.Settings;
import omni.json.Fields;
import omni.refusal.AccessProblems;
import org.jspecify.annotations.Nullable;

/**
 * A person gets what opens one connection of the chat, once and within a minute: a browser's WebSocket can send no header, and a login
 * never stands in an address. Nothing is stored. {@code POST /v1/agent-chat/tickets}, contract 14.1.
 *
 * @param url {@code chat.url}; without one, or without a chat in the catalog, there is no such route
 */
public record IssueChatTicket(Catalog catalog, Optional<URI> url, TicketSeal seal, Ids ids, Settings settings)
        implements Endpoint {

    private static final int MAX_SESSION_ID = 128;

    /** @param sessionId of the chat that is to go on; absent for a new one */
    record Request(@Nullable String sessionId) {

        static Request read(Fields in) {
            return new Request(in.text("sessionId", 1, MAX_SESSION_ID));
        }
    }

    /** The ticket as it is answered: {@code token} stands in this answer and nowhere else. */
    record Issued(String object, String token, String ticketId, String url, Instant expiresAt, String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        if (catalog.chat().isEmpty() || url.isEmpty()) {
            return NotFound.route();
        }
        var scope = catalog.chat().get().meterClass().scope();
        var principal = exchange.requireCaller().principal();
        // the chat asks for its person by this scope, and a ticket tells of no narrower token
        return scope == null || principal.has(scope)
                ? exchange.answerBody(Request::read, request -> issue(request, url.get(), exchange))
                : new AccessProblems(settings)
                        .lacking(
                                ErrorCode.INSUFFICIENT_SCOPE,
                                "The scope " + scope + " is missing.",
                                List.of(scope),
                                principal.scopes());
    }

    private Reply issue(Request request, URI at, Exchange exchange) {
        var caller = exchange.requireCaller();
        var user = new ChatUser(caller.orgId(), caller.principal().principalId());
        var end = exchange.now().plus(ChatTicket.LIFE).truncatedTo(ChronoUnit.SECONDS);
        var ticket = new ChatTicket(ids.of("tkt"), user, request.sessionId(), end);
        return Reply.Answer.created(new Issued(
                "agent_chat_ticket", seal.seal(ticket), ticket.ticketId(), at.toString(), end, exchange.requestId()));
    }
}

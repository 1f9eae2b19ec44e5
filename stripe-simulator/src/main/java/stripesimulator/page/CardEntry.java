package stripesimulator.page;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import stripesimulator.account.Change;
import stripesimulator.account.ObjectStore;
import stripesimulator.api.Answers.Answer;
import stripesimulator.api.ApiError;
import stripesimulator.customer.Card;
import stripesimulator.session.CardSetup;
import stripesimulator.session.CardSetup.Entry;
import stripesimulator.session.CheckoutSessions;
import stripesimulator.session.Payer;

/**
 * {@code POST /_sim/pay/<session>}: what the hosted page does, for programs. The body is JSON, {@code {"number",
 * "expiry", "cvc", "name", "address", "tax_id"}}, each with a default that makes a good card; it answers the session, or Stripe's error.
 */
public final class CardEntry {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectStore store;

    public CardEntry(ObjectStore store) {
        this.store = store;
    }

    public Answer enter(String session, String body) {
        JsonNode given;
        try {
            given = JSON.readTree(body.isBlank() ? "{}" : body);
        } catch (JsonProcessingException e) {
            return Answer.refusal(400, "The body is not JSON.");
        }
        return switch (store.change(change -> CardSetup.enter(change, session, card(change, given), payer(given)))) {
            case Entry.Saved(var saved) -> new Answer(200, saved, "");
            case Entry.Faulty(var _, var faults) -> {
                var first = faults.entrySet().iterator().next();
                yield refusal(ApiError.card(
                        first.getValue().code(),
                        null,
                        first.getValue().message(),
                        first.getKey().input()));
            }
            case Entry.Misplaced(var _, var why) -> Answer.refusal(400, why);
            case Entry.Declined(var _, var decline) -> refusal(decline.refusal());
            case Entry.Ended(var ended) -> endedAnswer(ended);
            case Entry.Missing() -> refusal(ApiError.notFound(CheckoutSessions.TYPE, session));
        };
    }

    private static Payer payer(JsonNode given) {
        var form = JSON.createObjectNode();
        given.path("address").forEachEntry(form::set);
        form.set("name", given.path("name"));
        form.set("tax_id", given.path("tax_id"));
        return Payer.of(form);
    }

    private static Card card(Change change, JsonNode given) {
        var year = change.now().atOffset(ZoneOffset.UTC).getYear() + 1;
        return new Card(
                given.path("number").asText("4242424242424242"),
                given.path("expiry").asText("12/" + year),
                given.path("cvc").asText("123"));
    }

    private static Answer refusal(ApiError refusal) {
        return new Answer(refusal.status(), refusal.body(), "");
    }

    private static Answer endedAnswer(ObjectNode session) {
        return Answer.refusal(409, "This checkout session is " + text(session, "status") + ".");
    }
}

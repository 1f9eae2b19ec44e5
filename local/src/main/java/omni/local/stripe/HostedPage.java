package omni.local.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import omni.local.stripe.CardSetup.Entry;

/** {@code /pay/<session>}: the page on which a person enters a card, in plain HTML and form encoding. */
final class HostedPage {

    private static final Html PAGE = Html.load("pay.html");
    private static final Html FORM = Html.load("form.html");
    private static final Html ENDED = Html.load("ended.html");
    private static final int YEARS_AHEAD = 8;

    private final Store store;
    private final String product;

    HostedPage(Store store, String product) {
        this.store = store;
        this.product = product;
    }

    /** What the browser gets: a page, or the next address. */
    sealed interface Reply {
        /** A page with its status. */
        record Page(int status, String html) implements Reply {}

        /** On to the product. */
        record Redirect(String location) implements Reply {}
    }

    Reply show(String id) {
        return store.change(change -> {
            var session = CheckoutSessions.find(change, id);
            if (session.isEmpty()) {
                return missing();
            }
            return CheckoutSessions.isOpen(session.get())
                    ? form(200, session.get(), prefilled(change.now()), "", Map.of())
                    : ended(session.get());
        });
    }

    /** Takes the form; {@code number}, {@code expiry}, {@code cvc} and {@code name} may each be missing. */
    Reply submit(String id, ObjectNode form) {
        var typed = new Typed(
                form.path("number").asText(),
                form.path("expiry").asText(),
                form.path("cvc").asText(),
                form.path("name").asText());
        return switch (store.change(change -> CardSetup.enter(change, id, typed.card(), typed.name()))) {
            case Entry.Saved(var session) -> new Reply.Redirect(returnAddress(session));
            case Entry.Faulty(var session, var faults) -> form(422, session, typed, "", faults);
            case Entry.Declined(var session, var decline) ->
                form(402, session, typed, decline.message() + " Use another card.", Map.of());
            case Entry.Ended(var session) -> ended(session);
            case Entry.Missing() -> missing();
        };
    }

    private record Typed(String number, String expiry, String cvc, String name) {
        Card card() {
            return new Card(number, expiry, cvc);
        }
    }

    /** A card that is good at any time the clock may show. */
    private static Typed prefilled(Instant now) {
        int year = (now.atOffset(ZoneOffset.UTC).getYear() + YEARS_AHEAD) % 100;
        return new Typed("4242 4242 4242 4242", "12 / %02d".formatted(year), "123", "");
    }

    private static String returnAddress(JsonNode session) {
        return session.path("success_url")
                .asText()
                .replace("{CHECKOUT_SESSION_ID}", session.path("id").asText());
    }

    private Reply form(int status, JsonNode session, Typed typed, String alert, Map<Card.Field, Card.Fault> faults) {
        var holes = new HashMap<String, String>();
        holes.put("session", Html.text(session.path("id").asText()));
        holes.put("alert", alert.isEmpty() ? "" : "<p class=\"alert\" role=\"alert\">" + Html.text(alert) + "</p>");
        holes.put("number", Html.text(typed.number()));
        holes.put("expiry", Html.text(typed.expiry()));
        holes.put("cvc", Html.text(typed.cvc()));
        holes.put("name", Html.text(typed.name()));
        holes.put("cancel", cancelLink(session, "Cancel and go back"));
        for (var field : Card.Field.values()) {
            var fault = Optional.ofNullable(faults.get(field)).map(Card.Fault::message);
            holes.put(field.input() + ".invalid", fault.isPresent() ? " aria-invalid=\"true\"" : "");
            holes.put(
                    field.input() + ".fault",
                    fault.map(text -> "<p class=\"fault\" role=\"alert\">" + Html.text(text) + "</p>")
                            .orElse(""));
        }
        return page(status, "Add a payment card", session, FORM.fill(holes));
    }

    private Reply ended(JsonNode session) {
        boolean complete = session.path("status").asText().equals("complete");
        return page(
                complete ? 200 : 410,
                complete ? "Card saved" : "Link expired",
                session,
                ENDED.fill(Map.of(
                        "heading", complete ? "Your card is saved" : "This link has expired",
                        "text",
                                complete
                                        ? "There is nothing left to do on this page."
                                        : "Nothing was saved. Go back and ask for a new one.",
                        "cancel",
                                complete ? link(returnAddress(session), "Continue") : cancelLink(session, "Go back"))));
    }

    private Reply missing() {
        return page(
                404,
                "Not found",
                MissingNode.getInstance(),
                ENDED.fill(Map.of(
                        "heading", "There is no such page",
                        "text", "Check the address, or go back and ask for a new link.",
                        "cancel", "")));
    }

    private Reply page(int status, String title, JsonNode session, String content) {
        var email = session.path("customer_details").path("email").asText("");
        return new Reply.Page(
                status,
                PAGE.fill(Map.of(
                        "title", Html.text(title),
                        "product", Html.text(product),
                        "initial", Html.text(product.substring(0, 1)),
                        "who", email.isEmpty() ? "" : "<p class=\"who\">Account: " + Html.text(email) + "</p>",
                        "content", content)));
    }

    private static String cancelLink(JsonNode session, String words) {
        return link(session.path("cancel_url").asText(""), words);
    }

    private static String link(String url, String words) {
        return url.isEmpty() ? "" : "<a class=\"quiet\" href=\"" + Html.text(url) + "\">" + Html.text(words) + "</a>";
    }
}

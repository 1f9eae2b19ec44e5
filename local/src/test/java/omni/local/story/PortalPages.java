package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import omni.local.demo.CheckoutForm;

/** What a person does on the hosted customer portal. */
final class PortalPages {

    private static final Pattern BUTTON =
            Pattern.compile("<form method=\"post\" action=\"([^\"]+)\">(.*?)<button[^>]*>([^<]*)</button>");
    private static final Pattern HIDDEN = Pattern.compile("name=\"([a-z]+)\" value=\"([^\"]*)\"");

    private PortalPages() {}

    static URI open(Customer customer) {
        var opened = customer.browser().post("/v1/billing/portal", "{}").is(200);
        assertThat(opened.field("object")).isEqualTo("billing_portal_session");
        return URI.create(opened.field("url"));
    }

    /** Presses the button with these words; waits until Stripe has told of it. */
    static Answer press(World world, URI page, String words) throws InterruptedException {
        var browser = Client.at(page.resolve("/"));
        var html = browser.get(page.toString()).text().replace("\n", "");
        var fields = new LinkedHashMap<String, String>();
        var action = BUTTON.matcher(html)
                .results()
                .filter(button -> button.group(3).equals(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + words + " on " + html));
        HIDDEN.matcher(action.group(2)).results().forEach(field -> fields.put(field.group(1), field.group(2)));
        var answer =
                new Answer(new CheckoutForm(page.resolve(action.group(1)), Map.copyOf(fields)).submit(browser.http()));
        world.awaitStripe();
        return answer;
    }

    /** Pays each open invoice with the card on file. */
    static void payAll(World world, URI page) throws InterruptedException {
        var html = Client.at(page.resolve("/")).get(page.toString()).text().replace("\n", "");
        var words = BUTTON.matcher(html)
                .results()
                .map(button -> button.group(3))
                .filter(text -> text.startsWith("Pay "))
                .toList();
        for (var word : words) {
            assertThat(press(world, page, word).status()).isEqualTo(303);
        }
    }

    /** Puts another card in the place of the one on file; waits until Stripe has told of it. */
    static void changeCard(World world, URI page, String number) throws InterruptedException {
        var fields = Map.of("action", "card", "number", number, "expiry", "12 / 34", "cvc", "123", "name", "Ada");
        var answer = new Answer(new CheckoutForm(page, fields)
                .submit(Client.at(page.resolve("/")).http()));
        answer.is(303);
        world.awaitStripe();
    }

    /** Enters an address; waits until Stripe has told of it. */
    static void address(World world, URI page, String country) throws InterruptedException {
        var fields = Map.of(
                "action", "address", "line1", "Street 1", "city", "Town", "postal_code", "10115", "country", country);
        new Answer(new CheckoutForm(page, fields)
                        .submit(Client.at(page.resolve("/")).http()))
                .is(303);
        world.awaitStripe();
    }
}

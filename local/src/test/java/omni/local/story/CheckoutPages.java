package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import omni.local.demo.ApiAnswer;
import omni.local.demo.ApiClient;
import omni.local.demo.CheckoutForm;

/** What a person does on the hosted checkout page. */
final class CheckoutPages {

    private CheckoutPages() {}

    /** Pays on the page that an answer points to, with the card that stands there; waits until Stripe has told of it. */
    static void pay(World world, ApiAnswer checkout) throws InterruptedException {
        assertThat(checkout.status()).as(checkout.toString()).isEqualTo(200);
        assertThat(submit(URI.create(checkout.json().path("url").asText())).status())
                .isEqualTo(303);
        world.local().stripe().awaitDeliveries();
    }

    /** Sends the page's form as it is shown; a page that has ended answers how. */
    static ApiAnswer submit(URI page) {
        var browser = ApiClient.at(page.resolve("/"));
        var shown = browser.get(page.toString());
        return CheckoutForm.on(page, shown.text())
                .map(form -> form.submit(browser))
                .orElse(shown);
    }
}

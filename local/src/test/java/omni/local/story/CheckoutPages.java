package omni.local.story;

import java.net.URI;
import java.util.function.UnaryOperator;
import omni.local.demo.ApiClient;
import omni.local.demo.CheckoutForm;

/** What a person does on the hosted checkout page. */
final class CheckoutPages {

    private CheckoutPages() {}

    /** Pays on the page that an answer points to, with the card that stands there; waits until Stripe has told of it. */
    static void pay(World world, Answer checkout) throws InterruptedException {
        submit(page(checkout)).is(303);
        world.awaitStripe();
    }

    /** The page that an answer points to. */
    static URI page(Answer checkout) {
        return URI.create(checkout.is(200).field("url"));
    }

    /** Sends the page's form as it is shown; a page that has ended answers how. */
    static Answer submit(URI page) {
        return submit(page, UnaryOperator.identity());
    }

    static Answer submit(URI page, UnaryOperator<CheckoutForm> fill) {
        var browser = ApiClient.at(page.resolve("/"));
        var shown = browser.get(page.toString());
        return new Answer(CheckoutForm.on(page, shown.text())
                .map(form -> fill.apply(form).submit(browser))
                .orElse(shown));
    }
}

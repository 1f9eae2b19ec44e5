package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentMethod;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees and does on the checkout page, as a browser without scripts sends it. */
class HostedPageTest {

    private static final Pattern INPUT = Pattern.compile("name=\"(\\w+)\" value=\"([^\"]*)\"");

    @AutoClose
    private final Sandbox sandbox = new Sandbox();

    private String customer = "";
    private String session = "";

    @BeforeEach
    void open() throws Exception {
        customer = sandbox.customer("ada+\"<b>@acme.test");
        session = sandbox.setupSession(customer);
    }

    @Test
    void theFormAsShownSavesTheCardAndSendsTheBrowserBack() throws Exception {
        var page = sandbox.get("/pay/" + session);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body())
                .contains(Sandbox.PRODUCT, "Add a payment card", "href=\"https://acme.test/back\"")
                .contains("ada+&quot;&lt;b&gt;@acme.test")
                .doesNotContain("<b>", "{{");

        var answer = submit(INPUT.matcher(page.body())
                .results()
                .flatMap(input -> Stream.of(input.group(1), input.group(2)))
                .toArray(String[]::new));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("https://acme.test/paid?session=" + session);
        assertThat(sandbox.types())
                .endsWith("setup_intent.succeeded", "payment_method.attached", "checkout.session.completed");
        var done = sandbox.stripe.checkout().sessions().retrieve(session);
        assertThat(done.getStatus()).isEqualTo("complete");
        assertThat(done.getUrl()).isNull();
        assertThat(cards())
                .singleElement()
                .extracting(PaymentMethod::getCard)
                .returns("visa", PaymentMethod.Card::getBrand)
                .returns("4242", PaymentMethod.Card::getLast4)
                .returns(12L, PaymentMethod.Card::getExpMonth);
    }

    @ParameterizedTest(name = "{0} {1} {2} → {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
        4242 4242 4242 4241 | 12/34 | 123  | 422 | This card number is not valid.
        1234 | 12/34 | 123  | 422 | This card number is not valid.
        '' | 12/34 | 123  | 422 | This card number is not valid.
        4242424242424242 | 04/26 | 123  | 422 | This card has expired.
        4242424242424242 | 13/34 | 123  | 422 | Give the expiry as month / year.
        4242424242424242 | soon  | 123  | 422 | Give the expiry as month / year.
        4242424242424242 | 12/34 | 12   | 422 | The security code has 3 digits.
        378282246310005  | 12/34 | 123  | 422 | The security code has 4 digits.
        4000000000000002 | 12/34 | 123  | 402 | The bank declined this card.
        4000 0000 0000 9995 | 12/34 | 123  | 402 | This card has insufficient funds.
        """)
    void aCardThatIsNoGoodIsSaidSoAndNothingIsAttached(
            String number, String expiry, String cvc, int status, String message) throws Exception {
        var answer = submit("number", number, "expiry", expiry, "cvc", cvc);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(message).contains("value=\"" + number + "\"");
        assertThat(sandbox.stripe.checkout().sessions().retrieve(session).getStatus())
                .isEqualTo("open");
        assertThat(cards()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} → {3} {4}")
    @CsvSource({
        "5555 5555 5555 4444, 12/34,    123,  mastercard, 4444",
        "378282246310005,     12 / 34,  1234, amex,       0005",
        "6011111111111117,    5/26,     123,  discover,   1117",
        "3056930009020004,    12/2034,  123,  diners,     0004",
        "3566002020360505,    12/34,    123,  jcb,        0505",
        "6200000000000005,    12/34,    123,  unionpay,   0005",
        "4000-0566-5566-5556, 12/34,    123,  visa,       5556"
    })
    void theBrandIsKnownByTheNumber(String number, String expiry, String cvc, String brand, String last4)
            throws Exception {
        assertThat(submit("number", number, "expiry", expiry, "cvc", cvc).statusCode())
                .isEqualTo(303);

        assertThat(cards().getFirst().getCard())
                .returns(brand, PaymentMethod.Card::getBrand)
                .returns(last4, PaymentMethod.Card::getLast4);
    }

    @Test
    void aDeclineIsWrittenDownAndAnotherCardMayBeTried() throws Exception {
        sandbox.payPage(session, "4000000000000002");

        var setupIntent = sandbox.stripe.checkout().sessions().retrieve(session).getSetupIntent();
        var intent = sandbox.stripe.setupIntents().retrieve(setupIntent);
        assertThat(intent.getLastSetupError().getDeclineCode()).isEqualTo("generic_decline");
        assertThat(sandbox.types()).endsWith("setup_intent.setup_failed");

        assertThat(sandbox.payPage(session, "4242424242424242").statusCode()).isEqualTo(303);
    }

    @Test
    void aPageThatIsDoneSaysSoAndTakesNoSecondCard() throws Exception {
        sandbox.payPage(session, "4242424242424242");

        assertThat(sandbox.get("/pay/" + session).body())
                .contains("Your card is saved", "href=\"https://acme.test/paid?session=" + session);
        var second = sandbox.payPage(session, "4242424242424242");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).contains("Your card is saved");
        assertThat(cards()).hasSize(1);
    }

    @Test
    void aPageThatExpiredSaysSoAndLeadsBack() {
        sandbox.clock.advance(Duration.ofDays(1));

        var page = sandbox.get("/pay/" + session);
        assertThat(page.statusCode()).isEqualTo(410);
        assertThat(page.body()).contains("This link has expired", "https://acme.test/back");
        assertThat(sandbox.payPage(session, "4242424242424242").statusCode()).isEqualTo(410);
        assertThat(sandbox.get("/pay/cs_test_never").statusCode()).isEqualTo(404);
    }

    @Test
    void aPageOfADeletedCustomerTakesNoCard() throws Exception {
        sandbox.stripe.customers().delete(customer);

        assertThat(sandbox.payPage(session, "4242424242424242").statusCode()).isEqualTo(410);
        assertThat(sandbox.stripe.paymentMethods().list().getData()).isEmpty();
    }

    @Test
    void programsPayInOneRequest() {
        assertThat(sandbox.post("/_sim/pay/cs_test_never").statusCode()).isEqualTo(404);
        assertThat(pay("{\"number\":\"4000000000000002\"}").statusCode()).isEqualTo(402);
        assertThat(pay("{\"cvc\":\"1\"}").body()).contains("invalid_cvc");
        assertThat(pay("nonsense").statusCode()).isEqualTo(400);
        assertThat(pay("").statusCode()).isEqualTo(200);
        assertThat(pay("").statusCode()).isEqualTo(409);
    }

    private List<PaymentMethod> cards() throws StripeException {
        return sandbox.stripe.customers().paymentMethods().list(customer).getData();
    }

    private HttpResponse<String> submit(String... form) {
        return sandbox.post("/pay/" + session, form);
    }

    private HttpResponse<String> pay(String json) {
        return sandbox.send(sandbox.request("/_sim/pay/" + session).POST(BodyPublishers.ofString(json)));
    }
}

package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.IdempotencyException;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stripesimulator.fault.FaultPlan;
import stripesimulator.fault.RequestFault;

/** What every request must keep to, and how refusals look on the wire. */
class RequestRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @AutoClose
    private final Sandbox sandbox = new Sandbox();

    private String customer = "";
    private String session = "";

    @BeforeEach
    void some() throws Exception {
        customer = sandbox.customer("ada@acme.test");
        session = sandbox.setupSession(customer);
    }

    @ParameterizedTest(name = "{0} {1} → {2} {3} {4}")
    @CsvSource(delimiter = '|', textBlock = """
        /v1/customers | nonsense=1 | 400 | parameter_unknown | nonsense
        /v1/customers | name=A&address[planet]=Mars | 400 | parameter_unknown | address[planet]
        /v1/customers | email=no-address | 400 | email_invalid | email
        /v1/customers | name[first]=A | 400 |  | name
        /v1/customers | address=Mars | 400 |  | address
        /v1/customers | preferred_locales=en | 400 |  | preferred_locales
        /v1/customers | tax_exempt=maybe | 400 |  | tax_exempt
        /v1/customers | name=A&name[first]=B | 400 |  | name[first]
        /v1/customers | na]me=A | 400 | parameter_unknown | na]me
        /v1/customers | name=%zz | 400 |  | %zz
        /v1/customers/cus_never | name=A | 404 | resource_missing | id
        /v1/checkout/sessions | success_url=https://a.test | 400 | parameter_missing | mode
        /v1/checkout/sessions | mode=setup | 400 | parameter_missing | success_url
        /v1/checkout/sessions | mode=setup&success_url=https://a.test | 400 | parameter_missing | currency
        /v1/checkout/sessions | mode=setup&currency=usd&success_url=nowhere | 400 | url_invalid | success_url
        /v1/checkout/sessions | mode=setup&currency=usd&success_url=javascript:alert(1) | 400 | url_invalid | success_url
        /v1/checkout/sessions | mode=setup&currency=usd&success_url=https://a.test&cancel_url=x | 400 | url_invalid | cancel_url
        /v1/checkout/sessions | mode=payment&success_url=https://a.test | 400 |  | mode
        /v1/checkout/sessions | mode=subscription&success_url=https://a.test | 400 | parameter_missing | line_items
        /v1/checkout/sessions | mode=subscription&success_url=https://a.test&line_items[0][quantity]=1 | 400 | parameter_missing | line_items[0][price]
        /v1/checkout/sessions | mode=subscription&success_url=https://a.test&line_items[0][price]=p | 400 | parameter_missing | line_items[0][quantity]
        /v1/checkout/sessions | mode=subscription&success_url=https://a.test&line_items[0][price]=p&line_items[0][quantity]=1 | 400 |  | customer
        /v1/checkout/sessions | mode=subscription&success_url=https://a.test&customer={customer}&line_items[0][price]=p&line_items[0][quantity]=1 | 400 | resource_missing | line_items[0][price]
        /v1/checkout/sessions | mode=subscription&success_url=https://a.test&line_items[0][colour]=red | 400 | parameter_unknown | line_items[0][colour]
        /v1/checkout/sessions | mode=setup&currency=usd&success_url=https://a.test&line_items[0][price]=p | 400 |  | line_items
        /v1/products | description=A | 400 | parameter_missing | name
        /v1/products | name=A&price=5 | 400 | parameter_unknown | price
        /v1/products/prod_never | name=A | 404 | resource_missing | id
        /v1/prices | product=prod_never&unit_amount=5 | 400 | parameter_missing | currency
        /v1/prices | currency=usd&product=prod_never&unit_amount=5 | 400 | resource_missing | product
        /v1/prices | currency=usd&product=prod_never&unit_amount=-5 | 400 | parameter_invalid_integer | unit_amount
        /v1/prices | currency=usd&product=prod_never&unit_amount_decimal=0.1.2 | 400 |  | unit_amount_decimal
        /v1/prices/price_never | unit_amount=5 | 400 | parameter_unknown | unit_amount
        /v1/billing/meters | display_name=A&event_name=a | 400 | parameter_missing | default_aggregation
        /v1/billing/meters | display_name=A&event_name=a&default_aggregation[formula]=most | 400 |  | default_aggregation[formula]
        /v1/subscriptions/sub_never | cancel_at_period_end=true | 404 | resource_missing | id
        /v1/subscriptions | items[0][price]=p | 400 | parameter_missing | customer
        /v1/subscriptions | customer={customer} | 400 | parameter_missing | items
        /v1/subscriptions | customer=cus_never&items[0][price]=p | 400 | resource_missing | customer
        /v1/subscriptions | customer={customer}&items[0][quantity]=1 | 400 | parameter_missing | items[0][price]
        /v1/subscriptions | customer={customer}&items[0][price]=p | 400 | resource_missing | items[0][price]
        /v1/subscriptions | customer={customer}&items[0][price]={licensed} | 400 |  | items[0][price]
        /v1/subscriptions | customer={customer}&items[0][price]={metered}&items[0][quantity]=1 | 400 |  | items[0][quantity]
        /v1/subscriptions | customer={customer}&items[0][price]={metered}&items[1][price]={metered} | 400 |  | items
        /v1/subscriptions | customer={customer}&items[0][price]={metered}&items[0][size]=1 | 400 | parameter_unknown | items[0][size]
        /v1/subscriptions | customer={customer}&items[0][price]={metered}&trial=yes | 400 | parameter_unknown | trial
        /v1/subscriptions | customer={customer}&items[0][price]={metered}&billing_cycle_anchor=1777636800 | 400 |  | billing_cycle_anchor
        /v1/subscriptions | customer={customer}&items[0][price]={metered}&billing_cycle_anchor=1780315201 | 400 |  | billing_cycle_anchor
        /v1/subscriptions | customer={customer}&items[0][price]={metered}&collection_method=send_invoice | 400 | parameter_missing | days_until_due
        /v1/subscriptions | customer={customer}&items[0][price]={metered}&days_until_due=3 | 400 |  | days_until_due
        /v1/subscriptions | customer={customer}&items[0][price]={metered}&default_payment_method=pm_never | 400 | resource_missing | default_payment_method
        /v1/invoices/in_never | auto_advance=false | 404 | resource_missing | id
        /v1/invoices/in_never/finalize |  | 404 | resource_missing | id
        /v1/invoices/in_never/pay |  | 404 | resource_missing | id
        /v1/billing_portal/configurations | metadata[a]=b | 400 | parameter_missing | features
        /v1/billing_portal/configurations | features[invoice_history][enabled]=maybe | 400 |  | features[invoice_history][enabled]
        /v1/billing_portal/sessions | return_url=https://a.test | 400 | parameter_missing | customer
        /v1/billing_portal/sessions | customer=cus_never | 400 | resource_missing | customer
        /v1/billing_portal/sessions | customer={customer} | 400 |  |
        /v1/billing_portal/sessions | customer={customer}&configuration=bpc_never | 400 | resource_missing | configuration
        /v1/checkout/sessions | mode=setup&currency=usd&success_url=https://a.test&customer=cus_never | 400 | resource_missing | customer
        /v1/checkout/sessions | mode=setup&currency=usd&success_url=https://a.test&expires_at=5 | 400 |  | expires_at
        /v1/checkout/sessions | mode=setup&currency=usd&success_url=https://a.test&expires_at=soon | 400 | parameter_invalid_integer | expires_at
        /v1/checkout/sessions/cs_never/expire |  | 404 | resource_missing | id
        /v1/checkout/sessions/{session}/expire | why=not | 400 | parameter_unknown | why
        /v1/payment_methods | type=card | 400 | parameter_missing | card
        /v1/payment_methods | type=card&card[number]=4242424242424241&card[exp_month]=12&card[exp_year]=34 | 402 | incorrect_number | card[number]
        /v1/payment_methods | type=card&card[number]=4242424242424242&card[exp_month]=4&card[exp_year]=26 | 402 | invalid_expiry_year | card[exp_month]
        /v1/payment_methods/pm_card_visa/attach |  | 400 | parameter_missing | customer
        /v1/payment_methods/pm_card_visa/attach | customer=cus_never | 400 | resource_missing | customer
        /v1/payment_methods/pm_never/attach | customer={customer} | 404 | resource_missing | id
        /v1/payment_methods/pm_never/detach |  | 404 | resource_missing | id
        /v1/nonsense |  | 404 |  |
        /v1/events |  | 404 |  |
        """)
    void aBadWriteIsRefusedAsStripeRefusesItAndChangesNothing(
            String path, @Nullable String form, int status, @Nullable String code, @Nullable String param)
            throws Exception {
        var address = named(path);
        var body = form == null ? "" : named(form);
        int before = sandbox.simulator.events().size();

        var answer = sandbox.postForm(address, body, List.of());

        assertRefused(answer, status, code, param);
        assertThat(sandbox.simulator.events()).hasSize(before);
    }

    @ParameterizedTest(name = "GET {0} → {1} {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
        /v1/customers?limit=0 | 400 | parameter_invalid_integer | limit
        /v1/customers?limit=101 | 400 | parameter_invalid_integer | limit
        /v1/customers?starting_after=cus_never | 400 | resource_missing | starting_after
        /v1/customers?created[since]=5 | 400 | parameter_unknown | created[since]
        /v1/customers?expand[]=data.email | 400 |  | expand
        /v1/customers/cus_never | 404 | resource_missing | id
        /v1/customers/ | 404 |  |
        /v1/customers/cus_never/payment_methods | 404 | resource_missing | id
        /v1/checkout/sessions/cs_never | 404 | resource_missing | id
        /v1/checkout/sessions?status=done | 400 |  | status
        /v1/setup_intents/seti_never | 404 | resource_missing | id
        /v1/subscriptions?status=sleeping | 400 |  | status
        /v1/subscriptions/sub_never | 404 | resource_missing | id
        /v1/invoices?status=lost | 400 |  | status
        /v1/prices?lookup_keys=a | 400 |  | lookup_keys
        /v1/products/prod_never | 404 | resource_missing | id
        /v1/invoices/in_never/lines | 404 | resource_missing | id
        /v1/billing/meters/mtr_never/event_summaries?customer={customer}&start_time=60&end_time=120 | 404 | resource_missing | id
        /v1/billing/meters/{meter}/event_summaries?start_time=60&end_time=120 | 400 | parameter_missing | customer
        /v1/billing/meters/{meter}/event_summaries?customer={customer}&end_time=120 | 400 | parameter_missing | start_time
        /v1/billing/meters/{meter}/event_summaries?customer={customer}&start_time=61&end_time=120 | 400 |  | start_time
        /v1/billing/meters/{meter}/event_summaries?customer={customer}&start_time=60&end_time=121 | 400 |  | end_time
        /v1/billing/meters/{meter}/event_summaries?customer={customer}&start_time=60&end_time=60 | 400 |  | end_time
        /v1/billing/meters/{meter}/event_summaries?customer=cus_never&start_time=60&end_time=120 | 400 | resource_missing | customer
        /v1/billing/meters/{meter}/event_summaries?customer={customer}&start_time=60&end_time=120&value_grouping_window=week | 400 |  | value_grouping_window
        /v1/events/evt_never | 404 | resource_missing | id
        /v1/events?delivery_success=maybe | 400 |  | delivery_success
        /v1/payment_methods/{customer} | 404 | resource_missing | id
        /elsewhere | 404 |  |
        """)
    void aBadReadIsRefusedAsStripeRefusesIt(String path, int status, @Nullable String code, @Nullable String param)
            throws Exception {
        assertRefused(sandbox.get(named(path).replace("[", "%5B").replace("]", "%5D")), status, code, param);
    }

    @Test
    void aBodyOfMoreThanAMebibyteIsTooLarge() throws Exception {
        assertRefused(sandbox.post("/v1/customers", "name", "x".repeat(1 << 20)), 413, null, null);
    }

    @Test
    void everyAnswerHasItsOwnRequestIdAndTheVersion() {
        var first = sandbox.get("/v1/customers");
        var second = sandbox.get("/v1/customers/cus_never");

        assertThat(header(first, "Request-Id")).matches("req_[0-9A-Za-z]{14}");
        assertThat(header(second, "Request-Id"))
                .matches("req_[0-9A-Za-z]{14}")
                .isNotEqualTo(header(first, "Request-Id"));
        assertThat(header(first, "Stripe-Version")).isEqualTo(StripeSimulator.API_VERSION);
    }

    @ParameterizedTest(name = "Authorization: {0}")
    @CsvSource({
        "''",
        "Bearer sk_test_other",
        "Bearer",
        "Bearer sk_live_sandbox",
        "Basic !!!",
        "Basic c2tfdGVzdF9zYW5kYm94",
        "Digest sk_test_sandbox",
        "sk_test_sandbox"
    })
    void withoutTheKeyNothingIsShown(String authorization) throws Exception {
        var request = sandbox.request("/v1/customers/" + customer);
        var answer = sandbox.send(
                authorization.isEmpty()
                        ? HttpRequest.newBuilder(sandbox.simulator.baseUri().resolve("/v1/customers/" + customer))
                        : request.setHeader("Authorization", authorization));

        assertRefused(answer, 401, null, null);
        assertThat(header(answer, "WWW-Authenticate")).startsWith("Basic");
    }

    @Test
    void stripeJavaSeesAWrongKeyAsSuch() {
        var stranger =
                Sandbox.client("sk_test_other", sandbox.simulator.baseUri().toString());

        assertThat(catchThrowableOfType(
                        AuthenticationException.class,
                        () -> stranger.v1().customers().list()))
                .isNotNull();
    }

    @Test
    void aRepeatedKeyReplaysTheFirstAnswerEvenAfterThingsChanged() throws Exception {
        var key = List.of("Idempotency-Key", "k1");
        var first = sandbox.post("/v1/customers", key, "name", "Ada", "metadata[a]", "1", "metadata[b]", "2");
        var id = JSON.readTree(first.body()).path("id").asText();
        sandbox.stripe.customers().delete(id);

        var again = sandbox.post("/v1/customers", key, "metadata[b]", "2", "metadata[a]", "1", "name", "Ada");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(header(again, "Original-Request")).isEqualTo(header(first, "Request-Id"));
        assertThat(header(again, "Idempotency-Key")).isEqualTo("k1");
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void aKeyWithOtherParametersOrAnotherPathIsAnIdempotencyError() throws Exception {
        var options = RequestOptions.builder().setIdempotencyKey("k1").build();
        var customers = sandbox.stripe.customers();
        customers.create(CustomerCreateParams.builder().setName("Ada").build(), options);

        assertThat(catchThrowableOfType(
                        IdempotencyException.class,
                        () -> customers.create(
                                CustomerCreateParams.builder().setName("Bob").build(), options)))
                .returns(400, IdempotencyException::getStatusCode);
        var elsewhere = sandbox.post("/v1/customers/" + customer, List.of("Idempotency-Key", "k1"), "name", "Ada");
        assertThat(JSON.readTree(elsewhere.body()).path("error").path("type").asText())
                .isEqualTo("idempotency_error");
    }

    @Test
    void aKeyIsForgottenAfterADay() throws Exception {
        var key = List.of("Idempotency-Key", "k1");
        var first = sandbox.post("/v1/customers", key, "name", "Ada");
        sandbox.clock.advance(Duration.ofHours(24));

        assertThat(sandbox.post("/v1/customers", key, "name", "Bob").statusCode())
                .isEqualTo(200);
        assertThat(sandbox.post("/v1/customers", key, "name", "Bob").body()).isNotEqualTo(first.body());
    }

    @Test
    void aRefusalOfTheRequestFreesTheKeyAndARefusalOfTheStateKeepsIt() throws Exception {
        var key = List.of("Idempotency-Key", "k1");
        assertThat(sandbox.post("/v1/customers", key, "nonsense", "1").statusCode())
                .isEqualTo(400);
        assertThat(sandbox.post("/v1/customers", key, "name", "Ada").statusCode())
                .isEqualTo(200);

        var path = "/v1/checkout/sessions/" + session + "/expire";
        sandbox.post(path);
        var refused = sandbox.post(path, List.of("Idempotency-Key", "k2"));
        var again = sandbox.post(path, List.of("Idempotency-Key", "k2"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(again.body()).isEqualTo(refused.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void aServerErrorIsKeptUnderItsKeyForADay() {
        sandbox.simulator.faults(FaultPlan.ofRequests(RequestFault.next(1, RequestFault.Effect.SERVER_ERROR_KEPT)));
        var key = List.of("Idempotency-Key", "k1");
        var broken = sandbox.post("/v1/customers", key, "name", "Ada");
        var again = sandbox.post("/v1/customers", key, "name", "Ada");

        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(again.statusCode()).isEqualTo(500);
        assertThat(again.body()).isEqualTo(broken.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(sandbox.post("/v1/customers", "name", "Ada").statusCode()).isEqualTo(200);
        sandbox.clock.advance(Duration.ofHours(24));
        assertThat(sandbox.post("/v1/customers", key, "name", "Ada").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aServerErrorLeavesTheKeyOfAnAnswerOrOfABadRequestAsItWas() {
        var key = List.of("Idempotency-Key", "k1");
        var good = sandbox.post("/v1/customers", key, "name", "Ada");
        sandbox.simulator.faults(FaultPlan.ofRequests(RequestFault.next(2, RequestFault.Effect.SERVER_ERROR_KEPT)));

        assertThat(sandbox.post("/v1/customers", key, "name", "Ada").statusCode())
                .isEqualTo(500);
        var other = List.of("Idempotency-Key", "k2");
        assertThat(sandbox.post("/v1/customers", other, "nonsense", "1").statusCode())
                .isEqualTo(500);
        assertThat(sandbox.post("/v1/customers", key, "name", "Ada").body()).isEqualTo(good.body());
        assertThat(sandbox.post("/v1/customers", other, "name", "Bob").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMIT, 429, invalid_request_error, rate_limit",
        "LOCK_TIMEOUT, 429, invalid_request_error, lock_timeout",
        "KEY_IN_USE, 409, idempotency_error, idempotency_key_in_use",
        "FORBIDDEN, 403, invalid_request_error, ''",
        "SERVER_ERROR, 500, api_error, ''"
    })
    void aRefusalThatIsAskedForFreesTheKey(RequestFault.Effect effect, int status, String type, String code)
            throws Exception {
        sandbox.simulator.faults(FaultPlan.ofRequests(RequestFault.next(1, effect)));
        var key = List.of("Idempotency-Key", "k1");
        var refused = sandbox.post("/v1/customers", key, "name", "Ada");

        assertThat(refused.statusCode()).isEqualTo(status);
        var error = JSON.readTree(refused.body()).path("error");
        assertThat(error.path("type").asText()).isEqualTo(type);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(sandbox.post("/v1/customers", key, "name", "Ada").statusCode())
                .isEqualTo(200);
    }

    @Test
    void oneKeySentByManyAtOnceCreatesOne() {
        var ids = IntStream.range(0, 20)
                .parallel()
                .mapToObj(_ -> sandbox.post("/v1/customers", List.of("Idempotency-Key", "k1"), "name", "Ada")
                        .body())
                .distinct()
                .toList();

        assertThat(ids).hasSize(1);
    }

    @Test
    void theSameRunGivesTheSameIds() throws Exception {
        try (var twin = new Sandbox();
                var other = new Sandbox(Sandbox.clock(), config -> config.withSeed(2))) {
            assertThat(twin.customer("ada@acme.test")).isEqualTo(customer);
            assertThat(other.customer("ada@acme.test")).isNotEqualTo(customer);
        }
    }

    private void assertRefused(HttpResponse<String> answer, int status, @Nullable String code, @Nullable String param)
            throws Exception {
        var error = JSON.readTree(answer.body()).path("error");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(error.path("type").asText()).isEqualTo(status == 402 ? "card_error" : "invalid_request_error");
        assertThat(text(error, "code")).isEqualTo(code);
        assertThat(text(error, "param")).isEqualTo(param);
        assertThat(error.path("message").asText()).isNotBlank();
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.path(field).textValue();
    }

    private void addPrices(Map<String, String> names) {
        var product = sandbox.create("/v1/products", "name=Usage");
        var meter = sandbox.create(
                "/v1/billing/meters", "display_name=Usage&event_name=usage&default_aggregation[formula]=last");
        var price = "product=" + product + "&currency=usd&recurring[interval]=month&unit_amount=5";
        names.put("{meter}", meter);
        names.put("{licensed}", sandbox.create("/v1/prices", price));
        names.put(
                "{metered}",
                sandbox.create("/v1/prices", price + "&recurring[usage_type]=metered&recurring[meter]=" + meter));
    }

    private String named(String text) {
        var names = new HashMap<>(Map.of("{customer}", customer, "{session}", session));
        if (text.contains("{m") || text.contains("{licensed}")) {
            addPrices(names);
        }
        var result = text;
        for (var name : names.entrySet()) {
            result = result.replace(name.getKey(), name.getValue());
        }
        return result;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }
}

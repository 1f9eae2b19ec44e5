package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stripesimulator.fault.RequestFault;

/** The product under each fault that its user can ask the Stripe simulator for, over HTTP. */
class StripeFaultsTest {

    private static final String FAULTS = "/_local/stripe/faults";
    private static final String EVENTS = "/_local/stripe/events";

    @AutoClose
    private static final World WORLD =
            World.start(World.Plan.standard().withStillClock().withoutRateLimits());

    @AfterEach
    void clear() throws InterruptedException {
        assertThat(control().delete(FAULTS).status()).isEqualTo(200);
        WORLD.awaitStripe();
    }

    private static Client control() {
        return Client.at(WORLD.url());
    }

    private static JsonNode set(String plan) {
        var answer = control().post(FAULTS, plan.replace('\'', '"')).is(200);
        return answer.json();
    }

    private static Answer checkout(Customer customer) {
        return customer.browser().post("/v1/billing/checkout", "{\"planKey\":\"personal\",\"interval\":\"month\"}");
    }

    private static void pay(Answer checkout) throws InterruptedException {
        CheckoutPages.pay(WORLD, checkout);
    }

    private static long events(Customer customer, String type) {
        var stripeId = WORLD.stripeId(customer);
        var shown = control().get(EVENTS).json().path("data");
        return StreamSupport.stream(shown.spliterator(), false)
                .filter(event -> event.path("type").asText().equals(type))
                .filter(event -> belongs(event.path("id").asText(), stripeId))
                .count();
    }

    /** Whether an event at Stripe names a customer, and is not of the technical subscription that usage is invoiced through. */
    private static boolean belongs(String eventId, String stripeId) {
        var key = WORLD.local().environment().get("OMNI_STRIPE_API_KEY");
        var event = Client.at(WORLD.local().stripeUrl())
                .with("Authorization", "Bearer " + key)
                .get("/v1/events/" + eventId)
                .text();
        return event.contains("\"" + stripeId + "\"") && !event.contains("\"omniMeter\"");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{'deliveries':[{'fault':'duplicate','copies':3,'next':100}]}",
                "{'deliveries':[{'fault':'shuffle','window':4,'next':100}],'seed':1}",
                "{'deliveries':[{'fault':'shuffle','window':9,'next':100}],'seed':2}",
                "{'deliveries':[{'fault':'delay','events':3,'next':4}]}",
                "{'deliveries':[{'fault':'delay','advance':'PT1H','next':3}]}",
                "{'deliveries':[{'fault':'same_second','next':100}]}",
                "{'deliveries':[{'fault':'drop','next':100,'types':['invoice.*','payment_method.*']}]}",
                "{'deliveries':[{'fault':'drop','next':1},{'fault':'same_second','next':100},{'fault':'duplicate',"
                        + "'copies':2,'next':100},{'fault':'delay','events':2,'next':3},{'fault':'shuffle','window':5,"
                        + "'next':100}],'seed':3}",
            })
    void aPaidPlanIsThereOnceWhatStripeTellsHasArrivedHoweverItArrives(String plan) throws Exception {
        var customer = WORLD.signUp();
        var checkout = checkout(customer);
        set(plan);

        pay(checkout);
        WORLD.advance(Duration.ofHours(2));
        WORLD.awaitStripe();
        control().delete(FAULTS);
        WORLD.awaitStripe();

        assertThat(customer.state()).isEqualTo("personal_active");
        assertThat(events(customer, "customer.subscription.created")).isEqualTo(1);
        assertThat(events(customer, "invoice.paid")).isEqualTo(1);
    }

    @Test
    void anEventThatIsLostIsLostUntilItIsAskedFor() throws Exception {
        var customer = WORLD.signUp();
        var checkout = checkout(customer);
        set("{'deliveries':[{'fault':'drop','next':1000}]}");
        pay(checkout);
        assertThat(customer.state()).isEqualTo("sandbox_grant");

        var lost = control().get(EVENTS).json().path("data").get(0);
        Answer.holds(lost, "{state: 'undelivered', attempts: 0}");
        assertThat(redeliver(lost.path("id").asText()).status()).isEqualTo(202);
        WORLD.awaitStripe();

        assertThat(customer.state()).isEqualTo("personal_active");
        var found = StreamSupport.stream(
                        control().get(EVENTS).json().path("data").spliterator(), false)
                .filter(event -> event.path("id").equals(lost.path("id")))
                .findFirst()
                .orElseThrow();
        Answer.holds(found, "{state: 'delivered', attempts: 1}");
        assertThat(redeliver("evt_none").code()).isEqualTo("not_found");
    }

    private static Answer redeliver(String id) {
        return control().post(EVENTS + "/" + id + "/redeliver", "");
    }

    /** Whatever Stripe does to requests, and however often the buyer tries again, there is one of each thing. */
    @ParameterizedTest
    @EnumSource
    void aCheckoutUnderFailingRequestsEndsInOneSessionAndOneCharge(RequestFault.Effect effect) throws Exception {
        var customer = WORLD.signUp();
        var fault = effect.name().toLowerCase(Locale.ROOT);
        set(("{'requests':[{'fault':'%s','next':2,'method':'POST','path':'/v1/customers'},"
                        + "{'fault':'%s','next':3,'method':'POST','path':'/v1/checkout/sessions'}]}")
                .formatted(fault, fault));

        var answers = new ArrayList<Answer>();
        do {
            answers.add(checkout(customer));
        } while (answers.getLast().status() != 200 && answers.size() < 8);

        // a key that is in use is free again in a moment: the same request is repeated within the same call
        assertThat(answers.getFirst().code())
                .isEqualTo(effect == RequestFault.Effect.KEY_IN_USE ? "" : "payment_provider_unavailable");
        pay(answers.getLast());
        assertThat(customer.state()).isEqualTo("personal_active");
        assertThat(events(customer, "customer.created")).isEqualTo(1);
        assertThat(events(customer, "checkout.session.completed")).isEqualTo(1);
        assertThat(events(customer, "customer.subscription.created")).isEqualTo(1);
        assertThat(events(customer, "invoice.paid")).isEqualTo(1);
        assertThat(sessions(customer)).isEqualTo(1);
    }

    private static int sessions(Customer customer) {
        var stripeId = customer.billing().field("customer.stripeCustomerId");
        var key = WORLD.local().environment().get("OMNI_STRIPE_API_KEY");
        return Client.at(WORLD.local().stripeUrl())
                .with("Authorization", "Bearer " + key)
                .get("/v1/checkout/sessions?customer=" + stripeId)
                .json()
                .path("data")
                .size();
    }

    /** A webhook whose reading of Stripe fails is refused, and Stripe's repetition brings it. */
    @ParameterizedTest
    @EnumSource(RequestFault.Effect.class)
    void aWebhookWhoseReadingFailsComesAgain(RequestFault.Effect effect) throws Exception {
        var customer = WORLD.signUp();
        var checkout = checkout(customer);
        set("{'requests':[{'fault':'%s','next':2,'method':'GET','path':'/v1/customers/*'}]}"
                .formatted(effect.name().toLowerCase(Locale.ROOT)));

        pay(checkout);

        assertThat(customer.state()).isEqualTo("personal_active");
        assertThat(control()
                        .get(FAULTS)
                        .json()
                        .path("requests")
                        .get(0)
                        .path("used")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aRefusedRequestLooksLikeStripesOwn() {
        set("{'requests':[{'fault':'rate_limit','next':1},{'fault':'server_error','next':1}]}");
        var stripe = Client.at(WORLD.local().stripeUrl());

        var limited = stripe.get("/v1/customers").is(429);
        assertThat(limited.header("Stripe-Rate-Limited-Reason")).isEqualTo("global-rate");
        assertThat(limited.field("error.code")).isEqualTo("rate_limit");
        var broken = stripe.get("/v1/customers").is(500);
        assertThat(broken.field("error.type")).isEqualTo("api_error");
        assertThat(stripe.get("/v1/customers").status()).as("no key was sent").isEqualTo(401);
    }

    @Test
    void whatIsSetIsShownWithWhatIsUsedUpUntilItIsCleared() {
        set("{'seed':5,'deliveries':[{'fault':'delay','advance':'PT1H','next':2,'types':['invoice.*']}],"
                + "'requests':[{'fault':'rate_limit','next':3,'method':'GET'}]}");
        Client.at(WORLD.local().stripeUrl()).get("/v1/customers");

        assertThat(control().get(FAULTS).text())
                .isEqualTo("{\"object\":\"stripe_faults\",\"seed\":5,\"deliveries\":[{\"fault\":\"delay\","
                        + "\"advance\":\"PT1H\",\"next\":2,\"used\":0,\"types\":[\"invoice.*\"]}],\"requests\":"
                        + "[{\"fault\":\"rate_limit\",\"next\":3,\"used\":1,\"method\":\"GET\"}],\"heldBack\":[]}");
        assertThat(control().post(FAULTS, "").text())
                .isEqualTo("{\"object\":\"stripe_faults\",\"seed\":0,\"deliveries\":[],\"requests\":[],"
                        + "\"heldBack\":[]}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'sede':1}                                         | there is no sede here.
        {'seed':'x','deliveries':1,'requests':{}}          | seed is a whole number; deliveries is a list; requests is a list.
        {'deliveries':[1,{'fault':'explode'}]}             | deliveries[0]: is an object; deliveries[1]: fault is drop, duplicate, delay, shuffle or same_second.
        {'deliveries':[{'fault':'drop','next':0,'types':['A']}]} | deliveries[0]: next is 0, not from 1 to 1000; types: 'A' is not a type such as invoice.paid or invoice.*.
        {'seed':99999999999999999999}                      | seed is a whole number.
        {'deliveries':[{'fault':'drop','types':[5]}]}      | deliveries[0]: types: '' is not a type such as invoice.paid or invoice.*.
        {'deliveries':[{'fault':'drop','types':'all'}]}    | deliveries[0]: types is a list of event types.
        {'deliveries':[{'fault':'drop','copies':2}]}       | deliveries[0]: there is no copies here.
        {'deliveries':[{'fault':'duplicate','copies':11}]} | deliveries[0]: copies is 11, not from 1 to 10.
        {'deliveries':[{'fault':'shuffle','window':1}]}    | deliveries[0]: window is 1, not from 2 to 100.
        {'deliveries':[{'fault':'delay','advance':'soon'}]}| deliveries[0]: advance is an ISO-8601 duration such as PT1H.
        {'deliveries':[{'fault':'delay','advance':'PT0S'}]}| deliveries[0]: advance is PT0S, not more than nothing and at most PT8784H.
        {'requests':[{'fault':'rate_limit','next':1.5},{'fault':'x'}]} | requests[0]: next is a whole number; requests[1]: fault is none of timeout_before, timeout_after, rate_limit, lock_timeout, key_in_use, forbidden, server_error, server_error_kept.
        {'requests':[{'fault':'rate_limit','method':'PUT','path':'/pay'}]} | requests[0]: method: 'PUT' is none of GET, POST, DELETE; path: '/pay' is not a path such as /v1/customers/*.
        """)
    void aBadPlanIsToldAllThatIsWrongAndSetsNothing(String plan, String faults) {
        var answer = control().post(FAULTS, plan.replace('\'', '"'));

        assertThat(answer.code()).isEqualTo("validation_error");
        assertThat(answer.field("message")).isEqualTo(faults);
        assertThat(control().get(FAULTS).at("deliveries")).isEmpty();
    }
}

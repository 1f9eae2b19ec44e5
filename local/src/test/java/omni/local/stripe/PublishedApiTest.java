package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.Stripe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stripesimulator.StripeSimulator;
import stripesimulator.StripeSimulator.SeenRequest;

/** What the check of requests finds. */
class PublishedApiTest {

    private static final String JAVA = "Stripe/v1 JavaBindings/" + Stripe.VERSION;

    private final PublishedApi published = new PublishedApi();

    @ParameterizedTest(name = "{0} {1}?{2} → {3}")
    @CsvSource(delimiter = '|', textBlock = """
        GET    | /v1/customers/cus_1                        | ''                                     | ''
        GET    | /v1/customers/cus_1                        | expand[0]=subscriptions                | ''
        POST   | /v1/customers                              | email=a%40b.test&metadata[orgId]=org_1 | ''
        POST   | /v1/customers                              | mail=a                                 | mail: unknown parameter
        POST   | /v1/customers                              | metadata=a                             | metadata: unknown parameter
        POST   | /v1/customer                               | ''                                     | unknown operation
        PUT    | /v1/customers                              | ''                                     | unknown operation
        GET    | /v1/subscriptions                          | limit=many                             | limit: 'many' is no integer
        GET    | /v1/subscriptions                          | status=gone                            | status: 'gone' is no string active, all
        POST   | /v1/invoices/in_1                          | auto_advance=1                         | auto_advance: '1' is no boolean
        POST   | /v1/prices                                 | currency=usd&unit_amount_decimal=1e3   | unit_amount_decimal: '1e3' is no decimal
        POST   | /v1/prices                                 | product=prod_1                         | currency: is required
        POST   | /v1/prices                                 | currency=usd&recurring[meter]=mtr_1    | recurring[interval]: is required
        POST   | /v1/billing_portal/configurations          | metadata[a]=b                          | features: is required
        POST   | /v1/billing_portal/configurations/bpc_1    | features[subscription_update][products][0][product]=p | features[subscription_update][products][0][prices]: is required
        GET    | /v1/billing/meters/mtr_1/event_summaries   | customer=cus_1&start_time=0            | end_time: is required
        """)
    void aRequestThatStripeDoesNotKnowIsFound(String method, String path, String parameters, String problem) {
        published.accept(new SeenRequest(method, path, parameters, "omni:test", Stripe.API_VERSION, JAVA));

        if (problem.isEmpty()) {
            published.assertKept();
        } else {
            assertThat(published.violations()).singleElement().asString().contains(problem);
        }
    }

    @Test
    void theVersionOfTheTableIsTheOneThatIsSentAndSimulated() {
        published.accept(new SeenRequest("GET", "/v1/customers/cus_1", "", "", Stripe.API_VERSION, JAVA));
        published.accept(new SeenRequest("GET", "/v1/customers/cus_1", "", "", StripeSimulator.API_VERSION, JAVA));
        published.assertKept();

        published.accept(new SeenRequest("GET", "/v1/customers/cus_1", "", "", "2020-08-27", JAVA));
        assertThat(published.violations()).singleElement().asString().contains("Stripe-Version is '2020-08-27'");
    }
}

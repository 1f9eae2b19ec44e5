package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.events.V1BillingMeterErrorReportTriggeredEvent;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.billing.MeterEventSummary;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage that is reported to a meter, and what the meter says of it. It is 2026-05-01T12:00:00Z at first. */
class MeterEventsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MeteredAccount account;

    @BeforeEach
    void open() throws Exception {
        account = new MeteredAccount();
    }

    @AfterEach
    void stop() {
        account.close();
    }

    @Test
    void anEventIsAnsweredAsItWasSent() throws Exception {
        var event = account.use("2026-05-01T11:00:00Z", 1_250_000);

        assertThat(event.getObject()).isEqualTo("billing.meter_event");
        assertThat(event.getEventName()).isEqualTo("acme_usage");
        assertThat(event.getIdentifier()).isEqualTo("use/2026-05-01T11:00:00Z/1250000");
        assertThat(event.getTimestamp())
                .isEqualTo(Instant.parse("2026-05-01T11:00:00Z").getEpochSecond());
        assertThat(event.getPayload())
                .containsEntry("stripe_customer_id", account.customer)
                .containsEntry("value", "1250000");
    }

    @Test
    void theLastValueIsTheOneOfTheLatestSecondAndOfThoseTheOneThatCameLast() throws Exception {
        account.use("2026-05-01T11:00:00Z", 10);
        account.use("2026-05-01T11:00:02Z", 30);
        account.use("2026-05-01T11:00:01Z", 20);
        assertThat(account.total("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"))
                .isEqualByComparingTo("30");

        account.use("2026-05-01T11:00:02Z", 29);

        assertThat(account.total("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"))
                .isEqualByComparingTo("29");
    }

    @Test
    void aSummaryHasItsStartAndNotItsEnd() throws Exception {
        account.use("2026-05-01T10:00:00Z", 5);
        account.use("2026-05-01T11:00:00Z", 7);

        assertThat(account.total("2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z"))
                .isEqualByComparingTo("5");
        assertThat(account.total("2026-05-01T11:00:00Z", "2026-05-01T11:01:00Z"))
                .isEqualByComparingTo("7");
        assertThat(account.total("2026-05-01T10:01:00Z", "2026-05-01T11:00:00Z"))
                .isEqualByComparingTo("0");
    }

    @Test
    void otherFormulasCountAndAddUpAndHoursStandApart() throws Exception {
        for (var formula : MeterCreateParams.DefaultAggregation.Formula.values()) {
            var name = formula.getValue();
            var meter = account.sandbox
                    .stripe
                    .v1()
                    .billing()
                    .meters()
                    .create(MeterCreateParams.builder()
                            .setDisplayName(name)
                            .setEventName(name)
                            .setDefaultAggregation(MeterCreateParams.DefaultAggregation.builder()
                                    .setFormula(formula)
                                    .build())
                            .build());
            report(name, "2026-05-01T09:10:00Z", "1.5");
            report(name, "2026-05-01T09:50:00Z", "-0.25");
            report(name, "2026-05-01T11:00:00Z", "4");
            var expected = switch (formula) {
                case COUNT -> new String[] {"1", "2"};
                case LAST -> new String[] {"4", "-0.25"};
                case SUM -> new String[] {"4", "1.25"};
            };

            var hours = MeterEventSummaryListParams.builder()
                    .setCustomer(account.customer)
                    .setStartTime(Instant.parse("2026-05-01T09:00:00Z").getEpochSecond())
                    .setEndTime(Instant.parse("2026-05-01T12:00:00Z").getEpochSecond())
                    .setValueGroupingWindow(MeterEventSummaryListParams.ValueGroupingWindow.HOUR);
            assertThat(account.sandbox
                            .stripe
                            .v1()
                            .billing()
                            .meters()
                            .eventSummaries()
                            .list(meter.getId(), hours.build())
                            .getData())
                    .extracting(MeterEventSummary::getAggregatedValue)
                    .usingElementComparator(BigDecimal::compareTo)
                    .containsExactly(new BigDecimal(expected[0]), new BigDecimal(expected[1]));
        }
    }

    @Test
    void anIdentifierIsGoodForOneEventADayWhateverElseItSays() throws Exception {
        account.use(account.customer, "2026-05-01T11:00:00Z", 10, "org_1/2026-05/1");

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> account.use(account.customer, "2026-05-01T11:00:01Z", 20, "org_1/2026-05/1"))
                .withMessageContaining("An event already exists with identifier org_1/2026-05/1.")
                .returns(400, StripeException::getStatusCode);
        assertThat(account.total("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"))
                .isEqualByComparingTo("10");

        account.sandbox.clock.advance(Duration.ofDays(1));
        account.use(account.customer, "2026-05-02T11:00:01Z", 30, "org_1/2026-05/1");
        assertThat(account.total("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"))
                .isEqualByComparingTo("30");
    }

    @ParameterizedTest(name = "{0} → {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
        payload[stripe_customer_id]=c&payload[value]=1 | parameter_missing | event_name
        event_name=acme_usage | parameter_missing | payload
        event_name=acme_usage&payload=1 |  | payload
        event_name=acme_usage&payload[value]=1 |  | payload
        event_name=acme_usage&payload[stripe_customer_id]=c |  | payload
        event_name=acme_usage&payload[stripe_customer_id]=c&payload[value]=many |  | payload
        event_name=acme_usage&payload[stripe_customer_id]=c&payload[value]=1e3 |  | payload
        event_name=never&payload[stripe_customer_id]=c&payload[value]=1 | resource_missing | event_name
        event_name=acme_usage&payload[stripe_customer_id]=c&payload[value]=1&timestamp=1774612799 | timestamp_too_far_in_past | timestamp
        event_name=acme_usage&payload[stripe_customer_id]=c&payload[value]=1&timestamp=1777637101 | timestamp_in_future | timestamp
        event_name=acme_usage&payload[stripe_customer_id]=c&payload[value]=1&value=1 | parameter_unknown | value
        """)
    void aFaultyEventIsRefusedAndNothingIsTold(String form, String code, String param) throws Exception {
        var before = account.types();

        var answer = account.sandbox.post(
                "/v1/billing/meter_events?" + form.replace("[", "%5B").replace("]", "%5D"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"param\" : \"" + param + "\"");
        if (code != null) {
            assertThat(answer.body()).contains("\"code\" : \"" + code + "\"");
        }
        assertThat(account.types()).isEqualTo(before);
    }

    @Test
    void eventsAreTakenFor35DaysAnd5MinutesAhead() throws Exception {
        account.use("2026-03-27T12:00:00Z", 1);
        account.use("2026-05-01T12:05:00Z", 2);

        assertThat(account.total("2026-03-01T00:00:00Z", "2026-06-01T00:00:00Z"))
                .isEqualByComparingTo("2");
    }

    @Test
    void anUnknownOrDeletedCustomerIsToldOfAfterwards() throws Exception {
        var gone = account.sandbox.customer("gone@acme.test");
        account.sandbox.simulator.deleteCustomer(gone);
        for (var customer : new String[] {"cus_never", gone}) {
            account.use(customer, "2026-05-01T11:00:00Z", 1, "lost/" + customer);

            var told = account.sandbox.simulator.events().getLast();
            assertThat(told.type()).isEqualTo("v1.billing.meter.error_report_triggered");
            assertThat(told.objectId()).isEqualTo(account.meter());
            var event = (V1BillingMeterErrorReportTriggeredEvent)
                    account.sandbox.stripe.v2().core().events().retrieve(told.id());
            assertThat(event.getCreated()).isEqualTo(account.sandbox.clock.instant());
            assertThat(event.getRelatedObject().getUrl()).isEqualTo("/v1/billing/meters/" + account.meter());
            var reason = JSON.readTree(
                            account.sandbox.get("/v2/core/events/" + told.id()).body())
                    .path("data")
                    .path("reason");
            assertThat(reason.path("error_count").asInt()).isEqualTo(1);
            var type = reason.path("error_types").path(0);
            assertThat(type.path("code").asText()).isEqualTo("meter_event_customer_not_found");
            assertThat(type.path("sample_errors")
                            .path(0)
                            .path("request")
                            .path("identifier")
                            .asText())
                    .isEqualTo("lost/" + customer);
            assertThat(account.sandbox.get("/v1/events/" + told.id()).statusCode())
                    .isEqualTo(404);
        }
        assertThat(account.sandbox.stripe.v1().events().list().getData())
                .noneMatch(event -> event.getType().startsWith("v1."));
        assertThat(account.sandbox.get("/v2/core/events/evt_never").statusCode())
                .isEqualTo(404);
    }

    private void report(String meter, String at, String value) throws Exception {
        account.sandbox
                .stripe
                .v1()
                .billing()
                .meterEvents()
                .create(MeterEventCreateParams.builder()
                        .setEventName(meter)
                        .setTimestamp(Instant.parse(at).getEpochSecond())
                        .putPayload("stripe_customer_id", account.customer)
                        .putPayload("value", value)
                        .build());
    }
}

package stripesimulator;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.events.V1BillingMeterErrorReportTriggeredEvent;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.billing.MeterEventSummary;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage that is reported to a meter, and what the meter says of it. It is 2026-05-01T12:00:00Z at first. */
class MeterEventsTest {

    private static final String MAY = "2026-05-01T00:00:00Z";
    private static final String JUNE = "2026-06-01T00:00:00Z";

    @AutoClose
    private final MeteredAccount account = new MeteredAccount();

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
        assertThat(account.total(MAY, JUNE)).isEqualByComparingTo("30");

        account.use("2026-05-01T11:00:02Z", 29);

        assertThat(account.total(MAY, JUNE)).isEqualByComparingTo("29");
    }

    @ParameterizedTest
    @CsvSource({"10:00, 11:00, 5", "11:00, 11:01, 7", "10:01, 11:00, 0"})
    void aSummaryHasItsStartAndNotItsEnd(String from, String to, String total) throws Exception {
        account.use("2026-05-01T10:00:00Z", 5);
        account.use("2026-05-01T11:00:00Z", 7);

        assertThat(account.total("2026-05-01T" + from + ":00Z", "2026-05-01T" + to + ":00Z"))
                .isEqualByComparingTo(total);
    }

    @Test
    void otherFormulasCountAndAddUpAndHoursStandApart() throws Exception {
        for (var formula : MeterCreateParams.DefaultAggregation.Formula.values()) {
            var name = formula.getValue();
            var meter = account.create(
                    "/v1/billing/meters",
                    "display_name=" + name + "&event_name=" + name + "&default_aggregation[formula]=" + name);
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
            var summaries = account.stripe.billing().meters().eventSummaries().list(meter, hours.build());
            assertThat(summaries.getData())
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
        assertThat(account.total(MAY, JUNE)).isEqualByComparingTo("10");

        account.clock.advance(Duration.ofDays(1));
        account.use(account.customer, "2026-05-02T11:00:01Z", 30, "org_1/2026-05/1");
        assertThat(account.total(MAY, JUNE)).isEqualByComparingTo("30");
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

        var answer = account.postForm("/v1/billing/meter_events", form, List.of());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThatJson(answer.body())
                .inPath("error")
                .isObject()
                .containsEntry("param", param)
                .satisfies(error -> assertThat(error.get("code")).isEqualTo(code));
        assertThat(account.types()).isEqualTo(before);
    }

    @Test
    void eventsAreTakenFor35DaysAnd5MinutesAhead() throws Exception {
        account.use("2026-03-27T12:00:00Z", 1);
        account.use("2026-05-01T12:05:00Z", 2);

        assertThat(account.total("2026-03-01T00:00:00Z", JUNE)).isEqualByComparingTo("2");
    }

    @Test
    void anUnknownOrDeletedCustomerIsToldOfAfterwards() throws Exception {
        var gone = account.customer("gone@acme.test");
        account.simulator.deleteCustomer(gone);
        for (var customer : new String[] {"cus_never", gone}) {
            account.use(customer, "2026-05-01T11:00:00Z", 1, "lost/" + customer);

            var told = account.simulator.events().getLast();
            assertThat(told.type()).isEqualTo("v1.billing.meter.error_report_triggered");
            assertThat(told.objectId()).isEqualTo(account.meter());
            var event = (V1BillingMeterErrorReportTriggeredEvent)
                    account.client.v2().core().events().retrieve(told.id());
            assertThat(event.getCreated()).isEqualTo(account.clock.instant());
            assertThat(event.getRelatedObject().getUrl()).isEqualTo("/v1/billing/meters/" + account.meter());
            assertThatJson(account.get("/v2/core/events/" + told.id()).body())
                    .inPath("data.reason")
                    .isEqualTo("""
                        {"error_count": 1, "error_types": [{
                            "code": "meter_event_customer_not_found", "error_count": 1, "sample_errors": [{
                                "error_message": "No customer was found matching %1$s.",
                                "request": {"identifier": "lost/%1$s"}}]}]}\
                        """.formatted(customer));
            assertThat(account.get("/v1/events/" + told.id()).statusCode()).isEqualTo(404);
        }
        assertThat(account.stripe.events().list().getData())
                .noneMatch(event -> event.getType().startsWith("v1."));
        assertThat(account.get("/v2/core/events/evt_never").statusCode()).isEqualTo(404);
    }

    private void report(String meter, String at, String value) {
        account.create(
                "/v1/billing/meter_events",
                "event_name=" + meter + "&timestamp=" + Instant.parse(at).getEpochSecond()
                        + "&payload[stripe_customer_id]=" + account.customer + "&payload[value]=" + value);
    }
}

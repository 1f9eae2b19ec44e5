package omni.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import omni.stripe.WebhookEvent.Verified;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventBodyTest {

    @ParameterizedTest(name = "{0} → {2}")
    @CsvSource(quoteCharacter = '\'', textBlock = """
        checkout.session.completed, '{"object":{"id":"cs_1","object":"checkout.session","customer":"cus_1"}}', cus_1
        setup_intent.succeeded,     '{"object":{"id":"seti_1","object":"setup_intent","customer":"cus_1"}}', cus_1
        payment_method.attached,    '{"object":{"id":"pm_1","object":"payment_method","customer":"cus_1"}}', cus_1
        payment_method.attached,    '{"object":{"object":"payment_method","customer":{"id":"cus_1","object":"customer"}}}', cus_1
        payment_method.detached,    '{"object":{"object":"payment_method","customer":null},"previous_attributes":{"customer":"cus_1"}}', cus_1
        payment_method.detached,    '{"object":{"object":"payment_method"},"previous_attributes":{"customer":{"id":"cus_1"}}}', cus_1
        customer.updated,           '{"object":{"id":"cus_1","object":"customer","customer":"cus_2"}}', cus_1
        customer.deleted,           '{"object":{"id":"cus_1","object":"customer","deleted":true}}', cus_1
        checkout.session.completed, '{"object":{"id":"cs_1","object":"checkout.session","customer":null}}',
        price.created,              '{"object":{"id":"price_1","object":"price","tiers":[{"customer":"cus_1"}]}}',
        odd,                        '[{"object":{"customer":"cus_1"}}]',
        """)
    void theCustomerToReadIsFoundInEveryShape(String type, String data, @Nullable String customer) {
        var event = parsed("{\"data\":" + data + ",\"type\":\"" + type
                + "\",\"id\":\"evt_1\",\"livemode\":true,\"created\":1777636800}");

        assertThat(event)
                .isInstanceOfSatisfying(
                        Verified.class,
                        read -> assertThat(read)
                                .isEqualTo(new Verified(
                                        "evt_1",
                                        type,
                                        true,
                                        Optional.ofNullable(customer),
                                        Optional.empty(),
                                        read.objectId(),
                                        Instant.ofEpochSecond(1_777_636_800))));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(quoteCharacter = '\'', textBlock = """
        '{"object":{"id":"du_1","object":"dispute","charge":"ch_1"}}', ch_1
        '{"object":{"id":"du_1","object":"dispute","charge":{"id":"ch_1","object":"charge"}}}', ch_1
        '{"object":{"id":"du_1","object":"dispute","charge":null}}',
        '{"object":{"id":"in_1","object":"invoice","charge":"ch_1"}}',
        """)
    void theChargeOfADisputeLeadsToItsCustomer(String data, @Nullable String charge) {
        var event = parsed("{\"data\":" + data + ",\"type\":\"charge.dispute.closed\",\"id\":\"evt_1\",\"created\":1}");

        assertThat(event)
                .isInstanceOfSatisfying(
                        Verified.class, read -> assertThat(read.chargeId()).isEqualTo(Optional.ofNullable(charge)));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(quoteCharacter = '\'', textBlock = """
        '"data":{"object":{"id":"in_1","object":"invoice","customer":"cus_1"}}', in_1
        '"related_object":{"id":"mtr_1","type":"billing.meter"}',               mtr_1
        '"related_object":null',
        '"data":{"object":{"id":7}}',
        """)
    void theThingThatItIsAboutIsFound(String about, @Nullable String object) {
        assertThat(parsed("{" + about + ",\"type\":\"odd\",\"id\":\"evt_1\"}"))
                .isInstanceOfSatisfying(
                        Verified.class, read -> assertThat(read.objectId()).isEqualTo(Optional.ofNullable(object)));
    }

    @Test
    void aThinEventIsReadByItsEnvelope() {
        var event = parsed("""
            {"id":"evt_test_65","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered",
             "livemode":false,"created":"2026-05-01T12:00:00.123Z",
             "related_object":{"id":"mtr_1","type":"billing.meter","url":"/v1/billing/meters/mtr_1"},
             "data":{"developer_message_summary":"2 invalid events","reason":{"error_count":2,"error_types":[]}}}
            """);

        assertThat(event)
                .isEqualTo(new Verified(
                        "evt_test_65",
                        "v1.billing.meter.error_report_triggered",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("mtr_1"),
                        Instant.parse("2026-05-01T12:00:00.123Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"soon\"'",
        "'\"2026-05-01\"'",
        "9223372036854775807",
        "99999999999999999999",
        "1.5",
        "true",
        "null",
        "{}"
    })
    void anUnreadableTimestampDoesNoHarm(String created) {
        assertThat(parsed("{\"id\":\"evt_1\",\"type\":\"customer.updated\",\"created\":" + created + "}"))
                .isEqualTo(new Verified(
                        "evt_1",
                        "customer.updated",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.EPOCH));
    }

    private static WebhookEvent parsed(String body) {
        return EventBody.parse(body.getBytes(UTF_8)).orElseThrow();
    }
}

package omni.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook.Signature;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import omni.access.Rotating;
import omni.stripe.WebhookEvent.Fault;
import omni.stripe.WebhookEvent.Invalid;
import omni.stripe.WebhookEvent.NotConfigured;
import omni.stripe.WebhookEvent.Verified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures here are made by stripe-java, so that ours are judged by Stripe's own hand. */
class StripeSignatureTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final String CURRENT = "whsec_current";
    private static final String PREVIOUS = "whsec_previous";
    private static final String BODY = """
        {"id":"evt_1","object":"event","type":"customer.updated","livemode":false,"created":1777636800,\
        "data":{"object":{"id":"cus_1","object":"customer"}}}\
        """;

    private final StripeSignature signature = new StripeSignature(List.of(CURRENT, PREVIOUS));

    @Test
    void eitherSecretIsGoodWhileTheyAreRotated() {
        var expected = new Verified(
                "evt_1",
                "customer.updated",
                false,
                Optional.of("cus_1"),
                Optional.empty(),
                Optional.of("cus_1"),
                Instant.ofEpochSecond(1_777_636_800));

        assertThat(verify(BODY, signed(BODY, CURRENT, NOW))).isEqualTo(expected);
        assertThat(verify(BODY, signed(BODY, PREVIOUS, NOW))).isEqualTo(expected);
    }

    @Test
    void aSecretThatIsAddedIsGoodAndOneThatIsTakenAwayIsNot() {
        var secrets = new AtomicReference<>(List.of(PREVIOUS));
        var following = new StripeSignature(Rotating.of(secrets::get));
        var header = signed(BODY, CURRENT, NOW);
        assertThat(following.verify(BODY.getBytes(UTF_8), header, NOW)).isEqualTo(new Invalid(Fault.SIGNATURE_WRONG));

        secrets.set(List.of(CURRENT, PREVIOUS));
        assertThat(following.verify(BODY.getBytes(UTF_8), header, NOW)).isInstanceOf(Verified.class);

        secrets.set(List.of());
        assertThat(following.verify(BODY.getBytes(UTF_8), header, NOW)).isEqualTo(new NotConfigured());
    }

    @Test
    void oneGoodSignatureAmongSeveralIsEnough() {
        var strange = signed(BODY, "whsec_stranger", NOW);
        var good = signed(BODY, CURRENT, NOW);

        assertThat(verify(BODY, strange + good.substring(good.indexOf(',')))).isInstanceOf(Verified.class);
    }

    @ParameterizedTest(name = "signed {0} s before now → accepted: {1}")
    @CsvSource({"0, true", "299, true", "300, true", "301, false", "86400, false", "-300, true", "-301, false"})
    void aSignatureIsGoodForFiveMinutes(long age, boolean accepted) {
        var result = verify(BODY, signed(BODY, CURRENT, NOW.minusSeconds(age)));

        assertThat(result instanceof Verified).isEqualTo(accepted);
        assertThat(result.equals(new Invalid(Fault.TIMESTAMP_STALE))).isEqualTo(!accepted);
    }

    @Test
    void anotherSecretBodyOrTimestampIsWrong() {
        var good = signed(BODY, CURRENT, NOW);
        var later = good.replace("t=" + NOW.getEpochSecond(), "t=" + (NOW.getEpochSecond() + 1));

        assertThat(verify(BODY, signed(BODY, "whsec_stranger", NOW))).isEqualTo(new Invalid(Fault.SIGNATURE_WRONG));
        assertThat(verify(BODY.replace("\":", "\": "), good)).isEqualTo(new Invalid(Fault.SIGNATURE_WRONG));
        assertThat(verify(BODY, later)).isEqualTo(new Invalid(Fault.SIGNATURE_WRONG));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', nullValues = "null", textBlock = """
        null
        ""
        "t=1777636800"
        "v1=00"
        "t=1777636800,v0=00"
        "t=soon,v1=00"
        "t=1777636800,t=1777636801,v1=00"
        "t=99999999999999999999,v1=00"
        """)
    void aHeaderWithoutOneTimestampAndASignatureIsMissing(String header) {
        assertThat(signature.verify(BODY.getBytes(UTF_8), header, NOW)).isEqualTo(new Invalid(Fault.SIGNATURE_MISSING));
    }

    @Test
    void withoutASecretNothingIsAccepted() {
        var none = new StripeSignature(List.of("", " "));

        assertThat(none.verify(BODY.getBytes(UTF_8), signed(BODY, "", NOW), NOW))
                .isEqualTo(new NotConfigured());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
        ''
        'event'
        '[]'
        '{'
        '{"id":"evt_1"}'
        '{"id":null,"type":"customer.updated"}'
        '{"id":"evt_1","type":{"of":"no kind"}}'
        """)
    void aSignedBodyThatIsNoEventIsUnreadable(String body) {
        assertThat(verify(body, signed(body, CURRENT, NOW))).isEqualTo(new Invalid(Fault.BODY_UNREADABLE));
    }

    private WebhookEvent verify(String body, String header) {
        return signature.verify(body.getBytes(UTF_8), header, NOW);
    }

    static String signed(String body, String secret, Instant at) {
        try {
            return Signature.generateSignatureHeader(body, secret.isEmpty() ? "none" : secret, at.getEpochSecond());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}

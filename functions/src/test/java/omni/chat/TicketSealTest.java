package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import omni.access.Rotating;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A ticket opens exactly when we have sealed it and its time is now (contract 14.1). */
class TicketSealTest {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:20.250Z");
    private static final Instant END = Instant.parse("2026-05-15T12:01:20Z");
    private static final String SECRET = "a secret for tickets of the tests";
    private static final String OTHER = "another secret for tickets of the tests";
    private static final ChatUser ANN = new ChatUser("org_AbCdEf012345", "usr_1");
    private static final ChatTicket TICKET = new ChatTicket("tkt_1", ANN, "chat-1", END);
    private static final String GOOD = """
            {"v":1,"userId":"usr_1","orgId":"org_AbCdEf012345","sessionId":"chat-1","ticketId":"tkt_1","exp":%d,"servicePrincipal":"browser"}""".formatted(END.getEpochSecond());

    private final TicketSeal seal = seal(SECRET);

    private static TicketSeal seal(String... secrets) {
        return new TicketSeal(Rotating.ofConstant(List.of(secrets)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hmac(String algorithm, String secret, String text) throws Exception {
        var mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** As whoever knows a secret would. */
    private static String envelope(String secret, String payload) throws Exception {
        var first = base64(payload.getBytes(StandardCharsets.UTF_8));
        return first + "." + base64(hmac("HmacSHA256", secret, first));
    }

    private void refused(String envelope) {
        assertThat(seal.open(envelope, NOW)).as(envelope).isEmpty();
    }

    @Test
    void aTicketIsWrittenAsTheContractSays() throws Exception {
        assertThat(seal.seal(TICKET)).isEqualTo(envelope(SECRET, GOOD));
        assertThat(seal.open(seal.seal(TICKET), NOW)).contains(TICKET);
    }

    @Test
    void aTicketForANewChatNamesNone() {
        var fresh = new ChatTicket("tkt_1", ANN, null, END);
        var sealed = seal.seal(fresh);
        assertThat(new String(
                        Base64.getUrlDecoder().decode(sealed.substring(0, sealed.indexOf('.'))),
                        StandardCharsets.UTF_8))
                .doesNotContain("sessionId");
        assertThat(seal.open(sealed, NOW)).contains(fresh);
    }

    /** The longest that there can be: ids of the longest, every character four bytes and escaped. */
    @Test
    void theLongestTicketOpens() {
        var longest = new ChatTicket("t".repeat(24), ANN, "\uD83D\uDE00".repeat(128), END);
        assertThat(seal.open(seal.seal(longest), NOW)).contains(longest);
    }

    @Test
    void theOtherSecretIsAcceptedAndNotSignedWith() throws Exception {
        var rotated = seal(OTHER, SECRET);
        assertThat(rotated.open(seal.seal(TICKET), NOW)).contains(TICKET);
        assertThat(rotated.seal(TICKET)).isEqualTo(envelope(OTHER, GOOD));
        assertThat(seal.open(rotated.seal(TICKET), NOW)).isEmpty();
    }

    @Test
    void aSecretThatIsGoneOpensNothing() {
        assertThat(seal(OTHER).open(seal.seal(TICKET), NOW)).isEmpty();
        assertThat(new TicketSeal(Rotating.ofConstant(List.of())).open(seal.seal(TICKET), NOW))
                .isEmpty();
    }

    @ParameterizedTest(name = "opened at {0}: {1}")
    @CsvSource({
        "2026-05-15T12:00:20.250Z, true",
        "2026-05-15T12:01:19.999999Z, true",
        "2026-05-15T12:01:20Z, false",
        "2026-05-15T12:01:21Z, false",
        "2026-05-16T12:01:20Z, false",
        // of a worker whose clock is ahead; one that lives longer than a ticket does is none of ours
        "2026-05-15T12:00:15Z, true",
        "2026-05-15T12:00:14.999Z, false",
        "2026-05-15T11:00:00Z, false"
    })
    void aTicketOpensUntilItsEndAndNoneIsFromTheFuture(Instant at, boolean opens) {
        assertThat(seal.open(seal.seal(TICKET), at).isPresent()).isEqualTo(opens);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a",
                "a.b",
                "null",
                " ",
                "%2e",
                "\u0000.\u0000",
                "é.é",
                "\uD83D.\uDE00",
                "=.=",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfMSJ9."
            })
    void whatIsNoEnvelopeDoesNotOpen(String envelope) {
        refused(envelope);
    }

    @Test
    void noBitOfAnEnvelopeCanBeChanged() {
        var good = seal.seal(TICKET);
        for (var at = 0; at < good.length(); at++) {
            for (var with : "AQgwZ09-_.=+/ ".toCharArray()) {
                if (good.charAt(at) != with) {
                    refused(good.substring(0, at) + with + good.substring(at + 1));
                }
            }
            refused(good.substring(0, at));
            refused(good.substring(at + 1));
            refused(good.substring(0, at) + good.charAt(at) + good.substring(at));
        }
    }

    /** The last letter of a base64 text has bits that count for nothing. */
    @Test
    void aSignatureHasOneSpelling() {
        var good = seal.seal(TICKET);
        var last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var opens = last.chars()
                .mapToObj(letter -> good.substring(0, good.length() - 1) + (char) letter)
                .filter(each -> seal.open(each, NOW).isPresent());
        assertThat(opens).containsExactly(good);
        List.of(good + "=", good + "==", good + ".", "." + good, good + "\n", " " + good, good.replace('-', '+'))
                .stream()
                .filter(each -> !each.equals(good))
                .forEach(this::refused);
    }

    /** As whoever has the secret could spell it, so that one ticket would have two texts. */
    @Test
    void aPayloadHasOneSpellingThoughItIsSigned() throws Exception {
        var payload = base64(GOOD.getBytes(StandardCharsets.UTF_8)) + "=";
        refused(payload + "." + base64(hmac("HmacSHA256", SECRET, payload)));
    }

    @Test
    void aSignatureOfAnotherKindIsNone() throws Exception {
        var payload = base64(GOOD.getBytes(StandardCharsets.UTF_8));
        refused(payload + "." + base64(hmac("HmacSHA512", SECRET, payload)));
        refused(payload + "." + base64(hmac("HmacSHA1", SECRET, payload)));
        refused(payload + "." + base64(hmac("HmacSHA256", SECRET, GOOD)));
        refused(payload + "." + base64(new byte[32]));
        refused(payload + ".");
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', nullValues = "nothing", textBlock = """
            "v":1,                      | "v":2,
            "v":1,                      | "v":"1",
            "v":1,                      | "v":1.5,
            "v":1,                      | "v":null,
            "v":1,                      | nothing
            "v":1,                      | "v":1,"v":1,
            "v":1,                      | "v":1,"alg":"none",
            "userId":"usr_1",           | "userId":"usr_1","userId":"usr_2",
            "userId":"usr_1",           | "userId":"",
            "userId":"usr_1",           | "userId":["usr_1"],
            "userId":"usr_1",           | nothing
            "orgId":"org_AbCdEf012345", | "orgId":7,
            "orgId":"org_AbCdEf012345", | nothing
            "sessionId":"chat-1",       | "sessionId":"",
            "sessionId":"chat-1",       | "sessionId":{},
            "ticketId":"tkt_1",         | nothing
            "ticketId":"tkt_1",         | "ticketId":"a\\u0000b",
            "exp":1778846480            | "exp":-1
            "exp":1778846480            | "exp":"1778846480"
            "exp":1778846480            | "exp":1778846480.5
            "exp":1778846480            | "exp":99999999999999999999
            "exp":1778846480            | "exp":1778846481999
            "servicePrincipal":"browser" | "servicePrincipal":"operator"
            "servicePrincipal":"browser" | "servicePrincipal":null
            }                           | }}
            }                           | },
            """)
    void aPayloadOfAnotherFormDoesNotOpenThoughItIsSigned(String from, @Nullable String to) throws Exception {
        assertThat(GOOD).contains(from);
        refused(envelope(SECRET, GOOD.replace(from, to == null ? "" : to)));
    }
}

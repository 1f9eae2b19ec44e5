package omni.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import omni.access.CookieSeal.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieSealTest {

    private static final String TEXT = "ses_0123456789 1777636800123";

    private final CookieSeal seal = seal(1);

    private static CookieSeal seal(long keySeed) {
        return new CookieSeal(key(keySeed), new Random(42));
    }

    private static byte[] key(long seed) {
        var key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }

    @Test
    void whatTheKeyBeforeHasSealedStillOpensAndNewSealsAreOfTheCurrentOne() {
        var keys = new AtomicReference<>(List.of(key(1)));
        var rotating = new CookieSeal(Rotating.of(keys::get), new Random(43));
        var before = rotating.seal(Purpose.SESSION, "text");

        keys.set(List.of(key(2), key(1)));
        assertThat(rotating.open(Purpose.SESSION, before)).contains("text");
        assertThat(seal(2).open(Purpose.SESSION, rotating.seal(Purpose.SESSION, "new")))
                .contains("new");

        keys.set(List.of(key(2)));
        assertThat(rotating.open(Purpose.SESSION, before)).isEmpty();
    }

    @Test
    void whatWasSealedOpensForItsPurposeAlone() {
        var sealed = seal.seal(Purpose.SESSION, TEXT);
        assertThat(seal.open(Purpose.SESSION, sealed)).contains(TEXT);
        assertThat(seal.open(Purpose.LOGIN, sealed)).isEmpty();
    }

    @Test
    void theSameTextNeverLooksTheSame() {
        assertThat(seal.seal(Purpose.SESSION, TEXT)).isNotEqualTo(seal.seal(Purpose.SESSION, TEXT));
    }

    @Test
    void theTextDoesNotShow() {
        var bytes = Base64.getUrlDecoder().decode(seal.seal(Purpose.SESSION, TEXT));
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("ses_");
    }

    @Test
    void anotherKeyOpensNothing() {
        assertThat(seal(2).open(Purpose.SESSION, seal.seal(Purpose.SESSION, TEXT)))
                .isEmpty();
    }

    @Test
    void everyFlippedBitOfEveryByteIsRefused() {
        var sealed = Base64.getUrlDecoder().decode(seal.seal(Purpose.SESSION, TEXT));
        for (var index = 0; index < sealed.length; index++) {
            for (var bit = 0; bit < 8; bit++) {
                var forged = sealed.clone();
                forged[index] ^= (byte) (1 << bit);
                var text = Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
                assertThat(seal.open(Purpose.SESSION, text))
                        .as("bit " + bit + " of byte " + index)
                        .isEmpty();
            }
        }
    }

    @Test
    void everyReplacedLetterIsRefusedEvenWhereBase64HasBitsToSpare() {
        var sealed = seal.seal(Purpose.SESSION, TEXT);
        for (var index = 0; index < sealed.length(); index++) {
            for (var letter : "AQgwBCDEFabcdef0123456789-_=".toCharArray()) {
                if (sealed.charAt(index) != letter) {
                    var forged = sealed.substring(0, index) + letter + sealed.substring(index + 1);
                    assertThat(seal.open(Purpose.SESSION, forged)).as(forged).isEmpty();
                }
            }
        }
    }

    @Test
    void everyCutAndEveryAdditionIsRefused() {
        var sealed = seal.seal(Purpose.SESSION, TEXT);
        for (var length = 0; length < sealed.length(); length++) {
            assertThat(seal.open(Purpose.SESSION, sealed.substring(0, length))).isEmpty();
        }
        assertThat(seal.open(Purpose.SESSION, sealed + "A")).isEmpty();
        assertThat(seal.open(Purpose.SESSION, sealed + "=")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "=", "AQ", "not base64!", "\u0000", "é", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void anythingElseIsRefusedWithoutAnException(String nonsense) {
        assertThat(seal.open(Purpose.SESSION, nonsense)).isEmpty();
    }

    @Test
    void anEndlessCookieIsRefused() {
        assertThat(seal.open(Purpose.SESSION, "A".repeat(100_000))).isEmpty();
    }

    @Test
    void onlyAKeyOf32BytesIsTaken() {
        assertThatThrownBy(() -> new CookieSeal(new byte[16], new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

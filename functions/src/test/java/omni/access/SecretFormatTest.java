package omni.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 3.2. */
class SecretFormatTest {

    private static final String VECTOR = "secapi_test_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf012345";
    private static final String ORG = "org_AbCdEf012345";
    private final SecretFormat format = new SecretFormat("secapi");
    private final Ids ids = new Ids(new Random(7));

    @Test
    void theContractsVectorHasItsChecksum() {
        assertThat(SecretFormat.checksum(VECTOR)).isEqualTo("2hMMZ4");
        assertThat(format.parseKey(VECTOR + "2hMMZ4")).contains(new SecretFormat.Parsed(ORG, false));
    }

    @Test
    void everyChangeOfOneCharacterIsRefused() {
        for (var secret : List.of(VECTOR + "2hMMZ4", format.newKey(ids, ORG, true))) {
            for (var index = 0; index < secret.length(); index++) {
                for (var letter : "0Az_-é ".toCharArray()) {
                    if (secret.charAt(index) != letter) {
                        var changed = secret.substring(0, index) + letter + secret.substring(index + 1);
                        assertThat(format.parseKey(changed)).as(changed).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void aKeyTellsItsOrganizationAndMode() {
        var live = format.newKey(ids, ORG, true);
        assertThat(live).matches("secapi_live_[0-9A-Za-z]{53}").hasSize(65);
        assertThat(format.parseKey(live)).contains(new SecretFormat.Parsed(ORG, true));
        var test = format.newKey(ids, ORG, false);
        assertThat(test).startsWith("secapi_test_");
        assertThat(format.parseKey(test)).contains(new SecretFormat.Parsed(ORG, false));
        assertThat(live).isNotEqualTo(format.newKey(ids, ORG, true));
    }

    @Test
    void aTokenIsNoKeyAndAKeyNoToken() {
        var token = format.newToken(ids, ORG);
        assertThat(token).matches("agbt_[0-9A-Za-z]{53}");
        assertThat(format.parseToken(token)).contains(new SecretFormat.Parsed(ORG, true));
        assertThat(format.parseKey(token)).isEmpty();
        assertThat(format.parseToken(format.newKey(ids, ORG, true))).isEmpty();
    }

    @Test
    void whatListsShowIsTheBeginning() {
        assertThat(SecretFormat.keyPrefix(VECTOR))
                .isEqualTo("secapi_test_01234567")
                .hasSize(20);
        assertThat(SecretFormat.tokenPrefix(format.newToken(ids, ORG)))
                .hasSize(13)
                .startsWith("agbt_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secapi_live_",
                "secapi_test_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123452hMMZ",
                "secapi_test_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123452hMMZ44",
                " secapi_test_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123452hMMZ4",
                "other_test_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123452hMMZ4",
                "SECAPI_test_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123452hMMZ4",
                "secapi_test_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123452hmmz4"
            })
    void aMalformedKeyIsRefused(String key) {
        assertThat(format.parseKey(key)).isEmpty();
    }

    @Test
    void theBrandIsThePrefixOfKeys() {
        var other = new SecretFormat("acme");
        var key = other.newKey(ids, ORG, true);
        assertThat(key).startsWith("acme_live_");
        assertThat(format.parseKey(key)).isEmpty();
        assertThat(format.looksLikeKey(VECTOR)).isTrue();
        assertThat(format.looksLikeKey(key)).isFalse();
        assertThat(format.looksLikeKey("eyJhbGciOi")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Acme", "1acme", "ac_me", "abcdefghijklmnopq"})
    void aBrandIsAShortLowerCaseWord(String brand) {
        assertThatThrownBy(() -> new SecretFormat(brand)).isInstanceOf(IllegalArgumentException.class);
    }
}

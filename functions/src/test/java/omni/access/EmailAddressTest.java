package omni.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "Ada@Example.COM, ada@example.com",
        "a@b, a@b",
        "o'neil+tag@x.org, o'neil+tag@x.org",
        "\u00c9mile@x.org, \u00c9mile@x.org",
        "\u212aate@x.org, \u212aate@x.org",
        "\u0130@x.org, \u0130@x.org"
    })
    void asciiLettersAloneLoseTheirCase(String text, String folded) {
        assertThat(EmailAddress.of(text)).contains(new EmailAddress(folded));
        assertThat(EmailAddress.fold(text)).isEqualTo(folded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@",
                "@b",
                "ab",
                "a b@c",
                "a@b c",
                "a\t@c",
                "a@b\u0000",
                "a@b\u0085",
                "a\u00a0@b",
                "a\u2028@b",
                "a@b\ud800",
                "a\u202e@b",
                "a\u2066@b",
                "a\u200e@b",
                "a\u200b@b",
                "a\u00ad@b",
                "a@b\ufeff"
            })
    void whatHasNotTheShapeIsNone(String text) {
        assertThat(EmailAddress.of(text)).isEmpty();
    }

    @Test
    void lengthsHaveBounds() {
        assertThat(EmailAddress.of("l".repeat(64) + "@" + "d".repeat(189))).isPresent();
        assertThat(EmailAddress.of("l".repeat(64) + "@" + "d".repeat(190))).isEmpty();
        assertThat(EmailAddress.of("l".repeat(65) + "@d")).isEmpty();
    }
}

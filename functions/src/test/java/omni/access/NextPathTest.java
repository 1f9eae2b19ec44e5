package omni.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/dashboard", "/a/b?c=d&e=%2F#f", "/a//b", "/https://evil.example", "/@evil.example", "/:80"
            })
    void aPathOfThisSiteIsTaken(String path) {
        assertThat(NextPath.of(path)).map(NextPath::value).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " /",
                "dashboard",
                "//evil.example",
                "///evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "/\n/evil.example",
                "/a\r\nSet-Cookie: x=y",
                "/a\u0000",
                "/a\u007f",
                "/a b",
                "/caf\u00e9",
                "/\u2028",
                "?next=/"
            })
    void whateverABrowserMightReadAsAnotherSiteIsRefused(String path) {
        assertThat(NextPath.of(path)).isEmpty();
    }

    @Test
    void aPathOfMoreThan1024CharactersIsRefused() {
        assertThat(NextPath.of("/" + "a".repeat(1023))).isPresent();
        assertThat(NextPath.of("/" + "a".repeat(1024))).isEmpty();
    }
}

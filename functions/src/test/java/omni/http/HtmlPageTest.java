package omni.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HtmlPageTest {

    @Test
    void valuesAreEscapedAndNeverReadAsPlaces() {
        var page = new HtmlPage("<a href=\"{{link}}\">{{text}}</a>");
        assertThat(page.render(Map.of("link", "\"'&<>", "text", "{{link}} $1 \\")))
                .isEqualTo("<a href=\"&quot;&#39;&amp;&lt;&gt;\">{{link}} $1 \\</a>");
    }

    @Test
    void aMissingValueIsABugThatIsNamed() {
        assertThatThrownBy(() -> new HtmlPage("{{absent}}").render(Map.of())).hasMessage("absent");
    }

    @Test
    void thePolicyAllowsTheTemplatesOwnStylesAndNoMore() {
        var headers =
                new HtmlPage("<style>a</style>").answer(Map.of(), List.of()).headers();
        assertThat(headers.get("Content-Security-Policy"))
                .contains("style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='", "script-src 'none'");
    }
}
